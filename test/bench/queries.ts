/**
 * Rows about queries: all matches of an archive at IMAGE level, from the connection to the end of the program that asked. The programs
 * connect through a relay, so that their own start does not count. And the other way round: who answers faster.
 */
import { execFileSync } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { startOrthanc } from '../support/orthanc.ts';
import { studyUid, seriesUid, type ObjectSet, type ObjectSetSpec } from './data.ts';
import { freshFolder } from './folders.ts';
import type { Contestant, Row } from './measure.ts';
import { runProgram, startServer, type Program } from './processes.ts';
import { gantry, listen, storescu } from './programs.ts';

export interface Queried {
  readonly spec: ObjectSetSpec;
  readonly set: ObjectSet;
  readonly parent: string;
}

interface Archive {
  readonly title: string;
  readonly port: number;
}

/** An archive that holds the set. */
export type ArchiveOf = (queried: Queried) => Promise<Archive>;

const archives: AsyncDisposable[] = [];

/** Stays for all rounds of a row, until `closeArchives`. */
function kept<T extends AsyncDisposable>(used: T): T {
  archives.unshift(used);
  return used;
}

export async function closeArchives(): Promise<void> {
  for (const used of archives.splice(0)) await used[Symbol.asyncDispose]();
}

export const orthanc: ArchiveOf = async ({ parent, set }) => {
  const folder = kept(await freshFolder(parent));
  const { port } = kept(await startOrthanc({ folder: folder.path, modalities: { FINDSCU: 1, GANTRY: 1 } }));
  await runProgram(storescu(port, set.folder));
  return { title: 'ORTHANC', port };
};

export const ourInbox: ArchiveOf = async ({ parent, set }) => {
  const folder = kept(await freshFolder(parent));
  const { port } = kept(await startServer(listen(folder.path)));
  await runProgram(storescu(port, set.folder));
  return { title: 'GANTRY', port };
};

const keysOf = (spec: ObjectSetSpec): readonly string[] =>
  [`StudyInstanceUID=${studyUid(spec)}`, `SeriesInstanceUID=${seriesUid(spec)}`, 'SOPInstanceUID', 'InstanceNumber'].flatMap((key) => [
    '-k',
    key,
  ]);

const findscu = ({ title }: Archive, spec: ObjectSetSpec, port: number): Program => ({
  command: 'findscu',
  args: ['-S', '-aec', title, '-k', 'QueryRetrieveLevel=IMAGE', ...keysOf(spec), '127.0.0.1', String(port)],
});

const gantryFind = ({ title }: Archive, spec: ObjectSetSpec, port: number): Program =>
  gantry('find', `${title}@127.0.0.1:${port}`, '--level', 'IMAGE', '--json', ...keysOf(spec));

/** ms from the connection to the program's end. */
async function throughRelay(archive: Archive, program: (port: number) => Program): Promise<number> {
  let connected = Number.NaN;
  const relay = createServer({ noDelay: true }, (near) => {
    connected = performance.now();
    const far = connect({ port: archive.port, host: '127.0.0.1', noDelay: true });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  try {
    let matches = 0;
    const { port } = relay.address() as AddressInfo;
    await runProgram(program(port), { onOutput: (text) => (matches += text.length) });
    const ms = performance.now() - connected;
    if (matches === 0 && program(port).command !== 'findscu') throw new Error('no match was printed');
    return ms;
  } finally {
    relay.close();
  }
}

/** `gantry find` and findscu ask the same archive. */
export async function asking(name: string, queried: Queried, archiveOf: ArchiveOf): Promise<Row> {
  const archive = await archiveOf(queried);
  const by = (contestant: string, program: typeof findscu): Contestant => ({
    name: contestant,
    run: async () => ({ value: await throughRelay(archive, (port) => program(archive, queried.spec, port)) }),
  });
  return {
    name,
    unit: 'ms',
    better: 'lower',
    ours: by('gantry find', gantryFind),
    rivals: [{ ...by('findscu', findscu), target: { kind: 'ratio', least: 1 } }],
  };
}

/** findscu asks two archives that hold the same. */
export async function answering(name: string, queried: Queried): Promise<Row> {
  const of = async (contestant: string, archiveOf: ArchiveOf): Promise<Contestant> => {
    const archive = await archiveOf(queried);
    return { name: contestant, run: async () => ({ value: await throughRelay(archive, (port) => findscu(archive, queried.spec, port)) }) };
  };
  return {
    name,
    unit: 'ms',
    better: 'lower',
    ours: await of('gantry listen', ourInbox),
    rivals: [{ ...(await of('Orthanc', orthanc)), target: { kind: 'ratio', least: 3 } }],
  };
}

/** Whether a program of somebody else is there; a row that needs it is left out with a line that says so. */
export function installed(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`left out: ${command} is not installed`);
    return false;
  }
}
