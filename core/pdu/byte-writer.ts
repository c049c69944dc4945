/**
 * A growing big-endian writer for control PDUs and their items (PS3.8 §9.3.1). Lengths are written behind what they count, so no item has
 * to know its size beforehand. Not for data: payload never passes through here.
 */
import { UsageError } from '../errors.ts';
import { writeLatin1 } from '../lib/bytes.ts';

export class ByteWriter {
  #bytes = new Uint8Array(512);
  #length = 0;

  /** Begins anew in the same buffer. */
  begin(): void {
    this.#length = 0;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  u16(value: number): void {
    this.u8(value >>> 8);
    this.u8(value & 0xff);
  }

  u32(value: number): void {
    this.u16(value >>> 16);
    this.u16(value & 0xffff);
  }

  zeros(count: number): void {
    this.#reserve(count);
    this.#bytes.fill(0, this.#length, this.#length + count);
    this.#length += count;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  text(value: string): void {
    this.#reserve(value.length);
    this.#length = writeLatin1(this.#bytes, this.#length, value);
  }

  /** What `write` writes, behind its own length in 16 bits. `name` is for the error when it is too long. */
  counted16(name: string, write: () => void): void {
    const at = this.#length;
    this.zeros(2);
    write();
    const length = this.#length - at - 2;
    if (length > 0xffff) throw new UsageError('invalid-argument', `${name} takes ${length} bytes; at most 65535 can be sent`);
    this.#bytes[at] = length >>> 8;
    this.#bytes[at + 1] = length & 0xff;
  }

  /** An item or sub-item: type, reserved byte, length, content. */
  item(type: number, name: string, write: () => void): void {
    this.u8(type);
    this.u8(0);
    this.counted16(name, write);
  }

  /** The bytes written so far, as an array of their own. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
