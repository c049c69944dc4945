/** A data set to bytes (PS3.5 §7.1, §10, Annex A), strict: ascending tags, even lengths, the VR's padding, lengths that are known. */
import { ByteWriter } from './byte-writer.ts';
import { encodeText } from './character-set-encode.ts';
import { ParsedDataSet } from './data-set.ts';
import { EncodingError } from './errors.ts';
import { isGroupLength } from './tag.ts';
import { TransferSyntax, transferSyntaxProperties } from './transfer-syntax.ts';
import type { DataSet, Element, Tag } from './types.ts';
import { uidName } from './uids.ts';
import { vrOf } from './vr.ts';
import { ITEM, UNDEFINED_LENGTH, type Coding } from './walk.ts';

/** An element ready to be written: a value in little endian, or items. */
export interface PlainElement {
  readonly tag: Tag;
  readonly vr: string;
  readonly value: Uint8Array | readonly (readonly PlainElement[])[];
  /** The value is a row of fragments and is written with undefined length. */
  readonly encapsulated?: boolean;
}

export interface EncodeOptions {
  /** Text is written in these sets and (0008,0005) says so; without it text keeps its bytes. */
  readonly characterSets?: readonly string[];
  /** Deflates to a raw deflate stream; needed for Deflated Explicit VR Little Endian. */
  readonly deflate?: (bytes: Uint8Array) => Uint8Array;
}

const SPECIFIC_CHARACTER_SET = 0x00080005;

/**
 * Group lengths are left out (PS3.5 §7.2). Encapsulated pixel data keep their fragments: the syntax must be one that has them.
 * @throws EncodingError naming the character that the wanted character set lacks.
 */
export function encodeDataSet(dataSet: DataSet, transferSyntaxUid: string, options: EncodeOptions = {}): Uint8Array {
  if (isWrittenSo(dataSet, transferSyntaxUid, options)) return dataSet.source.walker.bytes;
  const properties = transferSyntaxProperties(transferSyntaxUid);
  const elements = plainElements(dataSet, options.characterSets);
  if (!properties.encapsulated && elements.some(({ encapsulated }) => encapsulated)) {
    throw new EncodingError('invalid-value', `Compressed pixel data cannot be written in ${uidName(transferSyntaxUid)}`);
  }
  const bytes = encodeElements(elements, properties);
  if (!properties.deflated) return bytes;
  if (!options.deflate) throw new EncodingError('invalid-value', `${TransferSyntax.DeflatedLittleEndian} needs a deflate function`);
  return evened(options.deflate(bytes));
}

const isWrittenSo = (dataSet: DataSet, transferSyntaxUid: string, { characterSets }: EncodeOptions): dataSet is ParsedDataSet =>
  !characterSets &&
  dataSet instanceof ParsedDataSet &&
  dataSet.depth === 0 &&
  dataSet.source.asWritten === true &&
  dataSet.transferSyntaxUid === transferSyntaxUid;

function evened(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1);
  even.set(bytes);
  return even;
}

function plainElements(dataSet: DataSet, characterSets: readonly string[] | undefined, nested = false): PlainElement[] {
  const elements: PlainElement[] = [];
  for (const element of dataSet.elements) {
    if (isGroupLength(element.tag) || (characterSets && element.tag === SPECIFIC_CHARACTER_SET)) continue;
    elements.push(plainElement(dataSet, element, characterSets));
  }
  if (characterSets && !nested)
    elements.push({ tag: SPECIFIC_CHARACTER_SET, vr: 'CS', value: encodeText(characterSets.join('\\'), 'CS', []) });
  return elements.sort((a, b) => a.tag - b.tag);
}

/** An element as it stands, or with its text written in other character sets. */
export function plainElement(dataSet: DataSet, element: Element, characterSets: readonly string[] | undefined): PlainElement {
  const { tag, vr } = element;
  if (element.items) return { tag, vr, value: element.items.map((item) => plainElements(item, characterSets, true)) };
  if (characterSets && vrOf(vr).kind === 'text') return { tag, vr, value: encodeText(dataSet.texts(tag).join('\\'), vr, characterSets) };
  if (element.encapsulated) return { tag, vr, value: element.bytes, encapsulated: true };
  return { tag, vr, value: element.littleEndian ? element.bytes : swapped(element.bytes, vrOf(vr).unit) };
}

/** Elements in ascending order of tags, values in little endian, to a data set. */
export function encodeElements(elements: readonly PlainElement[], coding: Coding): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(coding.littleEndian);
  for (const element of elements) writeElement(writer, element, coding);
  return writer.written;
}

function writeElement(writer: ByteWriter, element: PlainElement, coding: Coding): void {
  const { tag, vr } = element;
  const value = element.value instanceof Uint8Array ? ordered(element.value, vr, coding) : encodeItems(element.value, coding);
  const form = vrOf(vr);
  const odd = value.length % 2;
  writeHeader(writer, { tag, vr, length: element.encapsulated ? UNDEFINED_LENGTH : value.length + odd }, coding);
  writer.append(value);
  if (odd) writer.uint8(form.pad);
}

/** A value too long for a 16 bit length field is written as UN (PS3.5 §6.2.2, note 1). */
function writeHeader(
  writer: ByteWriter,
  header: { readonly tag: Tag; readonly vr: string; readonly length: number },
  coding: Coding,
): void {
  writer.uint16(header.tag >>> 16);
  writer.uint16(header.tag & 0xffff);
  if (!coding.explicit) {
    writer.uint32(header.length);
    return;
  }
  const long = vrOf(header.vr).long;
  if (!long && header.length <= 0xffff) {
    writer.ascii(header.vr);
    writer.uint16(header.length);
    return;
  }
  writer.ascii(long ? header.vr : 'UN');
  writer.uint16(0);
  writer.uint32(header.length);
}

function encodeItems(items: readonly (readonly PlainElement[])[], coding: Coding): Uint8Array {
  const writer = new ByteWriter(coding.littleEndian);
  for (const item of items) {
    const bytes = encodeElements(item, coding);
    writer.uint16(ITEM >>> 16);
    writer.uint16(ITEM & 0xffff);
    writer.uint32(bytes.length);
    writer.append(bytes);
  }
  return writer.written;
}

const ordered = (value: Uint8Array, vr: string, { littleEndian }: Coding): Uint8Array =>
  littleEndian ? value : swapped(value, vrOf(vr).unit);

function swapped(bytes: Uint8Array, unit: number): Uint8Array {
  if (unit === 1) return bytes;
  const out = bytes.slice();
  for (let at = 0; at + unit <= out.length; at += unit) out.subarray(at, at + unit).reverse();
  return out;
}
