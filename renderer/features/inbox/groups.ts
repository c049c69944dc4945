/**
 * Studies put together: by who brought them when, or by whose they are. An arrival is what one sender brought without a longer pause, so a
 * study that came in two goes is in two. Groups keep their identity until something of theirs changes, so that a table draws only what is new.
 */
import type { StudyRow } from '../../../core/contract.ts';

export type Grouping = 'arrival' | 'patient' | 'study';
export const groupings: readonly Grouping[] = ['arrival', 'patient', 'study'];

export interface Session {
  readonly kind: 'session';
  readonly key: string;
  readonly fromTitle: string;
  readonly fromAddress: string;
  /** Milliseconds since 1970 of the first and the last object. */
  readonly first: number;
  readonly last: number;
  /** What came in it; the studies may have more. */
  readonly instances: number;
  readonly bytes: number;
  readonly studies: readonly StudyRow[];
}

export interface Patient {
  readonly kind: 'patient';
  readonly key: string;
  /** The newest first. */
  readonly studies: readonly StudyRow[];
}

export type Group = Session | Patient;

/** A longer pause of a sender begins a new session. */
const PAUSE_MS = 5 * 60_000;

interface Piece {
  readonly study: StudyRow;
  readonly arrival: StudyRow['arrivals'][number];
}

export const sessionsOf = (studies: readonly StudyRow[]): readonly Session[] => {
  const bySender = new Map<string, Piece[]>();
  for (const study of studies) {
    for (const arrival of study.arrivals) {
      const sender = `${arrival.fromTitle}@${arrival.fromAddress}`;
      const pieces = bySender.get(sender);
      if (pieces) pieces.push({ study, arrival });
      else bySender.set(sender, [{ study, arrival }]);
    }
  }
  return [...bySender].flatMap(([sender, pieces]) => splitByPauses(sender, pieces));
};

const splitByPauses = (sender: string, pieces: Piece[]): readonly Session[] => {
  pieces.sort((a, b) => a.arrival.first - b.arrival.first);
  const runs: Piece[][] = [];
  let last = -Infinity;
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (run && piece.arrival.first <= last + PAUSE_MS) run.push(piece);
    else runs.push([piece]);
    last = Math.max(last, piece.arrival.last);
  }
  return runs.flatMap((run) => sessionOf(sender, run));
};

const sessionOf = (sender: string, run: readonly Piece[]): readonly Session[] => {
  const [begin] = run;
  if (!begin) return [];
  const { fromTitle, fromAddress, first } = begin.arrival;
  return [
    {
      kind: 'session',
      key: `a ${sender} ${String(first)}`,
      fromTitle,
      fromAddress,
      first,
      last: run.reduce((latest, { arrival }) => Math.max(latest, arrival.last), first),
      instances: run.reduce((sum, { arrival }) => sum + arrival.instances, 0),
      bytes: run.reduce((sum, { arrival }) => sum + arrival.bytes, 0),
      studies: [...new Set(run.map(({ study }) => study))],
    },
  ];
};

/** Who it is: the ID with its issuer, the name where there is no ID, else nobody but the study itself. */
export const patientKey = ({ patientId, issuer, patientName, studyUid }: StudyRow): string => {
  if (patientId !== '') return `p ${issuer} ${patientId}`;
  const name = patientName.alphabetic || patientName.ideographic || patientName.phonetic;
  return name === '' ? `p study ${studyUid}` : `p name ${name}`;
};

export const patientsOf = (studies: readonly StudyRow[]): readonly Patient[] => {
  const byPatient = new Map<string, StudyRow[]>();
  for (const study of studies) {
    const key = patientKey(study);
    const known = byPatient.get(key);
    if (known) known.push(study);
    else byPatient.set(key, [study]);
  }
  return [...byPatient].map(([key, own]) => ({ kind: 'patient', key, studies: own.length > 1 ? newestFirst(own) : own }));
};

const newestFirst = (studies: StudyRow[]): StudyRow[] => {
  const at = ({ studyDate, studyTime }: StudyRow): string => studyDate + studyTime;
  return studies.sort((a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0));
};

const same = (one: Group, other: Group): boolean =>
  one.studies.length === other.studies.length &&
  one.studies.every((study, index) => study === other.studies[index]) &&
  (one.kind !== 'session' || other.kind !== 'session' || (one.last === other.last && one.instances === other.instances));

/** Groups as before where nothing of them changed. */
export const createGrouper = (): ((grouping: Exclude<Grouping, 'study'>, studies: readonly StudyRow[]) => readonly Group[]) => {
  let known = new Map<string, Group>();
  return (grouping, studies) => {
    const made = grouping === 'arrival' ? sessionsOf(studies) : patientsOf(studies);
    const kept = made.map((group) => {
      const before = known.get(group.key);
      return before && same(before, group) ? before : group;
    });
    known = new Map(kept.map((group) => [group.key, group]));
    return kept;
  };
};
