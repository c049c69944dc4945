/**
 * The network log: an observer that keeps every association, in and out, with its contexts, its messages and its end. The latest are held
 * in memory, ended ones also in the database. No patient data: data sets and user identities are never looked at, and the peers' free
 * comments stay in memory.
 */
import { randomUUID } from 'node:crypto';
import type { AssociationEnd, AssociationFacts, AssociationObserver, Traffic } from '../association/types.ts';
import type { LogDetail, LogRow } from '../contract/log.ts';
import type { ListEvent } from '../contract/spec.ts';
import type { Clock } from '../lib/clock.ts';
import { createListFeed } from '../lib/list-feed.ts';
import type { Database } from '../storage/database.ts';
import { beginEntry, detailOf, endEntry, knockEntry, noteMessage, refusedEntry, rowOf, type Entry, type Naming } from './entry.ts';
import { openLogTable } from './log-table.ts';
import { reportText } from './report.ts';

export interface LogOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** The address book's name for a peer; its title or address otherwise. */
  readonly nameOf: Naming;
}

export interface Log {
  readonly observer: AssociationObserver;
  subscribe(watcher: (event: ListEvent<LogRow, 'id'>) => void): () => void;
  detail(id: string): LogDetail | null;
  /** The association as text that can be sent to somebody; `undefined` when it is no longer kept. */
  report(id: string): string | undefined;
  clear(): void;
  /** Writes down what is still open and stops. */
  close(): void;
}

/** Entries with all their details in memory; older ones are read from the database. */
const IN_MEMORY = 50;
/** Rows that a watcher is given first. */
const SHOWN = 5_000;
const SHOW_MS = 250;
const WRITE_MS = 500;
/** Associations written before the table is looked over again. */
const PRUNE_EVERY = 500;

export function createLog({ database, clock, wallClock, nameOf }: LogOptions): Log {
  const table = openLogTable(database);
  table.prune(wallClock());
  const entries = new Map<string, Entry>();
  const open = new Map<string, Entry>();
  let unwritten: Entry[] = [];
  let written = 0;
  let cancelWrite: (() => void) | undefined;
  let cancelSample: (() => void) | undefined;

  const feed = createListFeed<LogRow, string>({
    clock,
    interval: SHOW_MS,
    rows: () => {
      write();
      const live = [...open.values()].map(rowOf).reverse();
      return [...live, ...table.rows(SHOWN)];
    },
    row: (id) => {
      const entry = entries.get(id);
      return entry && rowOf(entry);
    },
  });

  const keep = (entry: Entry): void => {
    entries.set(entry.id, entry);
    if (entries.size > IN_MEMORY) forgetOldest();
    feed.changed(entry.id);
  };
  const forgetOldest = (): void => {
    for (const [id, { end }] of entries) {
      if (end === undefined) continue;
      if (unwritten.length > 0) write();
      entries.delete(id);
      return;
    }
  };
  const finish = (entry: Entry): void => {
    unwritten.push(entry);
    cancelWrite ??= clock.setTimer(WRITE_MS, write);
    feed.changed(entry.id);
  };
  const write = (): void => {
    cancelWrite?.();
    cancelWrite = undefined;
    const batch = unwritten;
    unwritten = [];
    if (batch.length === 0) return;
    try {
      table.put(batch.map((entry) => ({ row: rowOf(entry), detail: detailOf(entry) })));
      written += batch.length;
      if (written < PRUNE_EVERY) return;
      written = 0;
      table.prune(wallClock());
    } catch {
      // A full or failing disk must not disturb associations; the memory still has the latest.
    }
  };
  /** While associations are open their counts are shown as they grow. */
  const sample = (): void => {
    cancelSample = undefined;
    for (const entry of open.values()) feed.changed(entry.id);
    if (open.size > 0) cancelSample = clock.setTimer(SHOW_MS * 4, sample);
  };
  const context = () => ({ id: randomUUID(), at: wallClock(), from: clock.now(), nameOf });

  const established = (facts: AssociationFacts, traffic: Traffic): void => {
    const entry = beginEntry(context(), facts, traffic);
    open.set(facts.id, entry);
    keep(entry);
    cancelSample ??= clock.setTimer(SHOW_MS * 4, sample);
  };
  const ended = (facts: AssociationFacts, end: AssociationEnd): void => {
    const entry = open.get(facts.id);
    if (!entry) return;
    open.delete(facts.id);
    endEntry(entry, end, clock.now());
    finish(entry);
  };

  return {
    observer: {
      established,
      message: (facts, message) => {
        const entry = open.get(facts.id);
        if (entry) noteMessage(entry, message, clock.now());
      },
      ended,
      refused: (request, failure) => {
        const entry = refusedEntry(context(), request, failure);
        keep(entry);
        finish(entry);
      },
      knock: (knock) => {
        const entry = knockEntry(context(), knock);
        keep(entry);
        finish(entry);
      },
    },
    subscribe: (watcher) => feed.subscribe(watcher),
    detail: (id) => {
      const entry = entries.get(id);
      return entry ? detailOf(entry) : (table.detail(id) ?? null);
    },
    report: (id) => {
      const entry = entries.get(id);
      const detail = entry ? detailOf(entry) : table.detail(id);
      return detail && reportText(detail);
    },
    clear: () => {
      unwritten = [];
      for (const [id, { end }] of entries) if (end !== undefined) entries.delete(id);
      table.clear();
      feed.reset();
    },
    close: () => {
      for (const entry of open.values()) unwritten.push(entry);
      open.clear();
      write();
      cancelSample?.();
      feed.close();
    },
  };
}
