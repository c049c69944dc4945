/**
 * A bounded queue between a producer and one consumer: an async iterable with back-pressure. `send` waits while the queue is full;
 * leaving the consumer's loop (`break`, a throw) ends the channel for the producer too. Never holds more than `capacity` values.
 */

export interface Channel<T> extends AsyncIterable<T> {
  /** Waits for room. `true` when the value was taken, `false` when the channel has ended and the value was dropped. */
  send(value: T): Promise<boolean>;
  /** Takes the value if there is room now; never waits. */
  trySend(value: T): boolean;
  /** No more values: the consumer gets what is queued and then ends. Idempotent. */
  close(): void;
  /** As `close`, but the consumer's loop throws `error` after what is queued. */
  fail(error: Error): void;
  /** Neither closed nor failed nor left by its consumer. */
  readonly open: boolean;
  /** Values that wait for the consumer. */
  readonly size: number;
}

export function createChannel<T>({ capacity }: { readonly capacity: number }): Channel<T> {
  if (!(capacity >= 1)) throw new RangeError('a channel holds at least one value');
  return new BoundedChannel<T>(capacity);
}

type State = { readonly kind: 'open' } | { readonly kind: 'closed' } | { readonly kind: 'failed'; readonly error: Error };

class BoundedChannel<T> implements Channel<T>, AsyncIterator<T, undefined> {
  readonly #capacity: number;
  #state: State = { kind: 'open' };
  #queue: IteratorYieldResult<T>[] = [];
  #senders: (() => void)[] = [];
  #reader: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get open(): boolean {
    return this.#state.kind === 'open';
  }

  get size(): number {
    return this.#queue.length;
  }

  trySend(value: T): boolean {
    if (!this.open || this.#queue.length >= this.#capacity) return false;
    this.#queue.push({ done: false, value });
    this.#wakeReader();
    return true;
  }

  async send(value: T): Promise<boolean> {
    while (this.open) {
      if (this.trySend(value)) return true;
      await new Promise<void>((resolve) => this.#senders.push(resolve));
    }
    return false;
  }

  close(): void {
    this.#end({ kind: 'closed' });
  }

  fail(error: Error): void {
    this.#end({ kind: 'failed', error });
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return this;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const first = this.#queue.shift();
      if (first) {
        this.#senders.shift()?.();
        return first;
      }
      if (this.#state.kind === 'failed') throw this.#state.error;
      if (this.#state.kind === 'closed') return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#reader = resolve;
      });
    }
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#queue = [];
    this.#end({ kind: 'closed' });
    return Promise.resolve({ done: true, value: undefined });
  }

  #end(state: State): void {
    if (!this.open) return;
    this.#state = state;
    for (const wake of this.#senders.splice(0)) wake();
    this.#wakeReader();
  }

  #wakeReader(): void {
    const wake = this.#reader;
    this.#reader = undefined;
    wake?.();
  }
}
