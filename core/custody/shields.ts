/**
 * Facts against what the inbox holds now: per study and node how many objects are sent, committed, listed. Counted anew when a fact or the
 * study changes and kept, so that a start reads a row a study and not every object.
 */
import type { NodeCustody, StudyCustody } from '../contract/custody.ts';
import type { StudyRow } from '../contract/inbox.ts';
import type { Clock } from '../lib/clock.ts';
import { createListFeed, type ListFeed } from '../lib/list-feed.ts';
import type { Database } from '../storage/database.ts';
import type { FactRow, FactTable } from './fact-table.ts';

const SHOW_MS = 200;
const COUNT_MS = 500;
/** Studies that are counted before others get their turn. */
const AT_ONCE = 20;

/** What is asked of the inbox that is open. */
export interface HeldObjects {
  /** SOP Instance UIDs of a study, each once. */
  uids(studyUid: string): readonly string[];
  study(studyUid: string): Stamped | undefined;
  studiesOf(sopInstanceUid: string): readonly string[];
}

/** By what it is seen that a study is not what it was when it was counted. */
export type Stamped = Pick<StudyRow, 'studyUid' | 'instanceCount' | 'lastArrived'>;

interface Row {
  readonly study: string;
  readonly node: string;
  readonly instances: number;
  readonly sent: number;
  readonly warned: number;
  readonly committed: number;
  readonly refused: number;
  readonly waiting: number;
  readonly listed: number;
  readonly at: number;
  readonly stamp: string;
}

export interface ShieldsOptions {
  readonly database: Database;
  readonly facts: FactTable;
  readonly clock: Clock;
  readonly held: () => HeldObjects | undefined;
  /** By node: those of the objects that it was asked for and has not reported on. */
  readonly waitingFor: (instances: readonly string[]) => ReadonlyMap<string, number>;
}

export interface Shields {
  readonly feed: ListFeed<StudyCustody, string>;
  /** A study, or what is known of its objects, has changed. */
  changed(studyUid: string): void;
  /** As `changed` for the studies of these objects. */
  objectsChanged(instances: readonly string[]): void;
  /** Something is known of the study, and it is not as it was when it was counted. */
  isStale(study: Stamped): boolean;
  of(studyUid: string): StudyCustody | undefined;
  /** What changed is counted when this returns. */
  settle(): void;
  close(): void;
}

const STORED_AS_IT_IS = new Set([0x0000, 0x0111]);

/** Answered with Success, or that it was there already: a warning is not enough. */
export const isStored = ({ sent_at, status }: FactRow): boolean => sent_at !== null && STORED_AS_IT_IS.has(status ?? 0);

export function createShields({ database, facts, clock, held, waitingFor }: ShieldsOptions): Shields {
  const dirty = new Set<string>();
  const dirtyObjects = new Set<string>();
  let stopTimer: (() => void) | undefined;

  const rowsOf = (studyUid: string): readonly Row[] =>
    database.statement<Row>('SELECT * FROM custody_study WHERE study = ? ORDER BY at DESC').all(studyUid);
  const exportedAt = (studyUid: string): string | null => {
    const last = facts.exports(studyUid).at(-1);
    return last ? new Date(last.at).toISOString() : null;
  };
  const viewOf = (studyUid: string, rows: readonly Row[]): StudyCustody | undefined => {
    const exported = exportedAt(studyUid);
    if (rows.length === 0 && exported === null) return undefined;
    return { studyUid, instances: rows[0]?.instances ?? 0, nodes: rows.map((row) => nodeCustody(row, facts.nameOf(row.node))), exported };
  };
  const known = (): readonly string[] =>
    database
      .statement<{ study: string }>('SELECT study FROM custody_study UNION SELECT study FROM custody_export')
      .all()
      .map(({ study }) => study);

  const count = (studyUid: string): void => {
    const study = held()?.study(studyUid);
    // A study that is in the bin keeps its counts: they are right again when it is brought back.
    if (!study) return;
    const uids = held()?.uids(studyUid) ?? [];
    const byNode = new Map<string, FactRow[]>();
    for (const row of facts.of(uids)) groupOf(byNode, row.node).push(row);
    const waiting = waitingFor(uids);
    const nodes = new Set([...byNode.keys(), ...waiting.keys()]);
    database.transaction(() => {
      database.statement('DELETE FROM custody_study WHERE study = ?').run(studyUid);
      const insert = database.statement('INSERT INTO custody_study VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
      for (const node of nodes) {
        const rows = byNode.get(node) ?? [];
        const number = (holds: (row: FactRow) => boolean): number => rows.filter(holds).length;
        insert.run(
          studyUid,
          node,
          uids.length,
          number((row) => row.sent_at !== null),
          number((row) => row.sent_at !== null && !isStored(row)),
          number((row) => row.committed_at !== null),
          number((row) => row.refused_at !== null),
          waiting.get(node) ?? 0,
          number((row) => row.listed_at !== null),
          rows.reduce((last, row) => Math.max(last, lastOf(row)), 0),
          stampOf(study),
        );
      }
    });
    if (nodes.size === 0 && exportedAt(studyUid) === null) feed.removed(studyUid);
    else feed.changed(studyUid);
  };

  const findStudies = (): void => {
    const inbox = held();
    for (const instance of dirtyObjects) for (const studyUid of inbox?.studiesOf(instance) ?? []) dirty.add(studyUid);
    dirtyObjects.clear();
  };
  const some = (most: number): void => {
    findStudies();
    for (const studyUid of [...dirty].slice(0, most)) {
      dirty.delete(studyUid);
      count(studyUid);
    }
  };
  const later = (): void => {
    stopTimer ??= clock.setTimer(COUNT_MS, () => {
      stopTimer = undefined;
      some(AT_ONCE);
      if (dirty.size > 0) later();
    });
  };
  const changed = (studyUid: string): void => {
    dirty.add(studyUid);
    later();
  };

  const feed = createListFeed<StudyCustody, string>({
    clock,
    interval: SHOW_MS,
    rows: () => known().flatMap((studyUid) => viewOf(studyUid, rowsOf(studyUid)) ?? []),
    row: (studyUid) => viewOf(studyUid, rowsOf(studyUid)),
  });

  return {
    feed,
    changed,
    objectsChanged(instances) {
      for (const instance of instances) dirtyObjects.add(instance);
      later();
    },
    isStale: (study) => {
      const [row] = rowsOf(study.studyUid);
      return row !== undefined && row.stamp !== stampOf(study);
    },
    of: (studyUid) => viewOf(studyUid, rowsOf(studyUid)),
    settle: () => some(Infinity),
    close() {
      stopTimer?.();
      feed.close();
    },
  };
}

function groupOf(groups: Map<string, FactRow[]>, key: string): FactRow[] {
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  return group;
}

const stampOf = ({ instanceCount, lastArrived }: Stamped): string => `${instanceCount} ${lastArrived}`;

const lastOf = ({ sent_at, committed_at, refused_at, listed_at }: FactRow): number =>
  Math.max(sent_at ?? 0, committed_at ?? 0, refused_at ?? 0, listed_at ?? 0);

const nodeCustody = (row: Row, nodeName: string): NodeCustody => ({
  nodeId: row.node,
  nodeName,
  sent: row.sent,
  warned: row.warned,
  committed: row.committed,
  refused: row.refused,
  waiting: row.waiting,
  listed: row.listed,
  at: new Date(row.at).toISOString(),
});
