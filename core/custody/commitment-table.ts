/** Requests for commitment and their objects. Times are milliseconds since 1970. The only SQL on these tables. */
import type { CommitmentState } from '../contract/custody.ts';
import type { Explanation } from '../contract/failure.ts';
import { parsed } from '../lib/parsed.ts';
import type { CommitmentReport, ReferencedInstance } from '../services/commitment.ts';
import type { Database } from '../storage/database.ts';
import { PAGE, paged } from './fact-table.ts';

export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE commitment (
     id TEXT PRIMARY KEY, transaction_uid TEXT NOT NULL UNIQUE, node TEXT NOT NULL, label TEXT NOT NULL, state TEXT NOT NULL,
     created INTEGER NOT NULL, expires INTEGER NOT NULL, attempt INTEGER NOT NULL, next_attempt INTEGER, reported INTEGER,
     not_offered INTEGER NOT NULL, failure TEXT);
   CREATE TABLE commitment_item (
     commitment TEXT NOT NULL REFERENCES commitment ON DELETE CASCADE, instance TEXT NOT NULL, class TEXT NOT NULL, outcome TEXT NOT NULL,
     PRIMARY KEY (commitment, instance)) WITHOUT ROWID;
   CREATE INDEX commitment_item_instance ON commitment_item (instance);
   CREATE TABLE commitment_wish (transfer TEXT PRIMARY KEY, node TEXT NOT NULL) WITHOUT ROWID`,
];

export interface CommitmentRecord {
  readonly id: string;
  readonly node: string;
  readonly label: string;
  readonly created: number;
  /** New each time it is asked. */
  transactionUid: string;
  state: CommitmentState;
  expires: number;
  attempt: number;
  nextAttempt: number | null;
  reported: number | null;
  notOffered: boolean;
  failure: Explanation | null;
}

interface Row {
  readonly id: string;
  readonly transaction_uid: string;
  readonly node: string;
  readonly label: string;
  readonly state: string;
  readonly created: number;
  readonly expires: number;
  readonly attempt: number;
  readonly next_attempt: number | null;
  readonly reported: number | null;
  readonly not_offered: number;
  readonly failure: string | null;
}

/** Without a word, vouched for, or not. */
type Outcome = 'open' | 'committed' | 'failed';

export interface CommitmentTable {
  all(): readonly CommitmentRecord[];
  get(id: string): CommitmentRecord | undefined;
  byTransaction(transactionUid: string): CommitmentRecord | undefined;
  add(record: CommitmentRecord, instances: readonly ReferencedInstance[]): void;
  put(record: CommitmentRecord): void;
  remove(id: string): void;
  counts(id: string): Readonly<Record<Outcome, number>>;
  /** Objects that are not vouched for yet. */
  open(id: string): readonly ReferencedInstance[];
  /** UIDs of the request, so that a report on others counts for nothing. */
  settle(id: string, report: CommitmentReport): { readonly committed: readonly string[]; readonly failed: CommitmentReport['failed'] };
  /** Requests that name any of the objects. */
  naming(instances: readonly string[]): readonly string[];
  /** By node: those of the objects that a request which is under way names. */
  waitingFor(instances: readonly string[]): ReadonlyMap<string, number>;
  wish(transfer: string, node: string): void;
  wishes(): readonly { readonly transfer: string; readonly node: string }[];
  fulfilled(transfer: string): void;
}

const STATES: readonly CommitmentState[] = ['asking', 'waiting', 'reported', 'refused', 'expired', 'stopped'];
const marks = Array.from({ length: PAGE }, () => '?').join(', ');

export function openCommitmentTable(database: Database): CommitmentTable {
  const one = (where: string, value: string): CommitmentRecord | undefined => {
    const row = database.statement<Row>(`SELECT * FROM commitment WHERE ${where} = ?`).get(value);
    return row && toRecord(row);
  };
  const put = (record: CommitmentRecord): void => {
    database
      .statement(
        `INSERT INTO commitment (id, transaction_uid, node, label, state, created, expires, attempt, next_attempt, reported, not_offered,
           failure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET transaction_uid = excluded.transaction_uid, state = excluded.state, expires = excluded.expires,
           attempt = excluded.attempt, next_attempt = excluded.next_attempt, reported = excluded.reported,
           not_offered = excluded.not_offered, failure = excluded.failure`,
      )
      .run(
        ...[record.id, record.transactionUid, record.node, record.label, record.state, record.created, record.expires, record.attempt],
        ...[record.nextAttempt, record.reported, record.notOffered ? 1 : 0, record.failure && JSON.stringify(record.failure)],
      );
  };
  return {
    all: () => database.statement<Row>('SELECT * FROM commitment ORDER BY created DESC').all().map(toRecord),
    get: (id) => one('id', id),
    byTransaction: (uid) => one('transaction_uid', uid),
    add: (record, instances) =>
      database.transaction(() => {
        put(record);
        const insert = database.statement(
          `INSERT OR IGNORE INTO commitment_item (commitment, instance, class, outcome) VALUES (?, ?, ?, 'open')`,
        );
        for (const { sopInstanceUid, sopClassUid } of instances) insert.run(record.id, sopInstanceUid, sopClassUid);
      }),
    put,
    remove: (id) => {
      database.statement('DELETE FROM commitment WHERE id = ?').run(id);
    },
    counts(id) {
      const counts = { open: 0, committed: 0, failed: 0 };
      const sql = 'SELECT outcome, count(*) AS objects FROM commitment_item WHERE commitment = ? GROUP BY outcome';
      for (const { outcome, objects } of database.statement<{ outcome: Outcome; objects: number }>(sql).all(id)) counts[outcome] = objects;
      return counts;
    },
    open: (id) =>
      database
        .statement<{ instance: string; class: string }>(
          `SELECT instance, class FROM commitment_item WHERE commitment = ? AND outcome <> 'committed' ORDER BY instance`,
        )
        .all(id)
        .map((row) => ({ sopInstanceUid: row.instance, sopClassUid: row.class })),
    settle: (id, { committed, failed }) =>
      database.transaction(() => {
        const update = database.statement('UPDATE commitment_item SET outcome = ? WHERE commitment = ? AND instance = ?');
        const isAsked = (uid: string, outcome: Outcome): boolean => update.run(outcome, id, uid).changes > 0;
        return {
          committed: committed.map(({ sopInstanceUid }) => sopInstanceUid).filter((uid) => isAsked(uid, 'committed')),
          failed: failed.filter(({ sopInstanceUid }) => isAsked(sopInstanceUid, 'failed')),
        };
      }),
    naming(instances) {
      const sql = `SELECT DISTINCT commitment AS id FROM commitment_item WHERE instance IN (${marks})`;
      const found = paged(instances).flatMap((page) => database.statement<{ id: string }>(sql).all(...page));
      return [...new Set(found.map(({ id }) => id))];
    },
    waitingFor(instances) {
      const byNode = new Map<string, number>();
      const sql = `SELECT c.node AS node, count(DISTINCT i.instance) AS objects FROM commitment_item i JOIN commitment c ON c.id = i.commitment
        WHERE c.state IN ('asking', 'waiting') AND i.outcome = 'open' AND i.instance IN (${marks}) GROUP BY c.node`;
      for (const page of paged(instances)) {
        for (const { node, objects } of database.statement<{ node: string; objects: number }>(sql).all(...page))
          byNode.set(node, (byNode.get(node) ?? 0) + objects);
      }
      return byNode;
    },
    wish: (transfer, node) => {
      database.statement('INSERT OR REPLACE INTO commitment_wish (transfer, node) VALUES (?, ?)').run(transfer, node);
    },
    wishes: () => database.statement<{ transfer: string; node: string }>('SELECT transfer, node FROM commitment_wish').all(),
    fulfilled: (transfer) => {
      database.statement('DELETE FROM commitment_wish WHERE transfer = ?').run(transfer);
    },
  };
}

function toRecord(row: Row): CommitmentRecord {
  return {
    id: row.id,
    transactionUid: row.transaction_uid,
    node: row.node,
    label: row.label,
    state: STATES.find((state) => state === row.state) ?? 'stopped',
    created: row.created,
    expires: row.expires,
    attempt: row.attempt,
    nextAttempt: row.next_attempt,
    reported: row.reported,
    notOffered: row.not_offered === 1,
    failure: row.failure === null ? null : (parsed(row.failure) as Explanation | null),
  };
}
