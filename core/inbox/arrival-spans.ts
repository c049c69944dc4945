/**
 * Which sender brought objects of a study when: one row for as long as there is no longer pause. They come in any order, because an index
 * that is made again reads the files folder by folder.
 */
import type { Database } from '../storage/database.ts';
import type { Origin } from './index-entry.ts';
import type { ArrivalRecord, InstanceRecord } from './tables.ts';

/** A pause longer than this between two objects of one sender makes two arrivals of them. */
const PAUSE_MS = 5 * 60_000;

interface Span {
  readonly study: number;
  readonly from: Origin;
  first: number;
  last: number;
  instances: number;
  bytes: number;
}

interface Arrived {
  readonly from: Origin;
  readonly arrived: number;
  readonly bytes: number;
}

/** What one batch adds. */
export class ArrivalSpans {
  readonly #spans = new Map<string, Span[]>();

  add(study: number, { from, arrived, bytes }: Arrived): void {
    const key = `${study} ${from.title} ${from.address}`;
    const spans = this.#spans.get(key) ?? [];
    this.#spans.set(key, spans);
    const near = spans.find(({ first, last }) => arrived >= first - PAUSE_MS && arrived <= last + PAUSE_MS);
    if (!near) {
      spans.push({ study, from, first: arrived, last: arrived, instances: 1, bytes });
      return;
    }
    near.first = Math.min(near.first, arrived);
    near.last = Math.max(near.last, arrived);
    near.instances += 1;
    near.bytes += bytes;
  }

  /** Within a transaction. Returns the studies that got a sender whom they did not have. */
  write(database: Database): ReadonlySet<number> {
    const studies = new Set<number>();
    for (const spans of this.#spans.values()) for (const span of spans) if (writeSpan(database, span)) studies.add(span.study);
    return studies;
  }
}

/** Joins the span with those that it touches. Returns whether it touches none. */
function writeSpan(database: Database, { study, from, first, last, instances, bytes }: Span): boolean {
  const [near, ...others] = database
    .statement<ArrivalRecord>('SELECT * FROM inbox_arrival WHERE study = ? AND title = ? AND address = ? AND last >= ? AND first <= ?')
    .all(study, from.title, from.address, first - PAUSE_MS, last + PAUSE_MS);
  if (!near) {
    database
      .statement('INSERT INTO inbox_arrival (study, title, address, first, last, instances, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(study, from.title, from.address, first, last, instances, bytes);
    return true;
  }
  const joined = [near, ...others];
  for (const { id } of others) database.statement('DELETE FROM inbox_arrival WHERE id = ?').run(id);
  database.statement('UPDATE inbox_arrival SET first = ?, last = ?, instances = ?, bytes = ? WHERE id = ?').run(
    Math.min(first, ...joined.map((one) => one.first)),
    Math.max(last, ...joined.map((one) => one.last)),
    joined.reduce((sum, one) => sum + one.instances, instances),
    joined.reduce((sum, one) => sum + one.bytes, bytes),
    near.id,
  );
  return false;
}

/** What a removed object leaves of its arrival; when it came stays as it was. */
export type RemovedInstance = Pick<InstanceRecord, 'id' | 'from_title' | 'from_address' | 'arrived' | 'bytes'>;

export function takeFromSpans(database: Database, study: number, removed: readonly RemovedInstance[]): void {
  const less = database.statement(
    `UPDATE inbox_arrival SET instances = instances - 1, bytes = bytes - ?
     WHERE study = ? AND title = ? AND address = ? AND first <= ? AND last >= ?`,
  );
  for (const { bytes, from_title, from_address, arrived } of removed) less.run(bytes, study, from_title, from_address, arrived, arrived);
  database.statement('DELETE FROM inbox_arrival WHERE study = ? AND instances <= 0').run(study);
}
