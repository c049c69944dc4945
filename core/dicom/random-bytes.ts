/** Bytes that are read where they are wanted: a file of any length, or memory. */

export interface RandomBytes {
  readonly length: number;
  /** Fewer than asked for at the end. */
  readonly read: (at: number, length: number) => Uint8Array;
}

export const inMemory = (bytes: Uint8Array): RandomBytes => ({
  length: bytes.length,
  read: (at, length) => bytes.subarray(at, at + length),
});

/** What lies behind `offset`. */
export const behindOffset = (whole: RandomBytes, offset: number): RandomBytes => ({
  length: whole.length - offset,
  read: (at, length) => whole.read(offset + at, length),
});

const NEAR = 64 * 1024;
/** Read after a jump, when more may not be wanted: from fragment to fragment, say. */
const FAR = 4 * 1024;

/** Small reads close to each other out of larger ones. */
export class ByteWindow {
  #start = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  constructor(readonly source: RandomBytes) {}

  uint8(at: number): number {
    return this.#hold(at, 1).getUint8(at - this.#start);
  }

  uint16(at: number, littleEndian: boolean): number {
    return this.#hold(at, 2).getUint16(at - this.#start, littleEndian);
  }

  uint32(at: number, littleEndian: boolean): number {
    return this.#hold(at, 4).getUint32(at - this.#start, littleEndian);
  }

  /** The window moved to where it has these bytes. Callers stay within the source's length. */
  #hold(at: number, length: number): DataView {
    const end = this.#start + this.#bytes.length;
    if (at < this.#start || at + length > end) {
      const next = at >= this.#start && at <= end;
      this.#bytes = this.source.read(at, next ? NEAR : FAR);
      this.#start = at;
      this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    }
    return this.#view;
  }
}
