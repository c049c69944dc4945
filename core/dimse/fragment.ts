/** Command sets on their way out: cut into P-DATA-TF PDUs that fit the length the peer receives (PS3.8 Annex E.2, §9.3.5). */
import { UsageError } from '../errors.ts';
import { DATA_HEADER_LENGTH, fragmentLength, writeDataHeader } from '../pdu/data-header.ts';

export interface Fragmentation {
  readonly contextId: number;
  /** The agreed length of a P-DATA-TF. */
  readonly sendLength: number;
}

/** All PDUs of an encoded command set in one array, ready for the line. */
export function fragmentCommand(command: Uint8Array, { contextId, sendLength }: Fragmentation): Uint8Array<ArrayBuffer> {
  const size = fragmentLength(sendLength);
  if (size < 1) throw new UsageError('invalid-argument', `PDUs of ${sendLength} bytes leave no room for data`);
  const count = Math.max(1, Math.ceil(command.length / size));
  const pdus = new Uint8Array(command.length + count * DATA_HEADER_LENGTH);
  let at = 0;
  for (let from = 0; at < pdus.length; from += size) {
    const length = Math.min(size, command.length - from);
    writeDataHeader(pdus, at, { length, contextId, command: true, last: from + length === command.length });
    pdus.set(command.subarray(from, from + length), at + DATA_HEADER_LENGTH);
    at += DATA_HEADER_LENGTH + length;
  }
  return pdus;
}
