/** A data set from keywords (or tags) and values: identifiers, command results, new objects. Strict: what PS3.5 §6.2 forbids is an error. */
import { encodeText } from './character-set-encode.ts';
import { lookUp, toTag } from './dictionary.ts';
import type { ParsedDataSet } from './data-set.ts';
import { encodeElements, type PlainElement } from './encode.ts';
import { EncodingError } from './errors.ts';
import { parseDataSet } from './parse.ts';
import { formatTag, isGroupLength } from './tag.ts';
import { TransferSyntax } from './transfer-syntax.ts';
import type { PersonName, Tag, TagOrKeyword } from './types.ts';
import { encodeNumbers, stringOf } from './value-encode.ts';
import { vrOf } from './vr.ts';

export type EntryScalar = string | number | bigint | PersonName;

/** A value, several, bytes as they stand (little endian), or the items of a sequence. null, '' and [] are an empty element. */
export type EntryValue = EntryScalar | null | Uint8Array | readonly EntryScalar[] | readonly Entries[];

/** A value with its VR where the dictionary has none (private elements) or leaves a choice. */
export interface TypedEntry {
  readonly vr: string;
  readonly value: EntryValue;
}

export type Entries =
  Readonly<Record<string, EntryValue | TypedEntry | undefined>> | Iterable<readonly [TagOrKeyword, EntryValue | TypedEntry | undefined]>;

/**
 * Text is written in the sets that the SpecificCharacterSet entry names. Without such an entry plain text needs none, and any other text
 * is written in UTF-8 (ISO_IR 192), which is then declared. Entries that are undefined are left out.
 * @throws EncodingError for unknown keywords, characters that the set lacks and values that their VR forbids.
 */
export function buildDataSet(entries: Entries): ParsedDataSet {
  const pairs = pairsOf(entries);
  const declared = pairs.find(([tag]) => toTag(tag) === 0x00080005)?.[1];
  if (declared !== undefined) return dataSetOf(elementsOf(pairs, characterSetsOf(declared)));
  try {
    return dataSetOf(elementsOf(pairs, []));
  } catch (error) {
    if (!(error instanceof EncodingError) || error.code !== 'unrepresentable-character') throw error;
    return dataSetOf(elementsOf([...pairs, ['SpecificCharacterSet', 'ISO_IR 192']], ['ISO_IR 192']));
  }
}

/** @param elements in ascending order of tags. */
export function dataSetOf(elements: readonly PlainElement[]): ParsedDataSet {
  const bytes = encodeElements(elements, EXPLICIT);
  // Group lengths would not be written again, and items are looked into for them.
  const asWritten = elements.every(({ tag, value }) => value instanceof Uint8Array && !isGroupLength(tag));
  return parseDataSet(bytes, TransferSyntax.ExplicitLittleEndian, { asWritten });
}

const EXPLICIT = { explicit: true, littleEndian: true };

type Pair = readonly [TagOrKeyword, EntryValue | TypedEntry | undefined];

const isIterable = (entries: Entries): entries is Iterable<Pair> => Symbol.iterator in entries;
const pairsOf = (entries: Entries): readonly Pair[] => (isIterable(entries) ? [...entries] : Object.entries(entries));

function characterSetsOf(value: EntryValue | TypedEntry): readonly string[] {
  const plain = isTyped(value) ? value.value : value;
  if (typeof plain === 'string') return plain.split('\\');
  return Array.isArray(plain) ? plain.map(String) : [];
}

const isTyped = (value: EntryValue | TypedEntry): value is TypedEntry =>
  typeof value === 'object' && value !== null && 'vr' in value && 'value' in value;

/** Elements of one level in ascending order. */
export function elementsOf(entries: Entries, characterSets: readonly string[]): readonly PlainElement[] {
  const elements: PlainElement[] = [];
  for (const [key, entry] of pairsOf(entries)) {
    if (entry === undefined) continue;
    const tag = toTag(key);
    if (tag === undefined) throw new EncodingError('unknown-attribute', `${String(key)} is neither a keyword nor a tag`);
    const vr = isTyped(entry) ? entry.vr : writtenVr(tag);
    elements.push({ tag, vr, value: encodeValue({ tag, vr, characterSets }, isTyped(entry) ? entry.value : entry) });
  }
  elements.sort((a, b) => a.tag - b.tag);
  const twice = elements.find(({ tag }, index) => elements[index + 1]?.tag === tag);
  if (twice) throw new EncodingError('invalid-value', `${formatTag(twice.tag)} is given twice`);
  return elements;
}

function writtenVr(tag: Tag): string {
  const vr = lookUp(tag)?.vr;
  switch (vr) {
    case undefined:
      throw new EncodingError('unknown-attribute', `The VR of ${formatTag(tag)} is not known and must be given`);
    case 'xs':
      return 'US';
    case 'ox':
    case 'lt':
      return 'OW';
    default:
      return vr;
  }
}

interface Place {
  readonly tag: Tag;
  readonly vr: string;
  readonly characterSets: readonly string[];
}

function encodeValue(place: Place, value: EntryValue): PlainElement['value'] {
  if (value instanceof Uint8Array) return value;
  const values: readonly (EntryScalar | Entries)[] = value === null || value === '' ? [] : isList(value) ? value : [value];
  const { vr, tag, characterSets } = place;
  switch (vrOf(vr).kind) {
    case 'sequence':
      return values.map((item) => elementsOf(asEntries(item, tag), itemCharacterSets(item, characterSets)));
    case 'text':
    case 'string': {
      const text = values.map((one) => stringOf(place, one)).join('\\');
      return encodeText(text, vr, vrOf(vr).kind === 'text' ? characterSets : []);
    }
    case 'number':
    case 'tag':
    case 'binary':
      return encodeNumbers(place, values);
  }
}

const isList = (value: EntryValue): value is readonly EntryScalar[] | readonly Entries[] => Array.isArray(value);

const isEntries = (item: EntryScalar | Entries): item is Entries =>
  typeof item === 'object' && !('alphabetic' in item && 'phonetic' in item);

function asEntries(item: EntryScalar | Entries, tag: Tag): Entries {
  if (!isEntries(item)) throw new EncodingError('invalid-value', `${formatTag(tag)} is a sequence and takes items`);
  return item;
}

function itemCharacterSets(item: EntryScalar | Entries, inherited: readonly string[]): readonly string[] {
  if (!isEntries(item)) return inherited;
  const declared = pairsOf(item).find(([tag]) => toTag(tag) === 0x00080005)?.[1];
  return declared === undefined ? inherited : characterSetsOf(declared);
}
