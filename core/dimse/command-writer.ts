/** A growing little-endian writer of command elements (PS3.5 §7.1.3, Implicit VR): tag, 32-bit length, value padded to even length. */
import { writeLatin1 } from '../lib/bytes.ts';

/** tag (4), length (4) */
const ELEMENT_HEADER_LENGTH = 8;
/** (0000,0000) Command Group Length with its value. */
const GROUP_LENGTH_ELEMENT = ELEMENT_HEADER_LENGTH + 4;

export class CommandWriter {
  #bytes = new Uint8Array(512);
  #length = GROUP_LENGTH_ELEMENT;

  /** Begins another command set in the same buffer. */
  begin(): void {
    this.#length = GROUP_LENGTH_ELEMENT;
  }

  us(element: number, value: number): void {
    this.#begin(element, 2);
    this.#u16(value);
  }

  /** Padded to even length by `padding` (a character code). */
  text(element: number, value: string, padding: number): void {
    this.#begin(element, value.length + (value.length % 2));
    this.#length = writeLatin1(this.#bytes, this.#length, value);
    if (value.length % 2 !== 0) {
      this.#bytes[this.#length] = padding;
      this.#length += 1;
    }
  }

  tags(element: number, values: readonly number[]): void {
    this.#begin(element, values.length * 4);
    for (const tag of values) {
      this.#u16(tag >>> 16);
      this.#u16(tag);
    }
  }

  /** The whole command set, group length in front; it stays as it is until `begin`. */
  finish(): Uint8Array<ArrayBuffer> {
    const end = this.#length;
    this.#length = 0;
    this.#begin(0, 4);
    this.#u16(end - GROUP_LENGTH_ELEMENT);
    this.#u16((end - GROUP_LENGTH_ELEMENT) >>> 16);
    return this.#bytes.subarray(0, end);
  }

  #begin(element: number, length: number): void {
    this.#reserve(ELEMENT_HEADER_LENGTH + length);
    this.#u16(0);
    this.#u16(element);
    this.#u16(length);
    this.#u16(length >>> 16);
  }

  #u16(value: number): void {
    this.#bytes[this.#length] = value;
    this.#bytes[this.#length + 1] = value >>> 8;
    this.#length += 2;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
