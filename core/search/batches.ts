/** Rows in batches: the first at once, later ones at 10 Hz or 500 together, so that a fast node does not flood the window. */
import type { MatchRow } from '../contract/search.ts';
import type { Clock } from '../lib/clock.ts';

const INTERVAL_MS = 100;
const BATCH = 500;

export interface Batches {
  add(row: MatchRow): void;
  /** What is left goes out; nothing follows. */
  end(): void;
}

export function createBatches(clock: Clock, emit: (rows: readonly MatchRow[]) => void): Batches {
  let rows: MatchRow[] = [];
  let cancelTimer: (() => void) | undefined;
  const flush = (): void => {
    if (rows.length === 0) return;
    const batch = rows;
    rows = [];
    emit(batch);
  };
  const later = (): void => {
    cancelTimer = clock.setTimer(INTERVAL_MS, () => {
      cancelTimer = undefined;
      if (rows.length === 0) return;
      flush();
      later();
    });
  };
  return {
    add(row) {
      rows.push(row);
      if (rows.length >= BATCH) flush();
      else if (!cancelTimer) {
        flush();
        later();
      }
    },
    end() {
      cancelTimer?.();
      flush();
    },
  };
}
