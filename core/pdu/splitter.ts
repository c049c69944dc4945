/**
 * Cuts the line's bytes into PDUs (PS3.8 §9.3.1, §9.3.5). Payload is never assembled: the pieces of a P-DATA-TF go to the sink as views of
 * the chunk that brought them, so a PDU may be longer than any buffer. Copied are only headers that a chunk edge cuts and control PDUs.
 * Inconsistent lengths are reported as soon as the bytes that show them are there; after that everything is swallowed (Sta13).
 */
import { byteAt, readU32 } from '../lib/bytes.ts';
import { decodePdu } from './decode.ts';
import { PDU_HEADER_LENGTH, PduType } from './layout.ts';
import type { PduLimits, PduProblem, PduSink, PduSplitter, PdvHeader } from './types.ts';

/** PDV length (4), presentation context id, message control header. */
const PDV_HEADER_LENGTH = 6;
/** What the PDV length counts besides the fragment: context id and message control header. */
const PDV_COUNTED_OVERHEAD = 2;
const FIRST_BYTES = 16;
const INITIAL_CONTROL_BUFFER = 4096;

export function createPduSplitter(sink: PduSink, limits: PduLimits): PduSplitter {
  return new Splitter(sink, limits);
}

const noHeader: PdvHeader = { contextId: 0, command: false, last: false };

class Splitter implements PduSplitter {
  readonly #sink: PduSink;
  readonly #limits: PduLimits;
  #expecting: 'pdu-header' | 'control-body' | 'pdv-header' | 'fragment' | 'nothing' = 'pdu-header';
  #paused = false;

  /** A header cut by the edge of a chunk; PDU and PDV headers are both six bytes long. */
  readonly #header = new Uint8Array(PDU_HEADER_LENGTH);
  #headerLength = 0;

  #controlType = 0;
  #controlLength = 0;
  #control = new Uint8Array(0);
  #controlFilled = 0;

  /** Bytes of the current P-DATA-TF that belong to PDVs not yet begun. */
  #pduRemaining = 0;
  #fragmentRemaining = 0;
  #pdv = noHeader;
  /** One header object for each context id and control byte met, so that none is made for each PDV. */
  readonly #pdvHeaders: PdvHeader[] = [];

  constructor(sink: PduSink, limits: PduLimits) {
    this.#sink = sink;
    this.#limits = limits;
  }

  push(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length && !this.#paused) {
      switch (this.#expecting) {
        case 'pdu-header':
          at = this.#takePduHeader(chunk, at);
          break;
        case 'control-body':
          at = this.#takeControlBody(chunk, at);
          break;
        case 'pdv-header':
          at = this.#takePdvHeader(chunk, at);
          break;
        case 'fragment':
          at = this.#takeFragment(chunk, at);
          break;
        case 'nothing':
          return chunk.length;
      }
    }
    return at;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  discard(): void {
    this.#expecting = 'nothing';
    this.#control = new Uint8Array(0);
  }

  /** type, reserved, length (4) */
  #takePduHeader(chunk: Uint8Array, at: number): number {
    if (this.#headerLength === 0 && !isKnown(byteAt(chunk, at))) {
      // The first byte is enough: a peer that speaks another protocol may wait for us and never send the rest.
      const firstBytes = new Uint8Array(chunk.subarray(at, at + FIRST_BYTES));
      const type = byteAt(chunk, at).toString(16).padStart(2, '0').toUpperCase();
      return this.#fail(chunk, { kind: 'unrecognised-pdu', reason: 1, detail: `PDU type ${type}H is not known`, firstBytes });
    }
    const next = this.#gatherHeader(chunk, at);
    if (this.#headerLength < PDU_HEADER_LENGTH) return next;
    const type = byteAt(this.#header, 0);
    const length = readU32(this.#header, 2);
    return type === PduType.DataTf ? this.#beginData(chunk, next, length) : this.#beginControl(chunk, next, length);
  }

  #beginData(chunk: Uint8Array, at: number, length: number): number {
    this.#headerLength = 0;
    if (length > this.#limits.maximumDataLength) return this.#tooLong(chunk, length);
    if (length < PDV_HEADER_LENGTH) return this.#invalid(chunk, `a P-DATA-TF of ${length} bytes has no room for a data value`);
    this.#pduRemaining = length;
    this.#expecting = 'pdv-header';
    this.#sink.dataPdu(length);
    return at;
  }

  #beginControl(chunk: Uint8Array, at: number, length: number): number {
    this.#headerLength = 0;
    if (length > this.#limits.maximumControlLength) return this.#tooLong(chunk, length);
    this.#controlType = byteAt(this.#header, 0);
    this.#controlLength = length;
    this.#controlFilled = 0;
    this.#control = new Uint8Array(Math.min(length, INITIAL_CONTROL_BUFFER));
    this.#expecting = 'control-body';
    return length === 0 ? this.#finishControl(chunk, at, this.#control) : at;
  }

  #takeControlBody(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#controlLength - this.#controlFilled);
    if (this.#controlFilled === 0 && end - at === this.#controlLength) return this.#finishControl(chunk, end, chunk.subarray(at, end));
    this.#growControl(this.#controlFilled + end - at);
    this.#control.set(chunk.subarray(at, end), this.#controlFilled);
    this.#controlFilled += end - at;
    return this.#controlFilled === this.#controlLength
      ? this.#finishControl(chunk, end, this.#control.subarray(0, this.#controlLength))
      : end;
  }

  /** Grows with what has come, not with what was announced: an announced length costs a peer nothing. */
  #growControl(needed: number): void {
    if (needed <= this.#control.length) return;
    const grown = new Uint8Array(Math.min(this.#controlLength, Math.max(needed, this.#control.length * 2)));
    grown.set(this.#control.subarray(0, this.#controlFilled));
    this.#control = grown;
  }

  #finishControl(chunk: Uint8Array, at: number, body: Uint8Array): number {
    this.#expecting = 'pdu-header';
    const decoded = decodePdu(this.#controlType, body);
    this.#control = new Uint8Array(0);
    switch (decoded.kind) {
      case 'unrecognised-pdu':
      case 'invalid-pdu':
      case 'pdu-too-long':
        return this.#fail(chunk, decoded);
      default:
        this.#sink.pdu(decoded);
        return at;
    }
  }

  /** PDV length (4), presentation context id, message control header */
  #takePdvHeader(chunk: Uint8Array, at: number): number {
    if (this.#pduRemaining < PDV_HEADER_LENGTH) {
      return this.#invalid(chunk, `${this.#pduRemaining} bytes are left in a P-DATA-TF, too few for a data value`);
    }
    let source = chunk;
    let from = at;
    let next = at + PDV_HEADER_LENGTH;
    if (this.#headerLength > 0 || next > chunk.length) {
      next = this.#gatherHeader(chunk, at);
      if (this.#headerLength < PDV_HEADER_LENGTH) return next;
      source = this.#header;
      from = 0;
    }
    this.#headerLength = 0;
    return this.#beginFragment(chunk, next, this.#readPdvHeader(source, from));
  }

  /** Returns the length of the fragment, negative when the PDV's length cannot be. */
  #readPdvHeader(source: Uint8Array, from: number): number {
    this.#pdv = this.#pdvHeader(byteAt(source, from + 4), byteAt(source, from + 5));
    return readU32(source, from) - PDV_COUNTED_OVERHEAD;
  }

  #beginFragment(chunk: Uint8Array, at: number, length: number): number {
    const room = this.#pduRemaining - PDV_HEADER_LENGTH;
    if (length < 0 || length > room) {
      const claimed = length + PDV_COUNTED_OVERHEAD;
      return this.#invalid(chunk, `a data value claims ${claimed} bytes where its P-DATA-TF has ${room + PDV_COUNTED_OVERHEAD} left`);
    }
    this.#pduRemaining = room - length;
    this.#fragmentRemaining = length;
    this.#expecting = 'fragment';
    return length === 0 ? this.#takeFragment(chunk, at) : at;
  }

  #takeFragment(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#fragmentRemaining);
    this.#fragmentRemaining -= end - at;
    const complete = this.#fragmentRemaining === 0;
    if (complete) this.#expecting = this.#pduRemaining > 0 ? 'pdv-header' : 'pdu-header';
    this.#sink.fragment(this.#pdv, new Uint8Array(chunk.buffer, chunk.byteOffset + at, end - at), complete);
    return end;
  }

  #gatherHeader(chunk: Uint8Array, at: number): number {
    let next = at;
    while (this.#headerLength < PDU_HEADER_LENGTH && next < chunk.length) {
      this.#header[this.#headerLength] = byteAt(chunk, next);
      this.#headerLength += 1;
      next += 1;
    }
    return next;
  }

  #pdvHeader(contextId: number, control: number): PdvHeader {
    const key = (contextId << 2) | (control & 3);
    return (this.#pdvHeaders[key] ??= { contextId, command: (control & 1) === 1, last: (control & 2) === 2 });
  }

  #tooLong(chunk: Uint8Array, length: number): number {
    const detail = `a PDU of type 0${byteAt(this.#header, 0)}H announces ${length} bytes, more than is accepted`;
    return this.#fail(chunk, { kind: 'pdu-too-long', reason: 6, detail, firstBytes: this.#header.slice() });
  }

  #invalid(chunk: Uint8Array, detail: string): number {
    return this.#fail(chunk, { kind: 'invalid-pdu', reason: 6, detail, firstBytes: this.#header.slice() });
  }

  #fail(chunk: Uint8Array, problem: PduProblem): number {
    this.discard();
    this.#sink.problem(problem);
    return chunk.length;
  }
}

function isKnown(type: number): boolean {
  return type >= PduType.AssociateRq && type <= PduType.Abort;
}
