/** Rows about C-MOVE and C-GET of a whole study: out of Gantry's inbox beside other archives, and out of those into Gantry's inbox. */
import { freePort } from '../support/peer-process.ts';
import { DESTINATION, dcmqrscp, orthanc, ourInbox, type Archive, type ArchiveOf, type Held } from './archives.ts';
import { studyUid } from './data.ts';
import { freshFolder } from './folders.ts';
import type { Contestant, Row, Target } from './measure.ts';
import { runProgram, startServer, type Program } from './processes.ts';
import { BEST, gantry, listen, storescp } from './programs.ts';

const ratio = (least: number): Target => ({ kind: 'ratio', least });

const study = ({ spec }: Held): readonly string[] => ['-k', `StudyInstanceUID=${studyUid(spec)}`];
const rate = ({ set }: Held, ms: number): number => set.bytes / 1e6 / (ms / 1000);

const movescu = (held: Held, { title, port }: Archive): Program => ({
  command: 'movescu',
  args: ['-S', '-aec', title, '-aem', DESTINATION, '-k', 'QueryRetrieveLevel=STUDY', ...study(held), '127.0.0.1', String(port)],
});

const getscu = (held: Held, { title, port }: Archive, folder: string): Program => ({
  command: 'getscu',
  args: ['-S', '-aec', title, ...BEST, '-od', folder, '-k', 'QueryRetrieveLevel=STUDY', ...study(held), '127.0.0.1', String(port)],
});

const gantryGet = (held: Held, { title, port }: Archive, folder: string): Program =>
  gantry('get', `${title}@127.0.0.1:${port}`, '--folder', folder, ...study(held));

type Receiver = (folder: string) => (port: number) => Program;

/** A receiver that is warm where it can be, and movescu from its start to its end. */
const moved = (name: string, held: Held, of: { readonly archive: Archive; readonly receiver: Receiver }): Contestant => ({
  name,
  async run() {
    await using folder = await freshFolder(held.parent);
    await using server = await startServer(of.receiver(folder.path), held.destinationPort);
    const { ms } = await runProgram(movescu(held, of.archive));
    folder.expect(held.set.objects);
    return { value: rate(held, ms), memory: server.memory };
  },
});

const got = (name: string, held: Held, of: { readonly archive: Archive; readonly program: typeof getscu }): Contestant => ({
  name,
  async run() {
    await using folder = await freshFolder(held.parent);
    const { ms, memory } = await runProgram(of.program(held, of.archive, folder.path));
    folder.expect(held.set.objects);
    return { value: rate(held, ms), memory };
  },
});

interface Held3 {
  readonly ours: Archive;
  readonly others: readonly { readonly name: string; readonly archive: Archive; readonly target: Target }[];
}

/** The same client and destination; the archive differs. */
export async function retrievingOut(names: { readonly move: string; readonly get: string }, given: Held): Promise<readonly Row[]> {
  const held = { ...given, destinationPort: await freePort() };
  const archives: Held3 = {
    ours: await ourInbox(held),
    others: [
      { name: 'dcmqrscp', archive: await dcmqrscp(held), target: ratio(1) },
      { name: 'Orthanc', archive: await orthanc(held), target: ratio(1.3) },
    ],
  };
  const receiver: Receiver = (folder) => storescp(folder, BEST);
  return [
    rowOf(names.move, archives, (name, archive) => moved(name, held, { archive, receiver })),
    rowOf(names.get, archives, (name, archive) => got(name, held, { archive, program: getscu })),
  ];
}

function rowOf(name: string, { ours, others }: Held3, by: (name: string, archive: Archive) => Contestant): Row {
  return {
    name,
    unit: 'MB/s',
    better: 'higher',
    ours: by('gantry listen', ours),
    rivals: others.map((other) => ({ ...by(other.name, other.archive), target: other.target })),
  };
}

/** The same archive; who receives differs. */
export async function retrievingIn(
  names: { readonly move: string; readonly get: string },
  given: Held,
  archiveOf: ArchiveOf,
): Promise<readonly Row[]> {
  const held = { ...given, destinationPort: await freePort() };
  const archive = await archiveOf(held);
  const best = `storescp ${BEST.join(' ')}`;
  return [
    {
      name: names.move,
      unit: 'MB/s',
      better: 'higher',
      ours: moved('gantry listen', held, { archive, receiver: listen }),
      rivals: [{ ...moved(best, held, { archive, receiver: (folder) => storescp(folder, BEST) }), target: ratio(1) }],
    },
    {
      name: names.get,
      unit: 'MB/s',
      better: 'higher',
      ours: got('gantry get', held, { archive, program: gantryGet }),
      rivals: [{ ...got(`getscu ${BEST.join(' ')}`, held, { archive, program: getscu }), target: ratio(1) }],
    },
  ];
}
