/**
 * Runs the clean-up rule now and then, an hour apart and soon after it was changed. What it moves goes to the bin, study by study, so that
 * each can be brought back alone; undo brings all of the last run back and switches the rule off.
 */
import path from 'node:path';
import type { BinRow, CleanedUp, CleanUpPlan, CleanUpRule, HousekeepingView } from '../contract/housekeeping.ts';
import { UsageError } from '../errors.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Clock } from '../lib/clock.ts';
import { createLive, type Live } from '../lib/live.ts';
import type { Database } from '../storage/database.ts';
import { binSum, watchBin, type BinWatcher } from './bin-feed.ts';
import { planCleanUp, type Plan } from './plan.ts';

const EVERY_MS = 3_600_000;
/** A person who switches a rule on sees what it would do, and has a moment to think again. */
const FIRST_MS = 60_000;

const migrations = [
  `CREATE TABLE housekeeping_restored (study TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE housekeeping_run (token TEXT PRIMARY KEY, at INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID`,
];

/** The inbox as housekeeping needs it. */
export type KeptInbox = Pick<Inbox, 'folder' | 'everyStudy' | 'uids' | 'remove' | 'restore' | 'path' | 'bin'>;
export type KeptInboxState = { readonly kind: 'open'; readonly inbox: KeptInbox } | { readonly kind: 'empty' | 'failed' };

export interface HousekeepingOptions {
  readonly database: Database;
  readonly inbox: Live<KeptInboxState>;
  readonly rule: Live<CleanUpRule>;
  /** Paths that sends still read, of the inbox or of elsewhere. */
  readonly sending: () => Iterable<string>;
  /** Something else reads the inbox's files now: no rule runs. */
  readonly isBusy: () => boolean;
  readonly isElsewhere: (instances: readonly string[], how: 'sent' | 'committed') => boolean;
  readonly switchOff: () => Promise<unknown>;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

export interface Housekeeping {
  readonly view: Live<HousekeepingView>;
  /** What the rule would do now. */
  plan(rule: CleanUpRule): CleanUpPlan;
  run(): { readonly studies: number; readonly bytes: number };
  undo(): Promise<void>;
  seen(): void;
  /** As the inbox's own, and the studies count as new for the rule. */
  restore(token: string): Promise<void>;
  emptyBin(): { readonly removals: number; readonly bytes: number };
  subscribeBin(watcher: BinWatcher): () => void;
  close(): void;
}

const isOff = ({ maximumSize, maximumAge }: CleanUpRule): boolean => maximumSize === null && maximumAge === null;

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { database, inbox, rule, clock, wallClock } = options;
  database.migrate('housekeeping', migrations);
  let stopTimer: () => void = () => undefined;

  const open = (): KeptInbox | undefined => (inbox.value.kind === 'open' ? inbox.value.inbox : undefined);
  const need = (): KeptInbox => {
    const found = open();
    if (!found) throw new UsageError('invalid-argument', 'The inbox cannot be read just now.');
    return found;
  };
  const lastRun = (): CleanedUp | null => {
    const sql = 'SELECT count(*) AS studies, coalesce(sum(bytes), 0) AS bytes, max(at) AS at FROM housekeeping_run';
    const found = database.statement<{ studies: number; bytes: number; at: number | null }>(sql).get();
    return found?.at == null ? null : { studies: found.studies, bytes: found.bytes, at: new Date(found.at).toISOString() };
  };
  const view = createLive<HousekeepingView>({ bin: { removals: 0, bytes: 0 }, cleaned: lastRun() });
  const stopBin = watchBin(inbox, (event) => {
    const rows: readonly BinRow[] = event.kind === 'remove' ? [] : event.rows;
    view.set({ ...view.value, bin: binSum(rows) });
  });

  const planFor = (wanted: CleanUpRule, kept: KeptInbox): Plan => {
    const sending = new Set(Array.from(options.sending(), (file) => studyFolderOf(kept.folder, file)));
    const restored = database.statement<{ at: number }>('SELECT at FROM housekeeping_restored WHERE study = ?');
    return planCleanUp({
      studies: kept.everyStudy(),
      rule: wanted,
      now: wallClock(),
      isBeingSent: (studyUid) => sending.has(path.basename(kept.path({ kind: 'study', studyUid }) ?? '')),
      isElsewhere: (studyUid, how) => options.isElsewhere(kept.uids(studyUid), how),
      restoredAt: (studyUid) => restored.get(studyUid)?.at,
    });
  };

  const run = (): { readonly studies: number; readonly bytes: number } => {
    const kept = need();
    if (options.isBusy())
      throw new UsageError('invalid-argument', 'The inbox is being read for an export or a copy. Clean up when it is done.');
    const { targets } = planFor(rule.value, kept);
    let [studies, bytes] = [0, 0];
    if (targets.length > 0) database.statement('DELETE FROM housekeeping_run').run();
    for (const { studyUid } of targets) {
      const removal = kept.remove([{ kind: 'study', studyUid }], 'rule');
      database.statement('INSERT INTO housekeeping_run (token, at, bytes) VALUES (?, ?, ?)').run(removal.token, wallClock(), removal.bytes);
      studies += 1;
      bytes += removal.bytes;
    }
    if (studies > 0) view.set({ ...view.value, cleaned: lastRun() });
    return { studies, bytes };
  };

  const restore = async (token: string): Promise<void> => {
    const kept = need();
    const studies = kept.bin.list().find((removal) => removal.token === token)?.studyUids ?? [];
    await kept.restore(token);
    const keep = database.statement('INSERT OR REPLACE INTO housekeeping_restored (study, at) VALUES (?, ?)');
    for (const studyUid of studies) keep.run(studyUid, wallClock());
    database.statement('DELETE FROM housekeeping_run WHERE token = ?').run(token);
    view.set({ ...view.value, cleaned: lastRun() });
  };

  const later = (delay: number): void => {
    stopTimer();
    stopTimer = clock.setTimer(delay, () => {
      try {
        if (!isOff(rule.value) && !options.isBusy() && open()) run();
      } catch {
        // A folder that cannot be moved today may be tomorrow; what was moved before it is noted.
      }
      later(EVERY_MS);
    });
  };
  let known = '';
  const stopRule = rule.subscribe((now) => {
    if (JSON.stringify(now) === known) return;
    known = JSON.stringify(now);
    if (isOff(now)) stopTimer();
    else later(FIRST_MS);
  });

  return {
    view,
    plan(wanted) {
      const { targets: _, ...plan } = planFor(wanted, need());
      return plan;
    },
    run,
    restore,
    async undo() {
      await options.switchOff();
      const tokens = database.statement<{ token: string }>('SELECT token FROM housekeeping_run').all();
      const there = new Set(
        need()
          .bin.list()
          .map(({ token }) => token),
      );
      for (const { token } of tokens) if (there.has(token)) await restore(token);
      database.statement('DELETE FROM housekeeping_run').run();
      view.set({ ...view.value, cleaned: null });
    },
    seen() {
      database.statement('DELETE FROM housekeeping_run').run();
      view.set({ ...view.value, cleaned: null });
    },
    emptyBin() {
      const kept = need();
      const sum = binSum(kept.bin.list());
      kept.bin.empty();
      database.statement('DELETE FROM housekeeping_run').run();
      view.set({ ...view.value, cleaned: null });
      return sum;
    },
    subscribeBin: (watcher) => watchBin(inbox, watcher),
    close() {
      stopTimer();
      stopRule();
      stopBin();
    },
  };
}

/** The folder of the study that a file of the inbox belongs to; '' for a file of elsewhere. */
function studyFolderOf(folder: string, file: string): string {
  const [study = ''] = path.relative(folder, file).split(path.sep);
  return study === '..' ? '' : study;
}
