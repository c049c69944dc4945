/**
 * One large buffer laid out as whole P-DATA-TF PDUs (PS3.8 §9.3.5): gaps for payload that one scattered read fills, twelve header bytes in
 * front of each gap, and room at the front for a command set. The filled part is contiguous, so it leaves in one write.
 */
import { DATA_HEADER_LENGTH, fragmentLength, writeDataHeader } from '../pdu/index.ts';

/** Bytes that one write carries at most. */
export const VECTOR_LENGTH = 1024 * 1024;
/** In front of the first data PDU: a command set in a PDU of its own. */
const COMMAND_ROOM = 8192;
/** Systems read into at most 1,024 views at once. */
const MAXIMUM_GAPS = 512;

/** How a peer's maximum length divides a vector. */
export interface VectorLayout {
  /** Payload bytes of one PDU. */
  readonly fragment: number;
  readonly gaps: number;
}

export function layoutFor(sendLength: number): VectorLayout {
  const room = VECTOR_LENGTH - COMMAND_ROOM;
  const fragment = Math.min(fragmentLength(sendLength), room - DATA_HEADER_LENGTH);
  return { fragment, gaps: Math.max(1, Math.min(MAXIMUM_GAPS, Math.floor(room / (fragment + DATA_HEADER_LENGTH)))) };
}

export class Vector {
  readonly #buffer: Uint8Array;
  readonly #layout: VectorLayout;
  readonly gaps: readonly Uint8Array[];
  #start = COMMAND_ROOM;
  #end = COMMAND_ROOM;

  constructor(layout: VectorLayout) {
    const stride = layout.fragment + DATA_HEADER_LENGTH;
    this.#layout = layout;
    this.#buffer = Buffer.allocUnsafeSlow(COMMAND_ROOM + layout.gaps * stride);
    this.gaps = Array.from({ length: layout.gaps }, (_, index) => {
      const at = COMMAND_ROOM + index * stride + DATA_HEADER_LENGTH;
      return this.#buffer.subarray(at, at + layout.fragment);
    });
  }

  /** Payload bytes that the gaps take together. */
  get capacity(): number {
    return this.#layout.fragment * this.#layout.gaps;
  }

  /** What goes on the line: the command, if one was set, and the sealed data PDUs. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Empties the vector and puts whole PDUs (a command) in front of the data. */
  begin(front: Uint8Array): void {
    if (front.length > COMMAND_ROOM) throw new RangeError('the command set does not fit in front of the data');
    this.#start = COMMAND_ROOM - front.length;
    this.#end = COMMAND_ROOM;
    this.#buffer.set(front, this.#start);
  }

  /** Writes one payload byte. */
  put(position: number, byte: number): void {
    const { fragment } = this.#layout;
    const gap = this.gaps[Math.floor(position / fragment)];
    if (gap) gap[position % fragment] = byte;
  }

  /** Writes the headers for `length` payload bytes that now lie in the gaps. */
  seal(length: number, options: { readonly contextId: number; readonly last: boolean }): void {
    const { fragment } = this.#layout;
    let offset = COMMAND_ROOM;
    for (let rest = length; rest > 0; rest -= fragment) {
      const piece = Math.min(rest, fragment);
      const last = options.last && rest <= fragment;
      writeDataHeader(this.#buffer, offset, { length: piece, contextId: options.contextId, command: false, last });
      offset += DATA_HEADER_LENGTH + piece;
    }
    this.#end = offset;
  }
}
