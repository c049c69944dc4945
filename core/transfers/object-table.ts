/** The objects of transfers: pages for the window, counts for the row, and what still has to be sent, read as it is needed. */
import type { ReferencedInstance } from '../services/commitment.ts';
import type { Database } from '../storage/database.ts';
import type { PreflightDecision, PreflightProblem } from '../contract/preflight.ts';
import { parsed } from '../lib/parsed.ts';
import { PROBLEMS } from './problem.ts';
import type { ObjectPage, ObjectRecord, ObjectState } from './types.ts';
import { namedEntry, type EntryPlace } from './zip/entry-place.ts';

interface Row {
  readonly idx: number;
  readonly path: string;
  readonly data_offset: number;
  readonly bytes: number;
  readonly sop_class: string;
  readonly sop_instance: string;
  readonly syntax: string;
  readonly state: string;
  readonly status: number | null;
  readonly words: string;
  readonly comment: string;
  readonly failures: number;
  readonly entry: string | null;
  readonly problem: string;
}

/** A kind of object: what a presentation context carries. */
export interface Kind {
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
}

export interface KindCount extends Kind {
  readonly state: ObjectState;
  readonly objects: number;
  readonly failures: number;
}

export interface Counts {
  readonly objects: Readonly<Record<ObjectState, number>>;
  /** Of what is or was to be transferred. */
  readonly bytes: number;
  /** Of what was answered. */
  readonly settledBytes: number;
}

/** The change that an outcome makes. */
export interface Outcome {
  readonly state: ObjectState;
  readonly status: number | null;
  readonly words: string;
  readonly comment: string;
  readonly failed: boolean;
}

export interface DecidedChange extends Kind {
  readonly problem: PreflightProblem;
  readonly decision: PreflightDecision;
  readonly words: string;
  /** It is the first time that it is found: those of the kind that have no problem have it now. */
  readonly found?: boolean;
}

export interface ObjectTable {
  add(id: string, objects: readonly ObjectRecord[]): void;
  clear(id: string): void;
  /** Takes away some of them, so that others may do something in between; false when none is left. */
  clearSome(id: string): boolean;
  put(id: string, index: number, outcome: Outcome): void;
  /** What waits will not be sent. */
  cancel(id: string): void;
  /** What waits has been tried often enough. */
  giveUp(id: string): void;
  /** What failed or was cancelled waits again, and is given all its tries. */
  retry(id: string): void;
  /** What was set aside. */
  setAside(id: string): readonly ObjectRecord[];
  /** Puts what was found in place of what was set aside. */
  replaceSetAside(id: string, objects: readonly ObjectRecord[]): void;
  /** What becomes of those of a kind with a problem that may go all the same. */
  decide(id: string, change: DecidedChange): void;
  /** Of those that were left out as somebody decided. */
  leftOut(id: string): number;
  counts(id: string): Counts;
  kinds(id: string): readonly KindCount[];
  /** The next ones of a kind that wait, behind an index. */
  waiting(id: string, kind: Kind, page: { readonly after: number; readonly limit: number }): readonly ObjectRecord[];
  /** The next ones of any kind that wait, behind an index. */
  next(id: string, page: { readonly after: number; readonly limit: number }): readonly ObjectRecord[];
  /** What is said of the objects in a state, with how many it is said of. */
  words(id: string, state: ObjectState): readonly { readonly words: string; readonly objects: number }[];
  page(id: string, page: ObjectPage): { readonly total: number; readonly rows: readonly ObjectRecord[] };
  /** Statuses that were given, with how many objects got each. */
  statuses(id: string): readonly { readonly status: number; readonly state: ObjectState; readonly objects: number }[];
  nextIndex(id: string): number;
  uids(id: string): readonly string[];
  /** Answered with Success or a warning. */
  stored(id: string): readonly ReferencedInstance[];
  /** Of a pull: what did not come may come now. */
  forgetFailed(id: string): void;
}

interface StateCount {
  readonly state: string;
  readonly objects: number;
  readonly bytes: number;
}

const SOME = 1_000;
const STATES: readonly ObjectState[] = ['waiting', 'running', 'done', 'warning', 'failed', 'set-aside', 'cancelled'];
const NOT_WELL = `state IN ('failed', 'warning', 'set-aside', 'cancelled')`;

export function openObjectTable(database: Database): ObjectTable {
  const table: ObjectTable = {
    add: (id, objects) =>
      database.transaction(() => {
        const insert = database.statement(
          `INSERT OR REPLACE INTO transfer_object (transfer_id, idx, path, data_offset, bytes, sop_class, sop_instance, syntax, state, status,
             words, comment, failures, entry, problem) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
        );
        for (const o of objects) {
          insert.run(
            ...[id, o.index, o.path, o.offset, o.bytes, o.sopClassUid, o.sopInstanceUid, o.transferSyntaxUid],
            ...[o.state, o.status, o.words, o.comment, o.failures, o.entry ? JSON.stringify(o.entry) : null, o.problem ?? ''],
          );
        }
      }),
    clear: (id) => void database.statement('DELETE FROM transfer_object WHERE transfer_id = ?').run(id),
    clearSome: (id) => {
      const first = database.statement<{ idx: number | null }>('SELECT min(idx) AS idx FROM transfer_object WHERE transfer_id = ?').get(id);
      if (first === undefined || first.idx === null) return false;
      database.statement('DELETE FROM transfer_object WHERE transfer_id = ? AND idx < ?').run(id, first.idx + SOME);
      return true;
    },
    put: (id, index, { state, status, words, comment, failed }) => {
      database
        .statement(
          'UPDATE transfer_object SET state = ?, status = ?, words = ?, comment = ?, failures = failures + ? WHERE transfer_id = ? AND idx = ?',
        )
        .run(state, status, words, comment, failed ? 1 : 0, id, index);
    },
    cancel: (id) =>
      void database.statement(`UPDATE transfer_object SET state = 'cancelled' WHERE transfer_id = ? AND state = 'waiting'`).run(id),
    giveUp: (id) =>
      void database.statement(`UPDATE transfer_object SET state = 'failed' WHERE transfer_id = ? AND state = 'waiting'`).run(id),
    retry: (id) => {
      const sql = `UPDATE transfer_object SET state = 'waiting', status = NULL, words = '', comment = '', failures = 0
         WHERE transfer_id = ? AND state IN ('failed', 'cancelled')`;
      database.statement(sql).run(id);
    },
    setAside: (id) =>
      database
        .statement<Row>(`SELECT * FROM transfer_object WHERE transfer_id = ? AND state = 'set-aside' ORDER BY idx`)
        .all(id)
        .map(toRecord),
    replaceSetAside: (id, objects) =>
      database.transaction(() => {
        database.statement(`DELETE FROM transfer_object WHERE transfer_id = ? AND state = 'set-aside'`).run(id);
        table.add(id, objects);
      }),
    decide: (id, { problem, sopClassUid, transferSyntaxUid, decision, words, found }) =>
      void database
        .statement(
          `UPDATE transfer_object SET problem = ?, state = ?, words = ? WHERE transfer_id = ? AND state IN ('waiting', 'set-aside')
             AND sop_class = ? AND syntax = ? AND problem = ?`,
        )
        .run(
          ...[problem, decision === 'take' ? 'waiting' : 'set-aside', decision === 'take' ? '' : words, id],
          ...[sopClassUid, transferSyntaxUid, found === true ? '' : problem],
        ),
    leftOut: (id) =>
      database
        .statement<{ objects: number }>(
          `SELECT count(*) AS objects FROM transfer_object o JOIN transfer_decision d ON d.scope = o.transfer_id AND d.problem = o.problem
             AND d.sop_class = o.sop_class AND d.syntax = o.syntax WHERE o.transfer_id = ? AND o.state = 'set-aside'`,
        )
        .get(id)?.objects ?? 0,
    counts: (id) =>
      countsOf(
        database
          .statement<StateCount>(
            'SELECT state, count(*) AS objects, sum(bytes) AS bytes FROM transfer_object WHERE transfer_id = ? GROUP BY state',
          )
          .all(id),
      ),
    kinds: (id) =>
      database
        .statement<{ sop_class: string; syntax: string; state: string; objects: number; failures: number }>(
          `SELECT sop_class, syntax, state, count(*) AS objects, min(failures) AS failures FROM transfer_object
           WHERE transfer_id = ? AND state <> 'set-aside' GROUP BY sop_class, syntax, state`,
        )
        .all(id)
        .map((row) => ({
          sopClassUid: row.sop_class,
          transferSyntaxUid: row.syntax,
          state: stateOf(row.state),
          objects: row.objects,
          failures: row.failures,
        })),
    waiting: (id, { sopClassUid, transferSyntaxUid }, { after, limit }) =>
      database
        .statement<Row>(
          `SELECT * FROM transfer_object WHERE transfer_id = ? AND state = 'waiting' AND sop_class = ? AND syntax = ? AND idx > ? ORDER BY idx LIMIT ?`,
        )
        .all(id, sopClassUid, transferSyntaxUid, after, limit)
        .map(toRecord),
    next: (id, { after, limit }) =>
      database
        // The plus keeps SQLite to the primary key, which has them in order.
        .statement<Row>(`SELECT * FROM transfer_object WHERE transfer_id = ? AND +state = 'waiting' AND idx > ? ORDER BY idx LIMIT ?`)
        .all(id, after, limit)
        .map(toRecord),
    words: (id, state) =>
      database
        .statement<{ words: string; objects: number }>(
          `SELECT words, count(*) AS objects FROM transfer_object WHERE transfer_id = ? AND state = ? GROUP BY words ORDER BY objects DESC`,
        )
        .all(id, state),
    page: (id, { offset, limit, only }) => {
      const where = only === 'all' ? '' : ` AND ${NOT_WELL}`;
      const count = database
        .statement<{ total: number }>(`SELECT count(*) AS total FROM transfer_object WHERE transfer_id = ?${where}`)
        .get(id);
      const rows = database.statement<Row>(`SELECT * FROM transfer_object WHERE transfer_id = ?${where} ORDER BY idx LIMIT ? OFFSET ?`);
      return { total: count?.total ?? 0, rows: rows.all(id, limit, offset).map(toRecord) };
    },
    statuses: (id) =>
      database
        .statement<{ status: number; state: string; objects: number }>(
          `SELECT status, state, count(*) AS objects FROM transfer_object WHERE transfer_id = ? AND status IS NOT NULL
           GROUP BY status, state ORDER BY objects DESC`,
        )
        .all(id)
        .map((row) => ({ ...row, state: stateOf(row.state) })),
    nextIndex: (id) =>
      (database.statement<{ last: number | null }>('SELECT max(idx) AS last FROM transfer_object WHERE transfer_id = ?').get(id)?.last ??
        -1) + 1,
    uids: (id) =>
      database
        .statement<{ sop_instance: string }>('SELECT sop_instance FROM transfer_object WHERE transfer_id = ?')
        .all(id)
        .map(({ sop_instance }) => sop_instance),
    stored: (id) =>
      database
        .statement<{ sop_class: string; sop_instance: string }>(
          `SELECT DISTINCT sop_class, sop_instance FROM transfer_object WHERE transfer_id = ? AND state IN ('done', 'warning')`,
        )
        .all(id)
        .map((row) => ({ sopClassUid: row.sop_class, sopInstanceUid: row.sop_instance })),
    forgetFailed: (id) => void database.statement(`DELETE FROM transfer_object WHERE transfer_id = ? AND state <> 'done'`).run(id),
  };
  return table;
}

function countsOf(rows: readonly StateCount[]): Counts {
  const objects: Record<ObjectState, number> = { waiting: 0, running: 0, done: 0, warning: 0, failed: 0, 'set-aside': 0, cancelled: 0 };
  let bytes = 0;
  let settledBytes = 0;
  for (const row of rows) {
    const state = stateOf(row.state);
    objects[state] += row.objects;
    if (state !== 'set-aside') bytes += row.bytes;
    if (state === 'done' || state === 'warning') settledBytes += row.bytes;
  }
  return { objects, bytes, settledBytes };
}

const isProblem = (text: string): text is PreflightProblem => Object.hasOwn(PROBLEMS, text);

const stateOf = (text: string): ObjectState => STATES.find((state) => state === text) ?? 'failed';

function toRecord(row: Row): ObjectRecord {
  return {
    index: row.idx,
    path: row.path,
    offset: row.data_offset,
    bytes: row.bytes,
    sopClassUid: row.sop_class,
    sopInstanceUid: row.sop_instance,
    transferSyntaxUid: row.syntax,
    problem: isProblem(row.problem) ? row.problem : null,
    state: stateOf(row.state),
    status: row.status,
    words: row.words,
    comment: row.comment,
    failures: row.failures,
    ...(row.entry !== null && { entry: entryOf(row.entry) }),
  };
}

/** Written by this room alone; what cannot be read names nothing that is there. */
function entryOf(text: string): EntryPlace {
  return (parsed(text) as EntryPlace | null) ?? namedEntry('');
}
