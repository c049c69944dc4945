/**
 * The queue on the disk: transfers, where their files come from, their objects, their items. Every outcome is written before it is shown,
 * so that a process that is killed sends nothing again that was answered with 0000.
 */
import path from 'node:path';
import type { Explanation } from '../contract/failure.ts';
import type { TransferState } from '../contract/transfers.ts';
import { parsed } from '../lib/parsed.ts';
import type { Database } from '../storage/database.ts';
import { migrations } from './migrations.ts';
import type { TransferRecord } from './types.ts';

interface TransferRow {
  readonly id: string;
  readonly direction: string;
  readonly label: string;
  readonly node_id: string;
  readonly destination_id: string | null;
  readonly model: string;
  readonly wished_via: string;
  readonly via: string;
  readonly state: string;
  readonly created: string;
  readonly started: string | null;
  readonly ended: string | null;
  readonly attempt: number;
  readonly next_attempt: string | null;
  readonly summary: string;
  readonly failure: string | null;
}

export interface TransferTable {
  /** Oldest first. */
  all(): readonly TransferRecord[];
  put(record: TransferRecord): void;
  remove(id: string): void;
  sources(id: string): readonly string[];
  addSources(id: string, paths: readonly string[]): void;
  /** Paths below a folder, now below another one. */
  moved(from: string, to: string): void;
  /** Objects may stand under this id, though there is no such transfer yet. */
  propose(id: string): void;
  /** It is a transfer now, or nothing any more. */
  proposed(id: string): void;
  proposals(): readonly string[];
}

export function openTransferTable(database: Database): TransferTable {
  database.migrate('transfers', migrations);
  return {
    all: () => database.statement<TransferRow>('SELECT * FROM transfer ORDER BY created, rowid').all().map(toRecord),
    put: (record) => {
      const { id, direction, label, nodeId, destinationId, model, wishedVia, via, state, created, started, ended, attempt, nextAttempt } =
        record;
      database
        .statement(
          `INSERT INTO transfer (id, direction, label, node_id, destination_id, model, wished_via, via, state, created, started, ended,
             attempt, next_attempt, summary, failure) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
           ON CONFLICT (id) DO UPDATE SET via = excluded.via, state = excluded.state, started = excluded.started, ended = excluded.ended,
             attempt = excluded.attempt, next_attempt = excluded.next_attempt, summary = excluded.summary, failure = excluded.failure`,
        )
        .run(
          ...[id, direction, label, nodeId, destinationId, model, wishedVia, via, state, created, started, ended, attempt, nextAttempt],
          ...[record.summary, record.failure && JSON.stringify(record.failure)],
        );
    },
    remove: (id) =>
      database.transaction(() => {
        for (const table of ['transfer_object', 'transfer_item', 'transfer_source']) {
          database.statement(`DELETE FROM ${table} WHERE transfer_id = ?`).run(id);
        }
        database.statement('DELETE FROM transfer_decision WHERE scope = ?').run(id);
        database.statement('DELETE FROM transfer WHERE id = ?').run(id);
      }),
    sources: (id) =>
      database
        .statement<{ path: string }>('SELECT path FROM transfer_source WHERE transfer_id = ? ORDER BY idx')
        .all(id)
        .map(({ path }) => path),
    addSources: (id, paths) =>
      database.transaction(() => {
        const insert = database.statement('INSERT INTO transfer_source (transfer_id, idx, path) VALUES (?, ?, ?)');
        for (const [index, path] of paths.entries()) insert.run(id, index, path);
      }),
    moved: (from, to) =>
      database.transaction(() => {
        const below = `${from}${path.sep}`;
        for (const table of ['transfer_source', 'transfer_object']) {
          database
            .statement(`UPDATE ${table} SET path = ? || substr(path, ?) WHERE substr(path, 1, ?) = ?`)
            .run(`${to}${path.sep}`, below.length + 1, below.length, below);
        }
      }),
    propose: (id) => void database.statement('INSERT INTO transfer_proposal (id) VALUES (?)').run(id),
    proposed: (id) => void database.statement('DELETE FROM transfer_proposal WHERE id = ?').run(id),
    proposals: () =>
      database
        .statement<{ id: string }>('SELECT id FROM transfer_proposal')
        .all()
        .map(({ id }) => id),
  };
}

const DIRECTIONS = ['send', 'pull', 'move', 'import'] as const;
const STATES: readonly TransferState[] = ['preparing', 'waiting', 'running', 'paused', 'done', 'partial', 'failed', 'cancelled'];
const VIAS = ['C-STORE', 'C-GET', 'C-MOVE', 'files'] as const;
const WISHES = ['auto', 'get', 'move'] as const;

/** The value when it is one of them, else the first. */
function oneOf<T extends string>(values: readonly [T, ...T[]] | readonly T[], value: string, fallback: T): T {
  return values.find((candidate) => candidate === value) ?? fallback;
}

function toRecord(row: TransferRow): TransferRecord {
  return {
    id: row.id,
    direction: oneOf(DIRECTIONS, row.direction, 'send'),
    label: row.label,
    nodeId: row.node_id,
    destinationId: row.destination_id,
    model: row.model === 'patient' ? 'patient' : 'study',
    wishedVia: oneOf(WISHES, row.wished_via, 'auto'),
    created: row.created,
    via: oneOf(VIAS, row.via, 'C-STORE'),
    state: oneOf(STATES, row.state, 'failed'),
    started: row.started,
    ended: row.ended,
    attempt: row.attempt,
    nextAttempt: row.next_attempt,
    summary: row.summary,
    failure: row.failure === null ? null : (parsed(row.failure) as Explanation | null),
  };
}
