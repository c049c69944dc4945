/**
 * The first bytes of a data set that is arriving, for its header: looked at where they were read into as long as they stay there, copied
 * only when they go before anybody has looked.
 */
import type { Buffers } from './buffers.ts';

export class HeaderPrefix {
  readonly #limit: number;
  readonly #buffers: Buffers;
  #view: Uint8Array | undefined;
  #copy: Uint8Array | undefined;
  #length = 0;

  /** @param limit what is gathered at most; no more than the buffers hold. */
  constructor(limit: number, buffers: Buffers) {
    this.#limit = limit;
    this.#buffers = buffers;
  }

  /** It still lies where it was read into. */
  get passing(): boolean {
    return this.#view !== undefined;
  }

  /** There is as much as is gathered at all. */
  get full(): boolean {
    return this.#length >= this.#limit;
  }

  /** Until `keep` or `release`. */
  get bytes(): Uint8Array {
    return this.#view ?? this.#copy?.subarray(0, this.#length) ?? new Uint8Array(0);
  }

  /** The view must stay as it is until `keep`. */
  add(bytes: Uint8Array): void {
    if (this.full) return;
    const taken = bytes.length > this.#limit - this.#length ? bytes.subarray(0, this.#limit - this.#length) : bytes;
    if (this.#length === 0) {
      this.#view = taken;
      this.#length = taken.length;
      return;
    }
    this.keep();
    this.#append(taken);
  }

  /** What was given goes: after this it lies here. */
  keep(): void {
    const view = this.#view;
    if (!view) return;
    this.#view = undefined;
    this.#length = 0;
    this.#append(view);
  }

  /** Nobody looks at it any more; nothing is gathered from now on. */
  release(): void {
    if (this.#copy) this.#buffers.give(this.#copy);
    this.#copy = undefined;
    this.#view = undefined;
    this.#length = this.#limit;
  }

  #append(bytes: Uint8Array): void {
    this.#copy ??= this.#buffers.take();
    this.#copy.set(bytes, this.#length);
    this.#length += bytes.length;
  }
}
