/**
 * The reading half of a connection: chunks into the PDU splitter, with a count of those who want reading to stop. What a chunk still holds
 * when reading stops is kept, in place, and goes first when it goes on.
 */
import { createPduSplitter } from '../pdu/index.ts';
import type { PduLimits, PduSink, PduSplitter } from '../pdu/types.ts';
import type { Transport } from './transport.ts';

export interface LineReaderOptions {
  readonly transport: Transport;
  readonly limits: PduLimits;
  readonly sink: PduSink;
  /** Views given since the last call end here; a promise keeps them, and stops reading, until it settles. */
  readonly chunkEnd: () => void | Promise<void>;
  /** The sink threw: the bytes that follow are swallowed. */
  readonly onError: (error: unknown) => void;
}

export class LineReader {
  readonly #options: LineReaderOptions;
  readonly #splitter: PduSplitter;
  #holds = 0;
  #pushing = false;
  #rest: Uint8Array | undefined;
  #closed = false;

  constructor(options: LineReaderOptions) {
    this.#options = options;
    this.#splitter = createPduSplitter(options.sink, options.limits);
  }

  get paused(): boolean {
    return this.#holds > 0;
  }

  take(chunk: Uint8Array): void {
    this.#rest = chunk;
    this.#readOn();
  }

  /** Stops reading after the current piece. Counts: as many `resume` as `pause`. */
  pause(): void {
    this.#holds += 1;
    if (this.#holds > 1) return;
    this.#splitter.pause();
    this.#options.transport.pause();
  }

  resume(): void {
    if (this.#holds === 0) return;
    this.#holds -= 1;
    if (this.#holds > 0) return;
    this.#splitter.resume();
    if (!this.#pushing) this.#readOn();
  }

  /** Nothing is read any more. */
  close(): void {
    this.#closed = true;
    this.#rest = undefined;
    this.#splitter.discard();
  }

  #readOn(): void {
    while (this.#rest && this.#holds === 0) {
      const chunk = this.#rest;
      const taken = this.#push(chunk);
      this.#rest = taken < chunk.length && !this.#closed ? chunk.subarray(taken) : undefined;
      const flushed = this.#options.chunkEnd();
      if (flushed) this.#pauseUntil(flushed);
    }
    if (this.#holds === 0 && !this.#closed) this.#options.transport.resume();
  }

  #push(chunk: Uint8Array): number {
    this.#pushing = true;
    try {
      return this.#splitter.push(chunk);
    } catch (error) {
      this.#splitter.discard();
      this.#options.onError(error);
      return chunk.length;
    } finally {
      this.#pushing = false;
    }
  }

  #pauseUntil(settled: Promise<void>): void {
    this.pause();
    const goOn = (): void => {
      this.resume();
    };
    settled.then(goOn, goOn);
  }
}
