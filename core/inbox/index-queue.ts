/**
 * What has arrived and waits for the index: taken up in one transaction for 200 objects or every 100 ms, never on the way of an answer.
 * An index that cannot be written loses nothing: the journal still names what is missing.
 */
import type { Clock } from '../lib/clock.ts';
import type { Database } from '../storage/database.ts';
import type { IndexEntry } from './index-entry.ts';
import type { IndexWriter } from './index-writer.ts';
import type { Journal } from './journal.ts';
import type { InstanceIdentity } from './layout.ts';

const BATCH = 200;
const WAIT_MS = 100;
const RETRY_MS = 1_000;
/** Beyond this many the entries are left to the journal. */
const MOST_WAITING = 5_000;

export interface IndexQueueOptions {
  readonly database: Database;
  readonly writer: IndexWriter;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Studies that changed, after each batch. */
  readonly changed: (studies: ReadonlySet<number>) => void;
  /** The index could not be written; it is tried again. */
  readonly failed: (error: unknown) => void;
  /** Entries were given up in memory: what the journal names is to be looked at. */
  readonly behind: () => void;
}

type Waiting =
  | { readonly kind: 'arrival'; readonly entry: IndexEntry }
  | { readonly kind: 'duplicate'; readonly identity: InstanceIdentity; readonly version: number };

export class IndexQueue {
  readonly #options: IndexQueueOptions;
  #waiting: Waiting[] = [];
  #stopTimer: (() => void) | undefined;
  #broken = false;
  #dropped = false;
  #closed = false;

  constructor(options: IndexQueueOptions) {
    this.#options = options;
  }

  /** The journal has announced its place. */
  arrived(entry: IndexEntry): void {
    this.#push({ kind: 'arrival', entry });
  }

  cameAgain(identity: InstanceIdentity, version: number): void {
    this.#push({ kind: 'duplicate', identity, version });
  }

  /** The index knows everything that has arrived when this returns true. */
  flush(): boolean {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    try {
      while (this.#waiting.length > 0) this.#take();
      if (this.#dropped) {
        this.#dropped = false;
        this.#options.behind();
      } else this.#options.journal.forget();
      this.#broken = false;
      return true;
    } catch (error) {
      this.#broken = true;
      this.#options.failed(error);
      this.#schedule(RETRY_MS);
      return false;
    }
  }

  close(): void {
    this.flush();
    this.#closed = true;
    this.#stopTimer?.();
  }

  #push(waiting: Waiting): void {
    this.#waiting.push(waiting);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting = [];
      this.#dropped = true;
    }
    if (this.#broken) return;
    if (this.#waiting.length >= BATCH) this.#schedule(0);
    else if (!this.#stopTimer) this.#schedule(WAIT_MS);
  }

  #schedule(milliseconds: number): void {
    if (this.#closed) return;
    this.#stopTimer?.();
    this.#stopTimer = this.#options.clock.setTimer(milliseconds, () => void this.flush());
  }

  #take(): void {
    const { database, writer, changed } = this.#options;
    const batch = this.#waiting.slice(0, BATCH);
    const studies = database.transaction(() => {
      const touched = writer.add(batch.flatMap((waiting) => (waiting.kind === 'arrival' ? [waiting.entry] : [])));
      for (const waiting of batch) {
        if (waiting.kind !== 'duplicate') continue;
        const study = writer.duplicate(waiting.identity, waiting.version);
        if (study !== undefined) touched.add(study);
      }
      return touched;
    });
    this.#waiting.splice(0, batch.length);
    changed(studies);
  }
}
