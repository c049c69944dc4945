/**
 * A cursor over the body of a control PDU. Reading beyond its end is the peer's fault and throws `Malformed`, which `decodePdu` turns into
 * a problem with its A-ABORT reason; nothing is ever read outside of the bytes given.
 */
import { byteAt, latin1, readU32 } from '../lib/bytes.ts';
import { trimUid } from '../lib/uid.ts';

/** Internal to this room: a body that breaks its own layout. */
export class Malformed extends Error {
  constructor(
    readonly reason: 5 | 6,
    detail: string,
  ) {
    super(detail);
  }
}

export interface Item {
  readonly type: number;
  readonly body: ByteReader;
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  /** What is being read, for the problem's words. */
  readonly #name: string;
  #at = 0;

  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#name = name;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** A view, not a copy. */
  take(count: number): Uint8Array {
    const from = this.#advance(count);
    return this.#bytes.subarray(from, from + count);
  }

  skip(count: number): void {
    this.#advance(count);
  }

  u8(): number {
    return byteAt(this.#bytes, this.#advance(1));
  }

  u16(): number {
    const at = this.#advance(2);
    return (byteAt(this.#bytes, at) << 8) | byteAt(this.#bytes, at + 1);
  }

  u32(): number {
    return readU32(this.#bytes, this.#advance(4));
  }

  text(count = this.remaining): string {
    const from = this.#advance(count);
    return latin1(this.#bytes, from, from + count);
  }

  /** A UID that fills the rest or `count` bytes. */
  uid(count = this.remaining): string {
    return trimUid(this.text(count));
  }

  /** A copy of the next bytes, which the line's buffer may overwrite. (`slice` will not do: on a Node buffer it copies nothing.) */
  copy(count = this.remaining): Uint8Array {
    return new Uint8Array(this.take(count));
  }

  /** A part of the next `count` bytes with a cursor of its own. */
  part(count: number, name: string): ByteReader {
    return new ByteReader(this.take(count), name);
  }

  /** The items that fill the rest, in order. */
  *items(): Generator<Item> {
    while (this.remaining > 0) {
      const type = this.u8();
      this.skip(1);
      const length = this.u16();
      const name = `item ${type.toString(16).padStart(2, '0').toUpperCase()}H`;
      if (length > this.remaining) {
        throw new Malformed(6, `${name} claims ${length} bytes where ${this.#name} has ${this.remaining} left`);
      }
      yield { type, body: this.part(length, name) };
    }
  }

  /** Returns where the next `count` bytes begin and goes behind them. */
  #advance(count: number): number {
    const from = this.#at;
    if (count > this.#bytes.length - from) {
      throw new Malformed(6, `${this.#name} ends after ${this.#bytes.length} bytes, in the middle of a field`);
    }
    this.#at = from + count;
    return from;
  }
}
