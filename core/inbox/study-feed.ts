/** The list of studies as a stream: a snapshot, then what changed, at most ten times a second however fast objects arrive. */
import type { StudyRow } from '../contract/inbox.ts';
import type { ListEvent } from '../contract/spec.ts';
import type { Clock } from '../lib/clock.ts';
import type { Browse } from './browse.ts';

export type StudyEvent = ListEvent<StudyRow, 'studyUid'>;

const PAUSE_MS = 100;

export class StudyFeed {
  readonly #browse: Browse;
  readonly #clock: Clock;
  readonly #listeners = new Set<(event: StudyEvent) => void>();
  /** What the listeners were told of, by id: a study that is gone cannot tell its UID any more. */
  #told = new Map<number, string>();
  #dirty = new Set<number>();
  #stopTimer: (() => void) | undefined;
  #last = -Infinity;

  constructor(browse: Browse, clock: Clock) {
    this.#browse = browse;
    this.#clock = clock;
  }

  /** Emits the snapshot before it returns; the returned function ends it. */
  listen(listener: (event: StudyEvent) => void): () => void {
    const rows = this.#browse.studiesWithIds();
    for (const { id, row } of rows) this.#told.set(id, row.studyUid);
    listener({ kind: 'snapshot', rows: rows.map(({ row }) => row) });
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#told = new Map();
    };
  }

  changed(studies: Iterable<number>): void {
    if (this.#listeners.size === 0) return;
    for (const id of studies) this.#dirty.add(id);
    if (this.#dirty.size === 0 || this.#stopTimer) return;
    const wait = Math.max(0, this.#last + PAUSE_MS - this.#clock.now());
    this.#stopTimer = this.#clock.setTimer(wait, () => {
      this.#tell();
    });
  }

  close(): void {
    this.#stopTimer?.();
    this.#listeners.clear();
  }

  #tell(): void {
    this.#stopTimer = undefined;
    this.#last = this.#clock.now();
    const dirty = this.#dirty;
    this.#dirty = new Set();
    const rows = this.#browse.studiesWithIds(dirty);
    for (const { id, row } of rows) {
      this.#told.set(id, row.studyUid);
      dirty.delete(id);
    }
    const keys = [...dirty].flatMap((id) => this.#told.get(id) ?? []);
    for (const id of dirty) this.#told.delete(id);
    // A study that went and came back under a new id between two events is there.
    const here = new Set(rows.map(({ row }) => row.studyUid));
    const gone = keys.filter((uid) => !here.has(uid));
    for (const listener of this.#listeners) {
      if (gone.length > 0) listener({ kind: 'remove', keys: gone });
      if (rows.length > 0) listener({ kind: 'upsert', rows: rows.map(({ row }) => row) });
    }
  }
}
