// DCMTK's programs as peers: storescp, dcmqrscp and wlmscpfs as servers; echoscu, storescu and the others are run to their end with `run`.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, startPeer, type PeerProcess } from './peer-process.ts';

export interface StorescpOptions {
  /** Where it writes what it receives. */
  readonly folder: string;
  readonly args?: readonly string[];
}

export async function startStorescp({ folder, args = [] }: StorescpOptions): Promise<PeerProcess> {
  const port = await freePort();
  return startPeer({ command: 'storescp', port, args: ['-od', folder, ...args, String(port)] });
}

export interface DcmqrscpOptions {
  readonly folder: string;
  /** Move destinations: title to port on 127.0.0.1. */
  readonly destinations?: Readonly<Record<string, number>>;
  readonly maximumPdu?: number;
  readonly args?: readonly string[];
}

/** An archive with the title ARCHIVE, in single process mode, which everybody may query. */
export async function startDcmqrscp({ folder, destinations = {}, maximumPdu = 131_072, args = [] }: DcmqrscpOptions): Promise<PeerProcess> {
  const port = await freePort();
  const storage = path.join(folder, 'storage');
  await mkdir(storage, { recursive: true });
  const hosts = Object.entries(destinations).map(([title, at]) => `host_${title} = (${title}, 127.0.0.1, ${at})`);
  const config = path.join(folder, 'dcmqrscp.cfg');
  await writeFile(
    config,
    [
      `NetworkTCPPort = ${port}`,
      `MaxPDUSize = ${maximumPdu}`,
      'MaxAssociations = 16',
      'HostTable BEGIN',
      ...hosts,
      'HostTable END',
      'VendorTable BEGIN',
      'VendorTable END',
      'AETable BEGIN',
      `ARCHIVE ${storage} RW (500, 4096mb) ANY`,
      'AETable END',
      '',
    ].join('\n'),
  );
  return startPeer({ command: 'dcmqrscp', port, args: ['-c', config, ...args, String(port)] });
}

export interface WlmscpfsOptions {
  /** Holds a folder for each AE title, with worklist files and a `lockfile`. */
  readonly folder: string;
}

/** Incomplete worklist files are served too. */
export async function startWlmscpfs({ folder }: WlmscpfsOptions): Promise<PeerProcess> {
  const port = await freePort();
  return startPeer({ command: 'wlmscpfs', port, args: ['-dfr', '-dfp', folder, String(port)] });
}
