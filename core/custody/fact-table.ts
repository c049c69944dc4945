/**
 * What is known of each object at each node, and of exports. Times are milliseconds since 1970, null: it did not happen. The only SQL on
 * these tables. Objects are known by SOP Instance UID, since the inbox's index has no lasting number for them.
 */
import type { Database } from '../storage/database.ts';

export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE custody_node (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE custody_object (
     instance TEXT NOT NULL, node TEXT NOT NULL, sent_at INTEGER, status INTEGER, committed_at INTEGER, refused_at INTEGER, reason INTEGER,
     listed_at INTEGER, PRIMARY KEY (instance, node)) WITHOUT ROWID;
   CREATE TABLE custody_export (study TEXT NOT NULL, at INTEGER NOT NULL, form TEXT NOT NULL, objects INTEGER NOT NULL,
     PRIMARY KEY (study, at)) WITHOUT ROWID;
   CREATE TABLE custody_study (
     study TEXT NOT NULL, node TEXT NOT NULL, instances INTEGER NOT NULL, sent INTEGER NOT NULL, warned INTEGER NOT NULL,
     committed INTEGER NOT NULL, refused INTEGER NOT NULL, waiting INTEGER NOT NULL, listed INTEGER NOT NULL, at INTEGER NOT NULL,
     stamp TEXT NOT NULL, PRIMARY KEY (study, node)) WITHOUT ROWID`,
];

/** One object at one node, as it is kept. */
export interface FactRow {
  readonly instance: string;
  readonly node: string;
  readonly sent_at: number | null;
  readonly status: number | null;
  readonly committed_at: number | null;
  readonly refused_at: number | null;
  readonly reason: number | null;
  readonly listed_at: number | null;
}

export interface ExportRow {
  readonly at: number;
  readonly form: string;
  readonly objects: number;
}

/** Where an object is, and when that was learnt. */
export interface Where {
  readonly instance: string;
  readonly node: string;
  readonly at: number;
}

export interface FactTable {
  /** The name under which a node is shown from now on, also when it is gone. */
  name(node: string, name: string): void;
  nameOf(node: string): string;
  sent(where: Where, status: number): void;
  committed(where: Where): void;
  refused(where: Where, reason: number): void;
  listed(where: Where): void;
  /** Asked now, it does not name it. */
  unlisted(where: Omit<Where, 'at'>): void;
  exported(study: string, row: ExportRow): void;
  /** What was known of these objects before they arrived anew. Returns those of which something was. */
  forget(instances: readonly { readonly instance: string; readonly at: number }[]): readonly string[];
  of(instances: readonly string[]): readonly FactRow[];
  exports(study: string): readonly ExportRow[];
}

/** Values that one statement takes; its text is then the same for every page. */
export const PAGE = 200;

const KEY = 'INSERT INTO custody_object (instance, node';
const ON = 'ON CONFLICT (instance, node) DO UPDATE SET';

export function openFactTable(database: Database): FactTable {
  const of = (instances: readonly string[]): readonly FactRow[] =>
    paged(instances).flatMap((page) =>
      database.statement<FactRow>(`SELECT * FROM custody_object WHERE instance IN (${marks})`).all(...page),
    );
  return {
    name: (node, name) => {
      database
        .statement('INSERT INTO custody_node (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name')
        .run(node, name);
    },
    nameOf: (node) =>
      database.statement<{ name: string }>('SELECT name FROM custody_node WHERE id = ?').get(node)?.name ?? 'A removed node',
    sent: ({ instance, node, at }, status) => {
      const sql = `${KEY}, sent_at, status) VALUES (?, ?, ?, ?) ${ON} sent_at = excluded.sent_at, status = excluded.status`;
      database.statement(sql).run(instance, node, at, status);
    },
    committed: ({ instance, node, at }) => {
      const sql = `${KEY}, committed_at) VALUES (?, ?, ?) ${ON} committed_at = excluded.committed_at, refused_at = NULL, reason = NULL`;
      database.statement(sql).run(instance, node, at);
    },
    refused: ({ instance, node, at }, reason) => {
      const sql = `${KEY}, refused_at, reason) VALUES (?, ?, ?, ?) ${ON}
        refused_at = excluded.refused_at, reason = excluded.reason, committed_at = NULL`;
      database.statement(sql).run(instance, node, at, reason);
    },
    listed: ({ instance, node, at }) => {
      database.statement(`${KEY}, listed_at) VALUES (?, ?, ?) ${ON} listed_at = excluded.listed_at`).run(instance, node, at);
    },
    unlisted: ({ instance, node }) => {
      database.statement('UPDATE custody_object SET listed_at = NULL WHERE instance = ? AND node = ?').run(instance, node);
    },
    exported: (study, { at, form, objects }) => {
      database
        .statement('INSERT OR REPLACE INTO custody_export (study, at, form, objects) VALUES (?, ?, ?, ?)')
        .run(study, at, form, objects);
    },
    forget: (instances) =>
      database.transaction(() => {
        const known = new Set(of(instances.map(({ instance }) => instance)).map(({ instance }) => instance));
        const earlier = `max(coalesce(sent_at, 0), coalesce(committed_at, 0), coalesce(refused_at, 0), coalesce(listed_at, 0)) < ?`;
        for (const { instance, at } of instances) {
          if (known.has(instance)) database.statement(`DELETE FROM custody_object WHERE instance = ? AND ${earlier}`).run(instance, at);
        }
        return [...known];
      }),
    of,
    exports: (study) =>
      database.statement<ExportRow>('SELECT at, form, objects FROM custody_export WHERE study = ? ORDER BY at').all(study),
  };
}

const marks = Array.from({ length: PAGE }, () => '?').join(', ');

/** Pages of one length, the last one filled up with what matches nothing. */
export function paged(values: readonly string[]): readonly (readonly string[])[] {
  const pages: string[][] = [];
  for (let at = 0; at < values.length; at += PAGE) {
    const page = values.slice(at, at + PAGE);
    pages.push([...page, ...Array.from({ length: PAGE - page.length }, () => '')]);
  }
  return pages;
}
