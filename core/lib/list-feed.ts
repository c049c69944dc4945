/**
 * A list that is kept up to date for those who watch it: a snapshot at once, then what changed, at most once an interval. The first change
 * after a quiet interval goes out at once. Keeps nothing while nobody watches.
 */
import type { Clock } from './clock.ts';

export type ListFeedEvent<Row, Id> =
  | { readonly kind: 'snapshot'; readonly rows: readonly Row[] }
  | { readonly kind: 'upsert'; readonly rows: readonly Row[] }
  | { readonly kind: 'remove'; readonly keys: readonly Id[] };

export interface ListFeed<Row, Id> {
  changed(id: Id): void;
  removed(id: Id): void;
  /** Everything is to be told anew. */
  reset(): void;
  /** Returns what ends the watching. */
  subscribe(watcher: (event: ListFeedEvent<Row, Id>) => void): () => void;
  close(): void;
}

export interface ListFeedOptions<Row, Id> {
  readonly clock: Clock;
  /** Milliseconds. */
  readonly interval: number;
  readonly rows: () => readonly Row[];
  /** `undefined`: there is no such row any more. */
  readonly row: (id: Id) => Row | undefined;
}

export function createListFeed<Row, Id>({ clock, interval, rows, row }: ListFeedOptions<Row, Id>): ListFeed<Row, Id> {
  const watchers = new Set<(event: ListFeedEvent<Row, Id>) => void>();
  const changed = new Set<Id>();
  const removed = new Set<Id>();
  let cancelTimer: (() => void) | undefined;

  const tell = (event: ListFeedEvent<Row, Id>): void => {
    for (const watcher of [...watchers]) watcher(event);
  };
  const flush = (): void => {
    const upserts = [...changed].map(row).filter((found) => found !== undefined);
    const gone = [...removed];
    changed.clear();
    removed.clear();
    if (gone.length > 0) tell({ kind: 'remove', keys: gone });
    if (upserts.length > 0) tell({ kind: 'upsert', rows: upserts });
  };
  const later = (): void => {
    cancelTimer = clock.setTimer(interval, () => {
      cancelTimer = undefined;
      if (changed.size === 0 && removed.size === 0) return;
      flush();
      later();
    });
  };
  const soon = (): void => {
    if (cancelTimer) return;
    flush();
    later();
  };

  return {
    changed(id) {
      if (watchers.size === 0) return;
      removed.delete(id);
      changed.add(id);
      soon();
    },
    removed(id) {
      if (watchers.size === 0) return;
      changed.delete(id);
      removed.add(id);
      soon();
    },
    reset() {
      changed.clear();
      removed.clear();
      tell({ kind: 'snapshot', rows: rows() });
    },
    subscribe(watcher) {
      watchers.add(watcher);
      watcher({ kind: 'snapshot', rows: rows() });
      return () => void watchers.delete(watcher);
    },
    close() {
      cancelTimer?.();
      cancelTimer = undefined;
      watchers.clear();
    },
  };
}
