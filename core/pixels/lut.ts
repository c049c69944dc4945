/** Look-up tables of LUT sequences (PS3.3 §C.11.1, §C.11.2) and palettes (§C.7.6.3.1.5): descriptor and data in all their widths. */
import type { DataSet, TagOrKeyword } from '../dicom/types.ts';

export interface LookUpTable {
  /** Stored value that the first entry is for. */
  readonly first: number;
  readonly entries: Uint16Array<ArrayBuffer>;
  readonly bits: number;
}

const MOST_ENTRIES = 65536;

/** @param signedInput the first mapped value is signed where the stored values are. */
export function readLut(
  item: DataSet,
  { descriptor, data, signedInput }: { readonly descriptor: TagOrKeyword; readonly data: TagOrKeyword; readonly signedInput: boolean },
): LookUpTable | undefined {
  const [count = 0, first = 0, bits = 16] = item.numbers(descriptor);
  const length = (count & 0xffff) === 0 ? MOST_ENTRIES : count & 0xffff;
  const element = item.element(data);
  if (!element || element.bytes.length === 0) return undefined;
  const entries = tableEntries(element, length, bits);
  return { first: signedInput ? (first << 16) >> 16 : first & 0xffff, entries, bits };
}

/** 8 bit entries may be packed two a word; otherwise one 16 bit word each. */
function tableEntries(
  { bytes, littleEndian }: { readonly bytes: Uint8Array; readonly littleEndian: boolean },
  length: number,
  bits: number,
): Uint16Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packed = bits <= 8 && bytes.length < length * 2;
  const entries = new Uint16Array(Math.min(length, packed ? bytes.length : bytes.length >>> 1));
  for (let index = 0; index < entries.length; index++) {
    entries[index] = packed
      ? view.getUint8(littleEndian ? index : index ^ 1 ? Math.min(index ^ 1, bytes.length - 1) : 1)
      : view.getUint16(index * 2, littleEndian);
  }
  return entries;
}

/** Values below and above the table take its first and last entry. */
export function lutValue({ first, entries }: LookUpTable, value: number): number {
  const index = Math.min(Math.max(Math.round(value) - first, 0), entries.length - 1);
  return entries[index] ?? 0;
}

/** Segmented palettes (PS3.3 §C.7.9.2) as plain entries; undefined when the segments are not readable. */
export function expandSegments(segments: readonly number[]): Uint16Array<ArrayBuffer> | undefined {
  const out: number[] = [];
  const run = (from: number, most: number): number => {
    let at = from;
    for (let done = 0; done < most && at + 1 < segments.length && out.length <= MOST_ENTRIES; done++) {
      const [opcode = 0, length = 0] = segments.slice(at, at + 2);
      if (opcode === 0) {
        out.push(...segments.slice(at + 2, at + 2 + length));
        at += 2 + length;
      } else if (opcode === 1) {
        const start = out.at(-1) ?? 0;
        const end = segments[at + 2] ?? 0;
        for (let step = 1; step <= length; step++) out.push(Math.round(start + ((end - start) * step) / length));
        at += 3;
      } else if (opcode === 2 && most === Infinity) {
        run((segments[at + 2] ?? 0) + (segments[at + 3] ?? 0) * 65536, length);
        at += 4;
      } else return segments.length;
    }
    return at;
  };
  run(0, Infinity);
  return out.length === 0 || out.length > MOST_ENTRIES ? undefined : Uint16Array.from(out);
}
