/** The DICOM JSON model (PS3.18 Annex F), both ways. Group lengths and empty padding are left out; text is UTF-8, so (0008,0005) says so. */
import { fromBase64, toBase64 } from './base64.ts';
import { buildDataSet, type EntryScalar, type EntryValue, type TypedEntry } from './build.ts';
import { EncodingError } from './errors.ts';
import { hexTag, isGroupLength, parseTag } from './tag.ts';
import type { DataSet, Element, Tag } from './types.ts';
import { binaryNumbers, splitPersonName } from './values.ts';
import { vrOf } from './vr.ts';

export interface JsonPersonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

export type JsonValue = string | number | null | JsonPersonName | DicomJson;

export interface JsonElement {
  readonly vr: string;
  readonly Value?: readonly JsonValue[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

export interface DicomJson {
  readonly [tag: string]: JsonElement;
}

const SPECIFIC_CHARACTER_SET = 0x00080005;

export function toDicomJson(dataSet: DataSet): DicomJson {
  const json: Record<string, JsonElement> = {};
  for (const element of dataSet.elements) {
    if (!isGroupLength(element.tag)) json[hexTag(element.tag)] = jsonElement(dataSet, element);
  }
  return json;
}

function jsonElement(dataSet: DataSet, element: Element): JsonElement {
  const { vr, tag } = element;
  if (tag === SPECIFIC_CHARACTER_SET) return { vr, Value: ['ISO_IR 192'] };
  if (element.items) return element.items.length === 0 ? { vr } : { vr, Value: element.items.map(toDicomJson) };
  if (vrOf(vr).kind === 'binary') return element.bytes.length === 0 ? { vr } : { vr, InlineBinary: toBase64(littleEndianBytes(element)) };
  const values = jsonValues(dataSet, element);
  return values.length === 0 ? { vr } : { vr, Value: values };
}

function littleEndianBytes({ bytes, littleEndian, vr }: Element): Uint8Array {
  const { unit } = vrOf(vr);
  if (littleEndian || unit === 1) return bytes;
  const swapped = bytes.slice();
  for (let at = 0; at + unit <= swapped.length; at += unit) swapped.subarray(at, at + unit).reverse();
  return swapped;
}

function jsonValues(dataSet: DataSet, element: Element): readonly JsonValue[] {
  const { vr, tag } = element;
  switch (vr) {
    case 'PN':
      return dataSet.texts(tag).map((value) => (value === '' ? null : jsonName(value)));
    case 'DS':
    case 'IS':
      return dataSet.texts(tag).map((value) => (value === '' ? null : Number.isFinite(Number(value)) ? Number(value) : value));
    case 'FL':
    case 'FD':
    case 'SL':
    case 'SS':
    case 'UL':
    case 'US':
    case 'SV':
    case 'UV':
      return binaryNumbers(element).map(jsonNumber);
    default:
      return dataSet.texts(tag).map((value) => (value === '' ? null : value));
  }
}

/** What JSON numbers cannot hold is written as text (PS3.18 §F.2.3, §F.2.5). */
function jsonNumber(value: number | bigint): number | string {
  const number = Number(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(number) ? number : String(value);
  return Number.isFinite(number) ? number : Number.isNaN(number) ? 'NaN' : number > 0 ? 'inf' : '-inf';
}

function jsonName(value: string): JsonPersonName {
  const { alphabetic, ideographic, phonetic } = splitPersonName(value);
  return {
    ...(alphabetic === '' ? {} : { Alphabetic: alphabetic }),
    ...(ideographic === '' ? {} : { Ideographic: ideographic }),
    ...(phonetic === '' ? {} : { Phonetic: phonetic }),
  };
}

/**
 * A data set from the JSON model; text is written in UTF-8.
 * @throws EncodingError for what is no tag, bulk data that lies elsewhere, and values that their VR forbids.
 */
export function fromDicomJson(json: DicomJson): DataSet {
  return buildDataSet([...entries(json), [SPECIFIC_CHARACTER_SET, 'ISO_IR 192']]);
}

function* entries(json: DicomJson): Iterable<readonly [Tag, TypedEntry]> {
  for (const [name, element] of Object.entries(json)) {
    const tag = parseTag(name);
    if (tag === undefined) throw new EncodingError('unknown-attribute', `${name} is no tag`);
    if (tag !== SPECIFIC_CHARACTER_SET) yield [tag, { vr: element.vr, value: entryValue(name, element) }];
  }
}

function entryValue(name: string, element: JsonElement): EntryValue {
  if (element.BulkDataURI !== undefined) throw new EncodingError('invalid-value', `${name} lies elsewhere: ${element.BulkDataURI}`);
  if (element.InlineBinary !== undefined) {
    const bytes = fromBase64(element.InlineBinary);
    if (!bytes) throw new EncodingError('invalid-value', `${name} is not base 64`);
    return bytes;
  }
  const values = element.Value ?? [];
  if (element.vr === 'SQ') return values.map((item) => [...entries(isItem(item) ? item : {})]);
  return values.map((value) => scalar(element.vr, value));
}

const isItem = (value: JsonValue): value is DicomJson => typeof value === 'object' && value !== null;

const SPELLED_NUMBERS: Readonly<Record<string, number>> = { NaN: NaN, inf: Infinity, '-inf': -Infinity };

function scalar(vr: string, value: JsonValue): EntryScalar {
  if (value === null) return '';
  if (typeof value === 'object') {
    const { Alphabetic, Ideographic, Phonetic } = value as JsonPersonName;
    return { alphabetic: Alphabetic ?? '', ideographic: Ideographic ?? '', phonetic: Phonetic ?? '' };
  }
  if (typeof value === 'string' && (vr === 'FL' || vr === 'FD')) return SPELLED_NUMBERS[value] ?? Number(value);
  return typeof value === 'string' && (vr === 'SV' || vr === 'UV') ? BigInt(value) : value;
}
