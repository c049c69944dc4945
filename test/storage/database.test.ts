// The database face: what is stored comes back, transactions hold, damaged files are put aside and said so.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, truncateSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../core/storage/database.ts';
import { lockFolder } from '../../core/storage/folder-lock.ts';

let folder: string;
let file: string;
const open: Database[] = [];
const wallClock = () => Date.UTC(2026, 10, 23, 14, 5, 6);

function opened() {
  const opening = openDatabase({ file, wallClock });
  open.push(opening.database);
  return opening;
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gantry-storage-'));
  file = path.join(folder, 'gantry.db');
});
afterEach(() => {
  for (const database of open.splice(0)) database.close();
  rmSync(folder, { recursive: true });
});

describe('values', () => {
  it('come back as they were given', () => {
    const { database } = opened();
    database.migrate('test', ['CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY)']);
    const values = [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, 1.5, 'ヤマダ^太郎', '', null];
    for (const value of values) {
      const { lastId } = database.statement('INSERT INTO t (a) VALUES (?)').run(value);
      expect(database.statement<{ a: unknown }>('SELECT a FROM t WHERE id = ?').get(lastId)).toEqual({ a: value });
    }
    expect(database.statement('SELECT ? AS a').get('nul\0inside')).toEqual({ a: 'nul\u2400inside' });
    expect(database.statement('SELECT id FROM t').all()).toHaveLength(values.length);
    expect(database.statement('SELECT id FROM t WHERE id = ?').get(99)).toBeUndefined();
  });

  it.each([2 ** 53, -(2 ** 60), Number.NaN])('refuses %s instead of storing another number', (value) => {
    const { database } = opened();
    expect(() => database.statement('SELECT ? AS a').all(value)).toThrow(/cannot be stored/);
  });

  it('refuses what the driver would end the process over', () => {
    const { database } = opened();
    const smuggled: unknown = true;
    expect(() => database.statement('SELECT ? AS a').all(smuggled as number)).toThrow(TypeError);
  });
});

describe('transactions', () => {
  it('leave nothing behind when they throw, also from within', () => {
    const { database } = opened();
    database.migrate('test', ['CREATE TABLE t (a INTEGER)']);
    const insert = database.statement('INSERT INTO t VALUES (?)');
    expect(() =>
      database.transaction(() => {
        insert.run(1);
        database.transaction(() => insert.run(2));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(database.statement('SELECT * FROM t').all()).toEqual([]);
    database.transaction(() => insert.run(3));
    expect(database.statement('SELECT a FROM t').all()).toEqual([{ a: 3 }]);
  });
});

describe('migrations', () => {
  it('run once each, room by room, and survive reopening', () => {
    const first = opened().database;
    first.migrate('a', ['CREATE TABLE a (x INTEGER)']);
    first.migrate('b', ['CREATE TABLE b (x INTEGER)']);
    open.pop()?.close();
    const { database } = opened();
    database.migrate('a', ['CREATE TABLE a (x INTEGER)', 'ALTER TABLE a ADD COLUMN y INTEGER']);
    database.migrate('b', ['CREATE TABLE b (x INTEGER)']);
    expect(database.statement('SELECT y FROM a').all()).toEqual([]);
  });

  it('leave the old version standing when a step fails', () => {
    const { database } = opened();
    expect(() => database.migrate('a', ['CREATE TABLE a (x INTEGER)', 'nonsense'])).toThrow();
    database.migrate('a', ['CREATE TABLE a (x INTEGER)']);
    expect(database.statement('SELECT x FROM a').all()).toEqual([]);
  });

  it('refuse tables of a newer Gantry and leave them alone', () => {
    const { database } = opened();
    database.migrate('a', ['CREATE TABLE a (x INTEGER)', 'ALTER TABLE a ADD COLUMN y INTEGER']);
    expect(() => database.migrate('a', ['CREATE TABLE a (x INTEGER)'])).toThrow(/newer Gantry/);
    expect(database.statement('SELECT y FROM a').all()).toEqual([]);
  });
});

describe('a damaged file', () => {
  it.each([
    [
      'garbage',
      () => {
        writeFileSync(file, 'this is no database '.repeat(1000));
      },
    ],
    [
      'half a database',
      () => {
        truncateSync(file, Math.floor(statSync(file).size / 2));
      },
    ],
    [
      'a database with pages of zeros',
      () => {
        const bytes = readFileSync(file);
        bytes.fill(0, 4096, 12288);
        writeFileSync(file, bytes);
      },
    ],
  ])('of %s is put aside under a dated name and a fresh one begun', (_what, spoil) => {
    const before = opened().database;
    before.migrate('test', ['CREATE TABLE t (a TEXT); CREATE TABLE u (a TEXT)']);
    before.transaction(() => {
      for (let row = 0; row < 500; row += 1) before.statement('INSERT INTO t VALUES (?)').run('x'.repeat(100));
    });
    open.pop()?.close();
    spoil();
    const damaged = readFileSync(file);
    const { database, setAside } = opened();
    expect(setAside?.keptAs).toBe(`${file}.damaged-2026-11-23T14-05-06`);
    expect(setAside?.reason).not.toBe('');
    expect(readFileSync(setAside?.keptAs ?? '').equals(damaged)).toBe(true);
    database.migrate('test', ['CREATE TABLE t (a INTEGER)']);
    expect(database.statement('SELECT a FROM t').all()).toEqual([]);
  });

  it('that was seen damaged while in use is put aside at the next opening, and only then', () => {
    opened().database.migrate('test', ['CREATE TABLE t (a TEXT)']);
    open.pop()?.close();
    writeFileSync(`${file}-damaged`, '');
    expect(opened().setAside).not.toBeNull();
    open.pop()?.close();
    expect(opened().setAside).toBeNull();
    expect(readdirSync(folder).filter((name) => name.endsWith('.damaged-2026-11-23T14-05-06'))).toHaveLength(1);
  });

  it('a healthy file is opened without a word', () => {
    opened();
    open.pop()?.close();
    expect(opened().setAside).toBeNull();
  });
});

it('works in a worker thread', async () => {
  const code = `const D = require('libsql'); const d = new D(${JSON.stringify(file)}); d.pragma('journal_mode = WAL');
    require('node:worker_threads').parentPort.postMessage(d.prepare('SELECT 7 AS seven').all()[0].seven);`;
  const worker = new Worker(code, { eval: true });
  const answer = await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
  await worker.terminate();
  expect(answer).toBe(7);
});

describe('a folder lock', () => {
  it('is held by one at a time and can be taken again', () => {
    const release = lockFolder(folder);
    expect(release).toBeDefined();
    expect(lockFolder(folder)).toBeUndefined();
    release?.();
    const again = lockFolder(folder);
    expect(again).toBeDefined();
    again?.();
  });
});
