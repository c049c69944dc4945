/**
 * Rows about queries, from the connection to the first match and to the end of the program that asked. The programs connect through a
 * relay, so that their own start does not count. And the other way round: who answers faster.
 */
import { ourInbox, type Archive, type ArchiveOf, type Held } from './archives.ts';
import { seriesUid, studyUid, type ObjectSetSpec } from './data.ts';
import type { Contestant, Row, Target } from './measure.ts';
import { runProgram, type Program } from './processes.ts';
import { gantry } from './programs.ts';
import { openRelay } from './relay.ts';

type Level = 'STUDY' | 'IMAGE';

const keysOf = (spec: ObjectSetSpec, level: Level): readonly string[] =>
  (level === 'IMAGE'
    ? [`StudyInstanceUID=${studyUid(spec)}`, `SeriesInstanceUID=${seriesUid(spec)}`, 'SOPInstanceUID', 'InstanceNumber']
    : ['StudyInstanceUID', 'StudyDate', 'StudyDescription', 'AccessionNumber', 'PatientName', 'PatientID']
  ).flatMap((key) => ['-k', key]);

interface Question {
  readonly archive: Archive;
  readonly spec: ObjectSetSpec;
  readonly level: Level;
}

const findscu = ({ archive, spec, level }: Question, port: number): Program => ({
  command: 'findscu',
  args: ['-S', '-aec', archive.title, '-k', `QueryRetrieveLevel=${level}`, ...keysOf(spec, level), '127.0.0.1', String(port)],
});

/** Who answers is measured, not who prints. */
const quietFindscu = (question: Question, port: number): Program => {
  const { command, args } = findscu(question, port);
  return { command, args: ['-q', ...args] };
};

const gantryFind = ({ archive, spec, level }: Question, port: number): Program =>
  gantry('find', `${archive.title}@127.0.0.1:${port}`, '--level', level, '--json', ...keysOf(spec, level));

interface Moments {
  /** ms from the connection to the first match: as the program printed it, or as the archive sent it. */
  readonly printed: number;
  readonly sent: number;
  /** ms from the connection to the program's end. */
  readonly last: number;
}

/** Bytes of a response with a match, at least. */
const LEAST_MATCH = 100;

async function ask(question: Question, program: typeof findscu): Promise<Moments> {
  await using relay = await openRelay(question.archive.port);
  let printed = Number.NaN;
  const onOutput = (_: string, at: number): void => {
    if (Number.isNaN(printed)) printed = at - relay.connected;
  };
  await runProgram(program(question, relay.port), { onOutput });
  const last = performance.now() - relay.connected;
  if (relay.answered < question.spec.objects * LEAST_MATCH) throw new Error('fewer matches were answered than there are objects');
  return { printed, sent: relay.firstData - relay.connected, last };
}

interface Twofold {
  readonly name: string;
  readonly by: readonly { readonly contestant: string; readonly run: () => Promise<Moments> }[];
  readonly first: { readonly moment: 'printed' | 'sent'; readonly target: Target };
  readonly last: Target;
}

/** One row for the last match and, from the same runs, one for the first. */
function twoRows({ name, by, first, last }: Twofold): readonly [Row, Row] {
  const firsts = by.map((): number[] => []);
  const of = (run: (index: number) => Promise<number>, target: Target): Pick<Row, 'unit' | 'better' | 'ours' | 'rivals'> => {
    const [ours, ...rivals] = by.map(({ contestant }, index): Contestant => ({
      name: contestant,
      run: async () => ({ value: await run(index) }),
    }));
    if (!ours) throw new RangeError('nobody to measure');
    return { unit: 'ms', better: 'lower', ours, rivals: rivals.map((rival) => ({ ...rival, target })) };
  };
  const runAll = async (index: number): Promise<number> => {
    const moments = await by[index]?.run();
    firsts[index]?.push(moments?.[first.moment] ?? Number.NaN);
    return moments?.last ?? Number.NaN;
  };
  const again = (index: number): Promise<number> => Promise.resolve(firsts[index]?.shift() ?? Number.NaN);
  return [
    { name, ...of(runAll, last) },
    { name: `${name}: the first`, ...of(again, first.target) },
  ];
}

/** `gantry find` and findscu ask the same archive. */
export async function asking(name: string, held: Held, archiveOf: ArchiveOf): Promise<readonly Row[]> {
  const question: Question = { archive: await archiveOf(held), spec: held.spec, level: 'IMAGE' };
  const equal: Target = { kind: 'ratio', least: 1 };
  return twoRows({
    name,
    by: [
      { contestant: 'gantry find', run: () => ask(question, gantryFind) },
      { contestant: 'findscu', run: () => ask(question, findscu) },
    ],
    first: { moment: 'printed', target: equal },
    last: equal,
  });
}

/** findscu asks two archives that hold the same. */
export async function answering(
  name: string,
  held: Held,
  { level, rival, archiveOf }: { readonly level: Level; readonly rival: string; readonly archiveOf: ArchiveOf },
): Promise<readonly Row[]> {
  const of = async (contestant: string, holds: ArchiveOf) => {
    const question: Question = { archive: await holds(held), spec: held.spec, level };
    return { contestant, run: () => ask(question, quietFindscu) };
  };
  return twoRows({
    name,
    by: [await of('gantry listen', ourInbox), await of(rival, archiveOf)],
    first: { moment: 'sent', target: { kind: 'within', most: 20 } },
    last: { kind: 'ratio', least: 3 },
  });
}
