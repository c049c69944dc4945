/**
 * What several nodes answered, merged by what the rows are: studies by Study Instance UID, series and instances by theirs. Rows come in
 * batches and are merged in place, because 100,000 of them are; whoever draws them takes a new list when `version` has moved on.
 */
import type { MatchRow, PersonNameView, QueryLevel } from '../../../core/contract.ts';

/** One study, series or instance, whoever has it. */
export interface Match {
  readonly key: string;
  readonly level: QueryLevel;
  /** The most telling of the answers, with the gaps filled from the others. */
  readonly row: MatchRow;
  /** By node: what it said itself. */
  readonly answers: ReadonlyMap<string, MatchRow>;
}

export interface Results {
  readonly matches: Map<string, Match>;
  version: number;
}

export const newResults = (): Results => ({ matches: new Map(), version: 0 });

const uidOf = (row: MatchRow): string => {
  switch (row.level) {
    case 'PATIENT':
      return `${row.issuer}|${row.patientId}`;
    case 'STUDY':
      return row.studyUid;
    case 'SERIES':
      return row.seriesUid;
    case 'IMAGE':
      return row.sopInstanceUid;
  }
};

/** A node that leaves out the unique key cannot be merged with others, nor be pulled from, but is shown. */
export const matchKey = (row: MatchRow): string => {
  const uid = uidOf(row);
  return uid === ''
    ? `${row.nodeId}|${row.patientId}|${row.accession}|${row.studyDate}${row.studyTime}|${row.seriesNumber}|${row.instanceNumber}`
    : uid;
};

const hasName = ({ alphabetic, ideographic, phonetic }: PersonNameView): boolean => alphabetic + ideographic + phonetic !== '';

/** The more groups a name has, the better. */
const fuller = (one: PersonNameView, other: PersonNameView): PersonNameView => ({
  alphabetic: one.alphabetic || other.alphabetic,
  ideographic: one.ideographic || other.ideographic,
  phonetic: one.phonetic || other.phonetic,
});

const larger = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.max(one, other);

/** Fills what is empty in one answer from another; of counts the larger, because a node that has less is not complete. */
const filled = (one: MatchRow, other: MatchRow): MatchRow => ({
  ...one,
  patientName: hasName(one.patientName) && one.guessed && !other.guessed ? other.patientName : fuller(one.patientName, other.patientName),
  patientId: one.patientId || other.patientId,
  issuer: one.issuer || other.issuer,
  birthDate: one.birthDate || other.birthDate,
  sex: one.sex || other.sex,
  studyDate: one.studyDate || other.studyDate,
  studyTime: one.studyTime || other.studyTime,
  studyId: one.studyId || other.studyId,
  accession: one.accession || other.accession,
  description: one.description || other.description,
  modalities: [...new Set([...one.modalities, ...other.modalities])],
  seriesCount: larger(one.seriesCount, other.seriesCount),
  instanceCount: larger(one.instanceCount, other.instanceCount),
  referring: fuller(one.referring, other.referring),
  institution: one.institution || other.institution,
  bodyPart: one.bodyPart || other.bodyPart,
  guessed: one.guessed && other.guessed,
});

export const addMatches = (results: Results, rows: readonly MatchRow[]): void => {
  for (const row of rows) {
    const key = matchKey(row);
    const known = results.matches.get(key);
    results.matches.set(key, {
      key,
      level: row.level,
      row: known === undefined ? row : filled(known.row, row),
      answers: new Map(known?.answers).set(row.nodeId, row),
    });
  }
  results.version += 1;
};

/** Whether the nodes that have it disagree on how much there is. */
export const countsDiffer = (match: Match): boolean =>
  new Set([...match.answers.values()].map(({ instanceCount }) => instanceCount).filter((count) => count !== null)).size > 1;

/** The node to pull from: the one that has most, the first asked among equals. */
export const bestSource = (match: Match, order: readonly string[]): string | null => {
  const nodes = order.filter((id) => match.answers.has(id));
  const [first] = nodes;
  if (first === undefined) return null;
  const countOn = (id: string): number => match.answers.get(id)?.instanceCount ?? -1;
  return nodes.reduce((best, id) => (countOn(id) > countOn(best) ? id : best), first);
};
