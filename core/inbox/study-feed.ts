/**
 * The list of studies as a stream: a snapshot of the latest, the rest of a long list in pieces right behind it, then what changed, at most
 * ten times a second however fast objects arrive. Pieces keep both ends from standing still: a row takes 15 µs here and more in a window.
 */
import type { InboxFilter, InboxMatches, StudyRow } from '../contract/inbox.ts';
import type { ListEvent } from '../contract/spec.ts';
import type { Clock } from '../lib/clock.ts';
import type { Browse } from './browse.ts';

export type StudyEvent = ListEvent<StudyRow, 'studyUid'>;

const PAUSE_MS = 100;
/** Rows of one event while the list is told for the first time. */
const PIECE = 500;

export class StudyFeed {
  readonly #browse: Browse;
  readonly #clock: Clock;
  readonly #listeners = new Set<(event: StudyEvent) => void>();
  /** Of the listeners those that do not have the whole list yet. */
  readonly #telling = new Set<(event: StudyEvent) => void>();
  readonly #waiting: (() => void)[] = [];
  readonly #searches = new Set<RunningSearch>();
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
    this.#listeners.add(listener);
    let stopTimer: (() => void) | undefined;
    this.#telling.add(listener);
    const piece = (kind: 'snapshot' | 'upsert', before: number): void => {
      const rows = this.#browse.studiesBefore(before, PIECE);
      const last = Math.min(...rows.map(({ id }) => id));
      for (const { id, row } of rows) this.#told.set(id, row.studyUid);
      if (kind === 'snapshot' || rows.length > 0) listener({ kind, rows: rows.map(({ row }) => row) });
      if (rows.length < PIECE) {
        this.#hasTold(listener);
        return;
      }
      stopTimer = this.#clock.setTimer(0, () => {
        if (this.#listeners.has(listener)) piece('upsert', last);
      });
    };
    piece('snapshot', Number.MAX_SAFE_INTEGER);
    return () => {
      stopTimer?.();
      this.#hasTold(listener);
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#told = new Map();
    };
  }

  /** Settles when nobody waits for the rest of the list. */
  told(): Promise<void> {
    return this.#telling.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #hasTold(listener: (event: StudyEvent) => void): void {
    this.#telling.delete(listener);
    if (this.#telling.size === 0) for (const go of this.#waiting.splice(0)) go();
  }

  /** Emits what the filter finds before it returns, then what comes in and falls out; the returned function ends it. */
  search(filter: InboxFilter, emit: (event: InboxMatches) => void): () => void {
    const search: RunningSearch = { filter, emit, found: new Map(this.#browse.matching(filter)) };
    emit({ kind: 'all', studies: [...search.found.values()] });
    this.#searches.add(search);
    return () => {
      this.#searches.delete(search);
    };
  }

  changed(studies: Iterable<number>): void {
    if (this.#listeners.size === 0 && this.#searches.size === 0) return;
    for (const id of studies) this.#dirty.add(id);
    if (this.#dirty.size === 0 || this.#stopTimer) return;
    const wait = Math.max(0, this.#last + PAUSE_MS - this.#clock.now());
    this.#stopTimer = this.#clock.setTimer(wait, () => {
      this.#tell();
    });
  }

  close(): void {
    this.#stopTimer?.();
    for (const listener of [...this.#listeners]) this.#hasTold(listener);
    this.#listeners.clear();
    this.#searches.clear();
  }

  #tell(): void {
    this.#stopTimer = undefined;
    this.#last = this.#clock.now();
    const dirty = this.#dirty;
    this.#dirty = new Set();
    for (const search of this.#searches) this.#searchAgain(search, dirty);
    if (this.#listeners.size === 0) return;
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

  #searchAgain({ filter, emit, found }: RunningSearch, dirty: ReadonlySet<number>): void {
    const now = this.#browse.matching(filter, dirty);
    const more: string[] = [];
    const fewer: string[] = [];
    for (const id of dirty) {
      const [before, after] = [found.get(id), now.get(id)];
      if (after !== undefined) found.set(id, after);
      else found.delete(id);
      if (before === undefined && after !== undefined) more.push(after);
      if (before !== undefined && after === undefined) fewer.push(before);
    }
    if (more.length > 0 || fewer.length > 0) emit({ kind: 'change', more, fewer });
  }
}

interface RunningSearch {
  readonly filter: InboxFilter;
  readonly emit: (event: InboxMatches) => void;
  readonly found: Map<number, string>;
}
