/**
 * The book of knocks: who called our port, what they wanted and what came of it, kept in the database and bounded. Calls of one caller
 * that come to the same are one line with a count, so that neither a busy sender nor a port scan hides the others. No patient data.
 */
import { randomUUID } from 'node:crypto';
import type { AssociationObserver, Knock } from '../association/types.ts';
import type { KnockOutcome, KnockView } from '../contract/knocks.ts';
import type { ListEvent } from '../contract/spec.ts';
import { UsageError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Database } from '../storage/database.ts';
import { wantedOf } from './wanted.ts';

export const KNOCKS_KEPT = 500;
const IGNORED_MS = 24 * 3_600_000;
const TELL_MS = 200;

const migrations = [
  `CREATE TABLE knock (
     id TEXT PRIMARY KEY, calling TEXT NOT NULL, called TEXT NOT NULL, address TEXT NOT NULL, outcome TEXT NOT NULL, wanted TEXT NOT NULL,
     times INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, ignored_until INTEGER NOT NULL DEFAULT 0,
     cleared INTEGER NOT NULL DEFAULT 0, UNIQUE (calling, called, address, outcome)
   )`,
];

interface Row {
  readonly id: string;
  readonly calling: string;
  readonly called: string;
  readonly address: string;
  readonly outcome: KnockOutcome;
  readonly wanted: string;
  readonly times: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly ignored_until: number;
}

export type Called = Pick<KnockView, 'callingTitle' | 'calledTitle' | 'address' | 'outcome' | 'wanted'>;

export interface CallersOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** Whether a caller would be let in now. */
  readonly admits: (caller: Called) => boolean;
  /** Our own checks of our own port are no knocks. */
  readonly isOurs: (caller: Called) => boolean;
}

export interface Callers {
  readonly observer: AssociationObserver;
  /** A snapshot at once, then changes at most five times a second. Returns what ends the watching. */
  subscribe(watcher: (event: ListEvent<KnockView, 'id'>) => void): () => void;
  /** @throws UsageError when it is no longer there. */
  require(id: string): KnockView;
  ignore(id: string): void;
  heed(id: string): void;
  clear(): void;
  restore(): void;
  /** Who is let in has changed. */
  refresh(): void;
  close(): void;
}

export function createCallers({ database, clock, wallClock, admits, isOurs }: CallersOptions): Callers {
  database.migrate('knocks', migrations);
  const watchers = new Set<(event: ListEvent<KnockView, 'id'>) => void>();
  let stopTimer: (() => void) | undefined;

  const toView = (row: Row): KnockView => {
    const called = { callingTitle: row.calling, calledTitle: row.called, address: row.address, outcome: row.outcome, wanted: row.wanted };
    return {
      ...called,
      id: row.id,
      times: row.times,
      firstAt: new Date(row.first_at).toISOString(),
      lastAt: new Date(row.last_at).toISOString(),
      admitted: admits(called),
      ignoredUntil: row.ignored_until > wallClock() ? new Date(row.ignored_until).toISOString() : null,
    };
  };
  const snapshot = (): ListEvent<KnockView, 'id'> => ({
    kind: 'snapshot',
    rows: database.statement<Row>('SELECT * FROM knock WHERE cleared = 0 ORDER BY last_at DESC').all().map(toView),
  });
  const tellSoon = (): void => {
    if (watchers.size === 0 || stopTimer) return;
    stopTimer = clock.setTimer(TELL_MS, () => {
      stopTimer = undefined;
      const event = snapshot();
      for (const watcher of [...watchers]) watcher(event);
    });
  };

  const note = (called: Called): void => {
    if (isOurs(called)) return;
    const now = wallClock();
    database
      .statement(
        `INSERT INTO knock (id, calling, called, address, outcome, wanted, times, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)
         ON CONFLICT (calling, called, address, outcome) DO UPDATE SET wanted = excluded.wanted, last_at = excluded.last_at,
           times = CASE cleared WHEN 0 THEN times + 1 ELSE 1 END,
           first_at = CASE cleared WHEN 0 THEN first_at ELSE excluded.first_at END, cleared = 0`,
      )
      .run(randomUUID(), called.callingTitle, called.calledTitle, called.address, called.outcome, called.wanted, now, now);
    database
      .statement('DELETE FROM knock WHERE id IN (SELECT id FROM knock ORDER BY cleared, last_at DESC LIMIT -1 OFFSET ?)')
      .run(KNOCKS_KEPT);
    tellSoon();
  };

  const change = (sql: string, ...values: readonly (string | number)[]): void => {
    database.statement(sql).run(...values);
    tellSoon();
  };

  return {
    observer: {
      knock: (knock) => note(calledBy(knock)),
      established: ({ role, callingTitle, calledTitle, remote, accepted, rejected }) => {
        if (role !== 'acceptor') return;
        const wanted = wantedOf([...accepted, ...rejected].map(({ abstractSyntax }) => abstractSyntax));
        note({ callingTitle, calledTitle, address: remote.address, outcome: 'accepted', wanted });
      },
    },
    subscribe(watcher) {
      watchers.add(watcher);
      watcher(snapshot());
      return () => void watchers.delete(watcher);
    },
    require(id) {
      const row = database.statement<Row>('SELECT * FROM knock WHERE id = ?').get(id);
      if (!row) throw new UsageError('invalid-argument', 'This call is no longer in the list.');
      return toView(row);
    },
    ignore: (id) => change('UPDATE knock SET ignored_until = ? WHERE id = ?', wallClock() + IGNORED_MS, id),
    heed: (id) => change('UPDATE knock SET ignored_until = 0 WHERE id = ?', id),
    clear() {
      database.transaction(() => {
        change('DELETE FROM knock WHERE cleared = 1');
        change('UPDATE knock SET cleared = 1');
      });
    },
    restore: () => change('UPDATE knock SET cleared = 0'),
    refresh: tellSoon,
    close: () => stopTimer?.(),
  };
}

function calledBy({ callingTitle = '', calledTitle = '', remote, abstractSyntaxes = [], ...knock }: Knock): Called {
  return { callingTitle, calledTitle, address: remote.address, wanted: wantedOf(abstractSyntaxes), outcome: outcomeOf(knock) };
}

function outcomeOf({ outcome, refusal }: Pick<Knock, 'outcome' | 'refusal'>): KnockOutcome {
  switch (refusal && `${refusal.result}/${refusal.source}/${refusal.reason}`) {
    case '1/1/3':
      return 'unknown-caller';
    case '1/1/7':
      return 'wrong-title';
    case '2/3/1':
      return 'paused';
    default:
      return outcome;
  }
}
