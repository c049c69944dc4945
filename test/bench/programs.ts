/** How each contestant is called: Gantry's command line as it was just bundled, and DCMTK's programs as Debian ships them. */
import { fileURLToPath } from 'node:url';
import type { Program } from './processes.ts';

const GANTRY = fileURLToPath(new URL('cli/gantry.js', import.meta.url));

export const gantry = (...args: readonly string[]): Program => ({ command: process.execPath, args: [GANTRY, ...args] });

export const listen =
  (folder: string, args: readonly string[] = []) =>
  (port: number): Program =>
    gantry('listen', '--folder', folder, '--port', String(port), ...args);

const DCMJS_DIMSE = fileURLToPath(new URL('../../test/bench/dcmjs-dimse-scp.mjs', import.meta.url));

export const dcmjsDimse =
  (folder: string) =>
  (port: number): Program => ({ command: process.execPath, args: [DCMJS_DIMSE, folder, String(port)] });

const BARE_NODE = fileURLToPath(new URL('../../test/bench/bare-node-scp.mjs', import.meta.url));

/** What Node itself takes for receiving. */
export const bareNode =
  (folder: string) =>
  (port: number): Program => ({ command: process.execPath, args: [BARE_NODE, folder, String(port)] });

/** DCMTK's best tuning: bytes written as they come, the largest PDUs. */
export const BEST = ['+B', '-pdu', '131072'];

export const storescp =
  (folder: string, args: readonly string[] = []) =>
  (port: number): Program => ({
    command: 'storescp',
    args: ['-od', folder, ...args, String(port)],
  });

export const storescu = (port: number, folder: string): Program => ({
  command: 'storescu',
  args: ['+sd', '-aec', 'GANTRY', '127.0.0.1', String(port), folder],
});

export const gantryStore = (port: number, folder: string, associations = 1): Program =>
  gantry('store', `STORESCP@127.0.0.1:${port}`, folder, '--associations', String(associations));

export const untouched = (program: Program): Program => ({ ...program, untouched: true });
