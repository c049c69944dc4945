/**
 * A data set on its way out (PS3.7 Annex E.1, PS3.8 §9.3.5): pulled from its source into vectors, read one step ahead so that the last
 * fragment is known as such when it is sent. Never holds more than one vector of the object.
 */
import { TransferSyntax } from '../dicom/transfer-syntax.ts';
import type { ByteSource } from './types.ts';
import type { Vector } from './vector.ts';

/** Bytes read beyond a full vector; an even number, so that every fragment but the last stays even. */
const LOOK_AHEAD = 2;

/** Why a data set cannot be sent: values are even (PS3.5 §7.1), and peers abort the association on an odd fragment. */
export const ODD_LENGTH = 'the data set has an odd number of bytes, which no peer accepts';

/** A deflate stream is evened on its way. */
export const mayBeOdd = (transferSyntax: string): boolean => transferSyntax === TransferSyntax.DeflatedLittleEndian;

export class OutgoingObject {
  readonly #source: ByteSource;
  readonly #contextId: number;
  readonly #paddable: boolean;
  readonly #ahead = new Uint8Array(LOOK_AHEAD);
  #carried = 0;
  #ended = false;
  #bytes = 0;

  constructor(source: ByteSource, { contextId, transferSyntax }: { readonly contextId: number; readonly transferSyntax: string }) {
    this.#source = source;
    this.#contextId = contextId;
    this.#paddable = mayBeOdd(transferSyntax);
  }

  /** All of the data set has been put into vectors. */
  get complete(): boolean {
    return this.#ended && this.#carried === 0;
  }

  /** Payload bytes put into vectors so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Fills the vector with the next PDUs behind `front`. Returns a promise only if the source does. */
  fill(vector: Vector, front: Uint8Array): void | Promise<void> {
    vector.begin(front);
    const carried = this.#carried;
    const free = place(this.#ahead.subarray(0, carried), vector.gaps);
    if (this.#ended) {
      this.#seal(vector, carried);
      return undefined;
    }
    const asked = vector.capacity - carried + LOOK_AHEAD;
    const filled = this.#source.fill([...free, this.#ahead]);
    return typeof filled === 'number'
      ? this.#take(vector, { carried, asked, filled })
      : filled.then((length) => this.#take(vector, { carried, asked, filled: length }));
  }

  close(): void | Promise<void> {
    return this.#source.close();
  }

  #take(vector: Vector, { carried, asked, filled }: { readonly carried: number; readonly asked: number; readonly filled: number }): void {
    this.#ended = filled < asked;
    const available = carried + filled;
    this.#seal(vector, this.#ended && available % 2 === 1 ? this.#evened(vector, available) : available);
  }

  /** PS3.5 §A.5: a deflate stream may end on an odd byte and is then followed by a NUL. Nothing else may. */
  #evened(vector: Vector, available: number): number {
    if (!this.#paddable) throw new RangeError(ODD_LENGTH);
    if (available < vector.capacity) vector.put(available, 0);
    else this.#ahead[available - vector.capacity] = 0;
    return available + 1;
  }

  #seal(vector: Vector, available: number): void {
    const length = Math.min(available, vector.capacity);
    this.#carried = available - length;
    this.#bytes += length;
    vector.seal(length, { contextId: this.#contextId, last: this.complete });
  }
}

/** Copies `bytes` to the front of the gaps and returns what is left of them. A peer may leave room for a single byte in a PDU. */
function place(bytes: Uint8Array, gaps: readonly Uint8Array[]): readonly Uint8Array[] {
  let rest = gaps;
  for (const byte of bytes) {
    const [first] = rest;
    if (!first) break;
    first[0] = byte;
    rest = first.length > 1 ? [first.subarray(1), ...rest.slice(1)] : rest.slice(1);
  }
  return rest;
}
