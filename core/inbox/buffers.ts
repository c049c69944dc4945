/** Buffers of one length, used again by one object after another: a new one for each would have the collector run for nothing. */

/** Those that are kept while nobody needs them. */
const KEPT = 8;

export class Buffers {
  readonly #length: number;
  readonly #free: Uint8Array[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  /** What lies in it is the last owner's. */
  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(this.#length);
  }

  /** Nobody looks into it any more. */
  give(buffer: Uint8Array): void {
    if (this.#free.length < KEPT) this.#free.push(buffer);
  }
}
