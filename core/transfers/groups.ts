/** What was looked at, in groups of one kind and one problem: counted as it comes, decided, and shown. Holds no object. */
import type { PreflightDecision, PreflightGroup, PreflightProblem, ProposalView } from '../contract/preflight.ts';
import type { ObjectHeader } from '../dicom/header.ts';
import { uidName } from '../dicom/uids.ts';
import type { Decisions } from './decision-table.ts';
import type { Kind } from './object-table.ts';
import { fileName } from './preflight.ts';
import { PROBLEMS, type ProblemAt, type Way } from './problem.ts';
import type { GroupDecision, ObjectRecord } from './types.ts';

interface Group extends Kind {
  readonly key: string;
  readonly problem: PreflightProblem | null;
  words: string;
  names: string[];
  /** Keys of the patients in it: how many would go is known only when it is decided what goes. */
  patients: Set<string>;
  objects: number;
  bytes: number;
  decision: PreflightDecision;
  by: 'transfer' | 'remembered' | 'nobody';
}

/** A group of which a person may say what becomes of it. */
export interface DecidableGroup extends ProblemAt {
  readonly words: string;
  readonly decision: PreflightDecision;
}

const NAMES = 3;
const MOST_SHOWN = 200;
const MOST_PATIENTS = 10_000;

export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #decisions: Decisions;
  readonly #way: Way;

  constructor(way: Way, decisions: Decisions) {
    this.#way = way;
    this.#decisions = decisions;
  }

  add(records: readonly ObjectRecord[]): void {
    for (const record of records) {
      const group = this.#group(record.problem, record);
      group.objects += 1;
      group.bytes += record.bytes;
      if (group.names.length < NAMES) group.names.push(fileName(record));
    }
  }

  meet(record: ObjectRecord, { patient: { id, issuer, name } }: ObjectHeader): void {
    const { patients } = this.#group(record.problem, record);
    if (patients.size < MOST_PATIENTS) patients.add(id === '' ? `?${name}` : `${id}\0${issuer}`);
  }

  /** Kinds that would go. */
  kinds(): readonly Kind[] {
    const kinds = new Map<string, Kind>();
    for (const { sopClassUid, transferSyntaxUid, decision } of this.#groups.values())
      if (decision === 'take') kinds.set(`${sopClassUid} ${transferSyntaxUid}`, { sopClassUid, transferSyntaxUid });
    return [...kinds.values()];
  }

  /** The node does not take a kind: what had no problem has this one. Nothing where no object of the kind was without. */
  refuse(kind: Kind, problem: PreflightProblem, words: string): DecidableGroup | undefined {
    const key = keyOf(null, kind);
    const clean = this.#groups.get(key);
    if (!clean) return undefined;
    this.#groups.delete(key);
    const group = this.#group(problem, kind);
    Object.assign(group, { objects: clean.objects, bytes: clean.bytes, names: clean.names, patients: clean.patients, words });
    return decidable(group);
  }

  /** @returns the group, or nothing where there is nothing to decide. */
  decide({ key, ...change }: GroupDecision): DecidableGroup | undefined {
    const group = this.#groups.get(key);
    const at = group && decidable(group);
    if (!group || !at) return undefined;
    const { decision = group.decision, remember = group.by === 'remembered' } = change;
    this.#decisions.decide(at, decision);
    this.#decisions.remember(at, remember ? decision : null);
    Object.assign(group, { decision, by: remember ? 'remembered' : 'transfer' });
    return { ...at, decision };
  }

  /** Whoever lets it go now has seen what is left out. */
  settle(): void {
    for (const group of this.#groups.values()) {
      const at = decidable(group);
      if (at) this.#decisions.decide(at, group.decision);
    }
  }

  view(): Pick<ProposalView, 'objects' | 'bytes' | 'patients' | 'left' | 'open' | 'groups' | 'cut'> {
    const all = [...this.#groups.values()].sort((a, b) => rank(a) - rank(b) || b.objects - a.objects);
    const taken = all.filter(({ decision }) => decision === 'take');
    const groups = all.slice(0, MOST_SHOWN).map((group) => this.#shown(group));
    return {
      objects: sum(taken, ({ objects }) => objects),
      bytes: sum(taken, ({ bytes }) => bytes),
      patients: new Set(taken.flatMap(({ patients }) => [...patients])).size,
      left: sum(all, ({ decision, objects }) => (decision === 'leave' ? objects : 0)),
      open: all.filter((group) => this.#isOpen(group)).length,
      groups,
      cut: all.length > groups.length,
    };
  }

  #group(problem: PreflightProblem | null, { sopClassUid, transferSyntaxUid }: Kind): Group {
    const key = keyOf(problem, { sopClassUid, transferSyntaxUid });
    const known = this.#groups.get(key);
    if (known) return known;
    const { decision, by } = problem
      ? this.#decisions.of({ problem, sopClassUid, transferSyntaxUid })
      : ({ decision: 'take', by: 'nobody' } as const);
    const words = problem === null ? '' : PROBLEMS[problem].words;
    const group: Group = {
      key,
      problem,
      sopClassUid,
      transferSyntaxUid,
      words,
      names: [],
      patients: new Set(),
      objects: 0,
      bytes: 0,
      decision,
      by,
    };
    this.#groups.set(key, group);
    return group;
  }

  #isOpen({ problem, by }: Group): boolean {
    return problem !== null && by === 'nobody' && PROBLEMS[problem].asks?.[this.#way] === true;
  }

  #shown(group: Group): PreflightGroup {
    const { key, sopClassUid, transferSyntaxUid, objects, bytes, problem, words, names, decision, by } = group;
    return {
      key,
      sopClassName: sopClassUid === '' ? '' : uidName(sopClassUid),
      transferSyntaxName: transferSyntaxUid === '' ? '' : uidName(transferSyntaxUid),
      objects,
      bytes,
      problem,
      words,
      names: [...names],
      decision,
      decidable: decidable(group) !== undefined,
      open: this.#isOpen(group),
      remembered: by === 'remembered',
    };
  }
}

const keyOf = (problem: PreflightProblem | null, { sopClassUid, transferSyntaxUid }: Kind): string =>
  `${problem ?? ''} ${sopClassUid} ${transferSyntaxUid}`;

function decidable({ problem, sopClassUid, transferSyntaxUid, words, decision }: Group): DecidableGroup | undefined {
  if (problem === null || PROBLEMS[problem].first === undefined) return undefined;
  return { problem, sopClassUid, transferSyntaxUid, words, decision };
}

/** What is to be decided first, what is simply no DICOM last. */
function rank({ problem, decision }: Group): number {
  if (problem === 'not-dicom') return 3;
  if (problem === null) return 2;
  return decision === 'leave' && PROBLEMS[problem].first ? 0 : 1;
}

const sum = (groups: readonly Group[], of: (group: Group) => number): number => groups.reduce((total, group) => total + of(group), 0);
