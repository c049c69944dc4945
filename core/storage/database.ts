/**
 * SQLite behind a small face: one file, write-ahead log, prepared statements kept by their text, transactions, migrations by room and
 * version. A damaged file is put aside under a dated name and a fresh one is begun; the caller is told. Never a second connection to
 * the same file within a process, and no SQL that is built from data.
 */
import Libsql from 'libsql';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { putAside, type SetAside } from './set-aside.ts';

export type SqlValue = number | string | null;

/** A prepared statement. Rows are plain objects under the names of the columns; integers beyond 2^53 are refused, NUL in text becomes ␀. */
export interface Statement<Row> {
  run(...values: readonly SqlValue[]): { readonly changes: number; readonly lastId: number };
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): Row[];
}

export interface Database {
  /** The same text gives the same statement. */
  statement<Row = never>(sql: string): Statement<Row>;
  /** Commits when `work` returns, rolls back when it throws. Within another transaction it is part of it. */
  transaction<T>(work: () => T): T;
  /** Brings a room's tables to its newest version: step n is run once, when the room stands at version n. */
  migrate(room: string, steps: readonly string[]): void;
  close(): void;
}

export interface DatabaseOpening {
  readonly database: Database;
  /** The damaged file that stood here, if one did. */
  readonly setAside: SetAside | null;
}

export interface DatabaseOptions {
  readonly file: string;
  /** Milliseconds since 1970, for the name of a file that is put aside. */
  readonly wallClock: () => number;
}

/** Files up to this size are checked whole when they are opened: 64 MiB take about a tenth of a second. */
const CHECKED_WHOLE = 64 * 1024 * 1024;

/** @throws what the system says when the file cannot be opened at all (a read-only folder, a full disk). */
export function openDatabase(options: DatabaseOptions): DatabaseOpening {
  const { file, wallClock } = options;
  const marker = `${file}-damaged`;
  const aside = (reason: string): SetAside => {
    const found = putAside({ files: [file, `${file}-wal`, `${file}-shm`], reason, now: wallClock() });
    putAside({ files: [marker], reason, now: wallClock(), discard: true });
    return found;
  };
  if (existsSync(marker)) {
    const setAside = aside('it was found damaged while it was in use');
    return { database: connect(file), setAside };
  }
  try {
    return { database: connect(file), setAside: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const setAside = aside(error instanceof Error ? error.message : String(error));
    return { database: connect(file), setAside };
  }
}

function connect(file: string): Database {
  const connection = new Libsql(file, { timeout: 5 });
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = NORMAL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('journal_size_limit = 67108864');
    connection.prepare('SELECT count(*) FROM sqlite_schema').all();
    if (statSync(file).size <= CHECKED_WHOLE) check(connection);
    return new SqliteDatabase(connection, file);
  } catch (error) {
    connection.close();
    throw error;
  }
}

class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

/** The file is whole, but this Gantry is too old for it. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

function check(connection: Libsql.Database): void {
  const [row] = connection.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  if (row?.quick_check !== 'ok') throw new DamagedError(row?.quick_check ?? 'the check gave no answer');
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
function isDamage(error: unknown): boolean {
  if (error instanceof DamagedError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

class SqliteDatabase implements Database {
  readonly #connection: Libsql.Database;
  readonly #file: string;
  readonly #statements = new Map<string, SqliteStatement>();
  #depth = 0;

  constructor(connection: Libsql.Database, file: string) {
    this.#connection = connection;
    this.#file = file;
  }

  statement<Row>(sql: string): Statement<Row> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = new SqliteStatement(this.#connection.prepare<[SqlValue[]]>(sql), (error) => this.#seen(error));
      this.#statements.set(sql, statement);
    }
    return statement as Statement<Row>;
  }

  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#execute('BEGIN IMMEDIATE');
    this.#depth += 1;
    try {
      const result = work();
      this.#execute('COMMIT');
      return result;
    } catch (error) {
      if (this.#connection.inTransaction) this.#execute('ROLLBACK');
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  migrate(room: string, steps: readonly string[]): void {
    this.#execute('CREATE TABLE IF NOT EXISTS room_version (room TEXT PRIMARY KEY, version INTEGER NOT NULL)');
    this.transaction(() => {
      const at = this.statement<{ version: number }>('SELECT version FROM room_version WHERE room = ?').get(room)?.version ?? 0;
      if (at > steps.length) throw new NewerDatabaseError(`The tables for ${room} in ${this.#file} were made by a newer Gantry.`);
      for (const step of steps.slice(at)) this.#execute(step);
      this.statement('INSERT OR REPLACE INTO room_version (room, version) VALUES (?, ?)').run(room, steps.length);
    });
  }

  /** The driver lets go of the file only when its statements are collected; the checkpoint leaves nothing in the log until then. */
  close(): void {
    this.#statements.clear();
    this.#execute('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#connection.close();
  }

  #execute(sql: string): void {
    try {
      this.#connection.exec(sql);
    } catch (error) {
      throw this.#seen(error);
    }
  }

  /** Damage that shows while the file is in use is remembered beside it, so that the next start puts it aside. */
  #seen(error: unknown): unknown {
    if (isDamage(error)) {
      try {
        writeFileSync(`${this.#file}-damaged`, '');
      } catch {
        // The disk is beyond help: the error itself says so.
      }
    }
    return error;
  }
}

class SqliteStatement {
  readonly #statement: Libsql.Statement<[SqlValue[]]>;
  readonly #seen: (error: unknown) => unknown;

  constructor(statement: Libsql.Statement<[SqlValue[]]>, seen: (error: unknown) => unknown) {
    this.#statement = statement;
    this.#seen = seen;
  }

  run(...values: SqlValue[]): { readonly changes: number; readonly lastId: number } {
    const { changes, lastInsertRowid } = this.#do(() => this.#statement.run(bindable(values)));
    return { changes, lastId: Number(lastInsertRowid) };
  }

  get(...values: SqlValue[]): unknown {
    return this.all(...values)[0];
  }

  all(...values: SqlValue[]): unknown[] {
    return this.#do(() => this.#statement.all(bindable(values)));
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#seen(error);
    }
  }
}

/** The driver ends the whole process over a boolean, rounds large integers and cuts text at NUL: none of these may reach it. */
function bindable(values: SqlValue[]): SqlValue[] {
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    if (typeof value === 'string') {
      if (value.includes('\0')) values[index] = value.replaceAll('\0', '\u2400');
      continue;
    }
    if (typeof value !== 'number' || Number.isNaN(value)) throw new TypeError(`a ${typeof value} cannot be stored in the database`);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${value} cannot be stored exactly in the database`);
  }
  return values;
}
