/**
 * The twelve bytes in front of a fragment when a P-DATA-TF carries one presentation data value (PS3.8 §9.3.5). Written in place, so that a
 * sender can lay headers and payload out in one vector without an object for each.
 */
import { PduType } from './layout.ts';

export const DATA_HEADER_LENGTH = 12;

/** Bytes of a P-DATA-TF's length that its single PDV's header takes: PDV length (4), context id, message control header. */
export const PDV_OVERHEAD = 6;

export interface DataHeader {
  /** Length of the fragment that follows, in bytes. */
  readonly length: number;
  readonly contextId: number;
  /** Command (true) or data set (false). */
  readonly command: boolean;
  readonly last: boolean;
}

/** Writes the header at `offset`; the fragment belongs right behind it. */
export function writeDataHeader(target: Uint8Array, offset: number, header: DataHeader): void {
  // type, reserved, PDU length (4), PDV length (4), presentation context id, message control header
  target[offset] = PduType.DataTf;
  target[offset + 1] = 0;
  writeU32(target, offset + 2, header.length + PDV_OVERHEAD);
  writeU32(target, offset + 6, header.length + 2);
  target[offset + 10] = header.contextId;
  target[offset + 11] = (header.command ? 1 : 0) | (header.last ? 2 : 0);
}

function writeU32(target: Uint8Array, offset: number, value: number): void {
  target[offset] = value >>> 24;
  target[offset + 1] = value >>> 16;
  target[offset + 2] = value >>> 8;
  target[offset + 3] = value;
}

/** The largest fragment for PDUs of at most `pduLength` bytes: even, as fragments other than a message's last should be. */
export function fragmentLength(pduLength: number): number {
  const room = pduLength - PDV_OVERHEAD;
  return room < 2 ? room : room - (room % 2);
}
