/**
 * One query of the inbox (PS3.4 §C.4.1): which of what the index offers matches the identifier's keys, and the answer for each. A file is
 * opened only for a key that the index does not keep.
 */
import { encodeText } from '../dicom/character-set-encode.ts';
import { dataSetOf } from '../dicom/build.ts';
import type { PlainElement } from '../dicom/encode.ts';
import { EncodingError } from '../dicom/errors.ts';
import { matchesAttribute, matchesSequence } from '../dicom/matching.ts';
import { isGroupLength } from '../dicom/tag.ts';
import type { DataSet, Element } from '../dicom/types.ts';
import { vrOf } from '../dicom/vr.ts';
import type { QueryLevel } from '../services/types.ts';
import { inFileAt, indexedAt } from './query-attributes.ts';
import type { Found } from './query-rows.ts';

const UTF8 = ['ISO_IR 192'];
const CHARACTER_SET = 0x00080005;

export interface QueryMatchOptions {
  readonly level: QueryLevel;
  readonly identifier: DataSet;
  /** AE title from which what was found can be retrieved (0008,0054). */
  readonly retrieveTitle: string;
  /** SOP Class UIDs in a study (0008,0062), asked only when the key is there. */
  readonly sopClasses: (found: Found) => readonly string[];
  /** Header of a file of what was found; undefined when there is none that can be read. */
  readonly header: (found: Found) => DataSet | undefined;
}

interface Key {
  readonly element: Element;
  readonly values: readonly string[];
  readonly indexed: ((found: Found) => readonly string[]) | undefined;
}

export class QueryMatch {
  readonly #options: QueryMatchOptions;
  readonly #keys: readonly Key[];
  readonly #own: readonly PlainElement[];
  #headerOf: Found | undefined;
  #header: DataSet | undefined;

  constructor(options: QueryMatchOptions) {
    this.#options = options;
    const { identifier, level, sopClasses } = options;
    const keys: Key[] = [];
    for (const element of identifier.elements) {
      const { tag } = element;
      const indexed = tag === 0x00080062 && level !== 'PATIENT' ? sopClasses : indexedAt(level, tag);
      if (isGroupLength(tag) || (!indexed && !inFileAt(level, tag))) continue;
      keys.push({ element, indexed, values: identifier.texts(tag) });
    }
    // What the index answers is asked first: a file is opened only for what is left.
    this.#keys = [...keys.filter(({ indexed }) => indexed), ...keys.filter(({ indexed }) => !indexed)];
    this.#own = [
      { tag: 0x00080052, vr: 'CS', value: encodeText(level, 'CS', []) },
      { tag: 0x00080054, vr: 'AE', value: encodeText(options.retrieveTitle, 'AE', []) },
      { tag: 0x00080056, vr: 'CS', value: encodeText('ONLINE', 'CS', []) },
    ];
  }

  matches(found: Found): boolean {
    return this.#keys.every((key) => this.#matchesKey(key, found));
  }

  /** Text in the character set that was asked in where it has the characters, else in UTF-8. */
  answer(found: Found): DataSet {
    const asked = this.#options.identifier.characterSets;
    try {
      return this.#built(found, asked);
    } catch (error) {
      if (!(error instanceof EncodingError)) throw error;
      return this.#built(found, UTF8);
    }
  }

  #matchesKey({ element, indexed, values }: Key, found: Found): boolean {
    const { tag, vr, items } = element;
    if (items) {
      const universal = items.length === 0;
      return universal || matchesSequence(this.#fileHeader(found)?.items(tag) ?? [], items);
    }
    if (values.every((value) => value === '')) return true;
    return matchesAttribute({ vr, key: values, values: indexed ? indexed(found) : (this.#fileHeader(found)?.texts(tag) ?? []) });
  }

  #built(found: Found, characterSets: readonly string[]): DataSet {
    const elements: PlainElement[] = [...this.#own];
    for (const { element, indexed } of this.#keys) {
      const { tag, vr } = element;
      if (indexed) elements.push({ tag, vr, value: textValue(indexed(found), vr, characterSets) });
      else {
        const header = this.#fileHeader(found);
        const there = header?.element(tag);
        elements.push(header && there ? plainOf(header, there, characterSets) : { tag, vr, value: vr === 'SQ' ? [] : new Uint8Array(0) });
      }
    }
    if (characterSets.length > 0 || this.#options.identifier.has(CHARACTER_SET)) {
      elements.push({ tag: CHARACTER_SET, vr: 'CS', value: encodeText(characterSets.join('\\'), 'CS', []) });
    }
    elements.sort((a, b) => a.tag - b.tag);
    return dataSetOf(elements);
  }

  #fileHeader(found: Found): DataSet | undefined {
    if (this.#headerOf !== found) {
      this.#header = this.#options.header(found);
      this.#headerOf = found;
    }
    return this.#header;
  }
}

/** Values of the index are text; the few binary attributes among them are unsigned shorts. */
function textValue(values: readonly string[], vr: string, characterSets: readonly string[]): Uint8Array {
  const { kind } = vrOf(vr);
  if (kind === 'text' || kind === 'string') return encodeText(values.join('\\'), vr, kind === 'text' ? characterSets : []);
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint16(index * 2, Number(value), true);
  return bytes;
}

/** An element of a file as it is, its text in the answer's character set. */
function plainOf(dataSet: DataSet, element: Element, characterSets: readonly string[]): PlainElement {
  const { tag, vr, items } = element;
  if (items)
    return {
      tag,
      vr,
      value: items.map((item) =>
        Array.from(item.elements, (inner) => plainOf(item, inner, characterSets)).filter((inner) => inner.tag !== CHARACTER_SET),
      ),
    };
  const { kind, unit } = vrOf(vr);
  if (kind === 'text') return { tag, vr, value: encodeText(dataSet.texts(tag).join('\\'), vr, characterSets) };
  return { tag, vr, value: element.littleEndian || unit === 1 ? element.bytes : reversed(element.bytes, unit) };
}

function reversed(bytes: Uint8Array, unit: number): Uint8Array {
  const out = bytes.slice();
  for (let at = 0; at + unit <= out.length; at += unit) out.subarray(at, at + unit).reverse();
  return out;
}
