// Run by the TLS table in Node and in Electron alike: asks peers for an association, loads keys, or serves, with Gantry's own TLS, and prints
// what came of it. `node tls-runtime.mjs ask|load|serve FILE`; FILE is JSON.
import { readFile } from 'node:fs/promises';
import { whyUnusable } from '../../core/association/tls.ts';
import type { TlsOptions } from '../../core/association/types.ts';
import { createApplicationEntity, supportedVerification, verificationContexts } from '../../core/services/index.ts';

export interface Asking {
  readonly name: string;
  readonly port: number;
  readonly tls?: TlsOptions;
}

export interface Serving {
  readonly name: string;
  readonly tls: TlsOptions;
}

const print = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function ask({ name, port, tls }: Asking): Promise<void> {
  const entity = createApplicationEntity({ title: 'USER', requestedContexts: verificationContexts(), timeouts: { association: 5_000 } });
  const outcome = await entity.associate({ host: '127.0.0.1', port, ...(tls && { tls }) });
  if (outcome.kind !== 'established') return print({ name, outcome });
  await using association = outcome.association;
  print({ name, outcome: { kind: 'established', protocol: association.tls?.protocol } });
}

async function serve({ name, tls }: Serving): Promise<void> {
  const entity = createApplicationEntity({
    title: 'GANTRY',
    observer: { knock: ({ outcome, detail }) => print({ name, outcome, detail }) },
  });
  const { port } = await entity.listen({ host: '127.0.0.1', port: 0, supportedContexts: supportedVerification(), on: {}, tls });
  print({ name, port });
}

const [mode, file = ''] = process.argv.slice(2);
const given: unknown = JSON.parse(await readFile(file, 'utf8'));
if (mode === 'ask') for (const asking of given as readonly Asking[]) await ask(asking);
if (mode === 'load') for (const { name, tls } of given as readonly Serving[]) print({ name, code: whyUnusable(tls) ?? null });
if (mode === 'serve') {
  for (const serving of given as readonly Serving[]) await serve(serving);
  process.stdin.resume();
  process.stdin.once('end', () => process.exit(0));
}
