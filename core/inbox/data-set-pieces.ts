/**
 * A data set of any length, read piece by piece from its file: values that are long (pixel data, documents, waveforms) are passed over and
 * only their beginning is read. What it holds at a time is bounded.
 */
import { DataSetError } from '../dicom/errors.ts';
import { lookUp } from '../dicom/dictionary.ts';
import { ParsedDataSet } from '../dicom/data-set.ts';
import { parseDataSet } from '../dicom/parse.ts';
import { TransferSyntax, transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import { vrFromBytes, vrOf } from '../dicom/vr.ts';

/** Bytes of one data set, plain (not deflated). Fewer than asked for at the end. */
export interface DataSetBytes {
  readonly length: number;
  readonly read: (at: number, length: number) => Uint8Array;
}

/** Some elements that are wholly there; or one whose value is too long, with the first bytes of it. */
export type Piece =
  | { readonly kind: 'elements'; readonly dataSet: ParsedDataSet }
  | { readonly kind: 'long'; readonly dataSet: ParsedDataSet; readonly length: number }
  /** What follows cannot be read. */
  | { readonly kind: 'fault'; readonly message: string };

const PIECE = 1024 * 1024;
const LONGEST_SEQUENCE = 64 * 1024 * 1024;
const UNDEFINED = 0xffffffff;
const SEQUENCE_DELIMITER = 0xfffee0dd;

export interface PiecesOptions {
  readonly transferSyntaxUid: string;
  /** Bytes that are read of a value that is too long. */
  readonly beginning: number;
}

export function* piecesOf(source: DataSetBytes, options: PiecesOptions): Generator<Piece, void, undefined> {
  const { transferSyntaxUid, beginning } = options;
  let characterSets: readonly string[] = [];
  let at = 0;
  let size = PIECE;
  while (at < source.length) {
    const bytes = source.read(at, size);
    const read = readElements(bytes, transferSyntaxUid, characterSets);
    if (characterSets.length === 0) characterSets = read.dataSet?.characterSets ?? [];
    if (read.dataSet && read.end > 0) yield { kind: 'elements', dataSet: read.dataSet };
    at += read.end;
    if (read.fault === undefined) return;
    if (read.end > 0) {
      size = PIECE;
      continue;
    }
    const element = elementAt(bytes, transferSyntaxUid);
    const end = element && endOf(source, at, element);
    if (element && end !== undefined) {
      const dataSet = parseDataSet(cut(bytes, element, beginning), element.syntax, { fallbackCharacterSets: characterSets });
      yield { kind: 'long', dataSet, length: end - at - element.header };
      at = end;
      size = PIECE;
    } else if (size < LONGEST_SEQUENCE && at + size < source.length) size *= 4;
    else {
      yield { kind: 'fault', message: read.fault };
      return;
    }
  }
}

interface ReadElements {
  readonly dataSet: ParsedDataSet | undefined;
  /** Behind the last element that is wholly there. */
  readonly end: number;
  readonly fault: string | undefined;
}

function readElements(bytes: Uint8Array, transferSyntaxUid: string, fallbackCharacterSets: readonly string[]): ReadElements {
  try {
    const dataSet = parseDataSet(bytes, plain(transferSyntaxUid), { fallbackCharacterSets });
    return { dataSet, end: bytes.length, fault: undefined };
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    const dataSet = error.partial instanceof ParsedDataSet ? error.partial : undefined;
    let end = 0;
    for (const { valueField } of dataSet?.elements ?? []) end = Math.max(end, valueField.byteOffset + valueField.length - bytes.byteOffset);
    return { dataSet, end, fault: error.message };
  }
}

/** What is inflated is explicit little endian (PS3.5 §A.5). */
const plain = (transferSyntaxUid: string): string =>
  transferSyntaxProperties(transferSyntaxUid).deflated ? TransferSyntax.ExplicitLittleEndian : transferSyntaxUid;

interface LongElement {
  readonly tag: number;
  readonly vr: string;
  /** Bytes before the value. */
  readonly header: number;
  readonly length: number;
  readonly littleEndian: boolean;
  readonly syntax: string;
}

/** The header of the element that the bytes begin with; undefined where there is no room for one. */
function elementAt(bytes: Uint8Array, transferSyntaxUid: string): LongElement | undefined {
  if (bytes.length < 12) return undefined;
  const syntax = plain(transferSyntaxUid);
  const { littleEndian } = transferSyntaxProperties(syntax);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = view.getUint16(0, littleEndian) * 0x10000 + view.getUint16(2, littleEndian);
  const spelled = transferSyntaxProperties(syntax).explicit ? vrFromBytes(bytes[4] ?? 0, bytes[5] ?? 0) : undefined;
  const base = { tag, littleEndian, syntax, vr: spelled ?? lookUp(tag)?.vr ?? 'UN' };
  if (spelled === undefined) return { ...base, header: 8, length: view.getUint32(4, littleEndian) };
  return vrOf(spelled).long
    ? { ...base, header: 12, length: view.getUint32(8, littleEndian) }
    : { ...base, header: 8, length: view.getUint16(6, littleEndian) };
}

/** Where a long value ends; undefined for sequences, which are read, and for values that go beyond the file. */
function endOf(source: DataSetBytes, at: number, element: LongElement): number | undefined {
  if (element.vr === 'SQ') return undefined;
  const start = at + element.header;
  if (element.length !== UNDEFINED) return start + element.length <= source.length ? start + element.length : undefined;
  if (element.tag !== 0x7fe00010) return undefined;
  for (let position = start; position + 8 <= source.length; ) {
    const item = source.read(position, 8);
    const view = new DataView(item.buffer, item.byteOffset, item.byteLength);
    const tag = view.getUint16(0, true) * 0x10000 + view.getUint16(2, true);
    position += 8;
    if (tag === SEQUENCE_DELIMITER) return position;
    position += view.getUint32(4, true);
  }
  return source.length;
}

/** The element with the beginning of its value only; fragments become bytes. */
function cut(bytes: Uint8Array, element: LongElement, beginning: number): Uint8Array {
  const kept = Math.min(beginning, element.length, bytes.length - element.header) & ~7;
  const copy = bytes.slice(0, element.header + kept);
  const view = new DataView(copy.buffer);
  if (element.header === 12) view.setUint32(8, kept, element.littleEndian);
  else if (element.vr === 'UN' || !transferSyntaxProperties(element.syntax).explicit) view.setUint32(4, kept, element.littleEndian);
  else view.setUint16(6, kept, element.littleEndian);
  return copy;
}
