/**
 * The log's table: 30 days or 200 MB, whichever is less. What is written has no words of the peers' own, since those may quote patient
 * data.
 */
import type { LogDetail, LogRow } from '../contract/log.ts';
import type { Database } from '../storage/database.ts';

const DAYS = 30;
const BYTES = 200_000_000;
const ROWS = 50_000;
const DAY_MS = 86_400_000;

const migrations = [
  `CREATE TABLE association_log (id TEXT PRIMARY KEY, at INTEGER NOT NULL, bytes INTEGER NOT NULL, row TEXT NOT NULL, detail TEXT NOT NULL);
   CREATE INDEX association_log_at ON association_log (at)`,
];

export interface LogTable {
  put(entries: readonly { readonly row: LogRow; readonly detail: LogDetail }[]): void;
  /** Newest first. */
  rows(limit: number): readonly LogRow[];
  detail(id: string): LogDetail | undefined;
  /** Forgets what is too old or too much. */
  prune(now: number): void;
  clear(): void;
}

export function openLogTable(database: Database): LogTable {
  database.migrate('log', migrations);
  const dropOldest = (rows: number): void => {
    const sql = 'DELETE FROM association_log WHERE id IN (SELECT id FROM association_log ORDER BY at LIMIT ?)';
    database.statement(sql).run(rows);
  };
  return {
    put: (entries) =>
      database.transaction(() => {
        const insert = database.statement('INSERT OR REPLACE INTO association_log (id, at, row, detail, bytes) VALUES (?, ?, ?, ?, ?)');
        for (const { row, detail } of entries) {
          const text = JSON.stringify(withoutTheirWords(detail));
          insert.run(row.id, Date.parse(row.at), JSON.stringify(row), text, text.length);
        }
      }),
    rows: (limit) =>
      database
        .statement<{ row: string }>('SELECT row FROM association_log ORDER BY at DESC LIMIT ?')
        .all(limit)
        .flatMap(({ row }) => (parsed(row) as LogRow | undefined) ?? []),
    detail: (id) => {
      const found = database.statement<{ detail: string }>('SELECT detail FROM association_log WHERE id = ?').get(id);
      return found && (parsed(found.detail) as LogDetail | undefined);
    },
    prune: (now) => {
      database.statement('DELETE FROM association_log WHERE at < ?').run(now - DAYS * DAY_MS);
      const total = database
        .statement<{ rows: number; bytes: number | null }>('SELECT count(*) AS rows, sum(bytes) AS bytes FROM association_log')
        .get();
      if (!total) return;
      if (total.rows > ROWS) dropOldest(total.rows - ROWS);
      if ((total.bytes ?? 0) > BYTES) dropOldest(Math.ceil(total.rows / 10));
    },
    clear: () => void database.statement('DELETE FROM association_log').run(),
  };
}

function withoutTheirWords(detail: LogDetail): LogDetail {
  const messages = detail.messages.map((message) => (message.comment === '' ? message : { ...message, comment: '' }));
  if (!detail.explanation) return { ...detail, messages };
  const { theirWords: _, ...explanation } = detail.explanation;
  return { ...detail, messages, explanation };
}

/** Rows are written by `put` alone; one that another version wrote and this one cannot read is left out. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
