/** Rows of the tag view: a level at a time, or what a search finds at any depth. Values are read as far as a row shows them. */
import type { TagRow } from '../contract/inbox.ts';
import type { TagBytes, TagRows } from '../contract/tags.ts';
import { decodeText } from '../dicom/character-set.ts';
import { lookUp } from '../dicom/dictionary.ts';
import { hexTag } from '../dicom/tag.ts';
import type { Tag } from '../dicom/types.ts';
import { attributeTags, binaryNumbers, trimmed } from '../dicom/values.ts';
import { vrOf } from '../dicom/vr.ts';
import { latin1, toHex } from '../lib/bytes.ts';
import { bytesOf, elementsIn, itemLevel, itemsOf, levelsOf, littleEndianOf, type FoundElement, type Place } from './elements.ts';
import type { ObjectBytes } from './open-object.ts';

const SHOWN = 256;
const WHOLE = 1024 * 1024;
const MOST_FOUND = 2_000;

export const tagText = (tag: Tag): string => {
  const hex = hexTag(tag).toLowerCase();
  return `${hex.slice(0, 4)},${hex.slice(4)}`;
};

/** @param path '' the top; of a sequence its items; of an item its elements. */
export function levelRows(object: ObjectBytes, path: string, { from, limit }: { readonly from: number; readonly limit: number }): TagRows {
  const rows: TagRow[] = [];
  let number = 0;
  for (const row of childrenOf(object, path)) {
    number += 1;
    if (number <= from) continue;
    if (rows.length >= limit) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more: false };
}

function* childrenOf(object: ObjectBytes, path: string): Generator<TagRow, void, undefined> {
  if (path === '') {
    for (const level of levelsOf(object)) yield* rowsIn(level, { path: '', depth: 0 });
    return;
  }
  const found = resolve(object, path);
  if (!found) return;
  if (found.kind === 'element') {
    for (const [item, { depth }] of countedItems(found.element)) yield itemRow(`${path}[${item}]`, depth, item);
  } else yield* rowsIn(found.level, { path: `${path}.`, depth: found.depth });
}

function* countedItems(element: FoundElement): Generator<readonly [number, { readonly depth: number }], void, undefined> {
  let item = 0;
  for (const _ of itemsOf(element)) yield [item++, { depth: element.level.depth * 2 + 1 }];
}

const itemRow = (path: string, depth: number, item: number): TagRow => ({
  path,
  tag: '',
  keyword: '',
  name: `Item ${item + 1}`,
  vr: '',
  length: 0,
  offset: 0,
  value: '',
  cut: false,
  depth,
  kind: 'item',
});

interface At {
  readonly path: string;
  readonly depth: number;
}

function* rowsIn(level: Place, at: At): Generator<TagRow, void, undefined> {
  for (const found of elementsIn(level)) yield found.kind === 'element' ? elementRow(found, at) : faultRow(found.message, at);
}

const faultRow = (message: string, { path, depth }: At): TagRow => ({
  path: `${path}fault`,
  tag: '',
  keyword: '',
  name: 'What follows cannot be read',
  vr: '',
  length: 0,
  offset: 0,
  value: message,
  cut: false,
  depth,
  kind: 'element',
});

function elementRow(element: FoundElement, { path, depth }: At): TagRow {
  const { header, tag, vr, creator, level } = element;
  const entry = lookUp(tag, creator);
  const value = shown(element, SHOWN);
  const tagged = tagText(tag);
  return {
    path: path + tagged,
    tag: tagged,
    keyword: entry?.keyword ?? '',
    name: entry?.name || (creator ?? ''),
    vr,
    length: header.end - header.start,
    offset: header.offset + level.shift,
    value: value.text,
    cut: value.cut,
    depth,
    kind: vr === 'SQ' ? 'sequence' : 'element',
  };
}

export interface Shown {
  readonly text: string;
  readonly cut: boolean;
}

/** The value as text, up to `maximum` characters. */
export function shown(element: FoundElement, maximum: number): Shown {
  const { header, vr, level } = element;
  const length = header.end - header.start;
  if (vr === 'SQ') return { text: counted(element), cut: false };
  if (header.undefinedLength) return { text: 'Compressed pixel data', cut: false };
  const bytes = bytesOf(element, maximum * 4);
  const beyond = length > bytes.length;
  const { kind } = vrOf(vr);
  if (kind === 'text' || kind === 'string') {
    const whole = decodeText(bytes, vr, { characterSets: level.characterSets, fallback: [] }).text;
    const text = whole
      .split('\\')
      .map((value) => trimmed(value, vr))
      .join('\\');
    return cutTo(text, maximum, beyond);
  }
  if (kind === 'number') return cutTo(binaryNumbers({ vr, bytes, littleEndian: littleEndianOf(element) }).join('\\'), maximum, beyond);
  if (kind === 'tag') return cutTo(attributeTags({ vr, bytes, littleEndian: littleEndianOf(element) }).join('\\'), maximum, beyond);
  const printable = latin1(bytes).replace(/[ \0]+$/, '');
  if (vr === 'UN' && printable !== '' && /^[\x20-\x7e\r\n\t]*$/.test(printable)) return cutTo(printable, maximum, beyond);
  return cutTo(toHex(bytes.subarray(0, maximum), ' '), maximum, beyond);
}

const cutTo = (text: string, maximum: number, beyond: boolean): Shown => ({
  text: text.slice(0, maximum),
  cut: beyond || text.length > maximum,
});

function counted(element: FoundElement): string {
  let items = 0;
  for (const _ of itemsOf(element)) items += 1;
  return `${items} ${items === 1 ? 'item' : 'items'}`;
}

type Resolved =
  { readonly kind: 'element'; readonly element: FoundElement } | { readonly kind: 'level'; readonly level: Place; readonly depth: number };

/** Walks down a path, one level after the other. */
function resolve(object: ObjectBytes, path: string): Resolved | undefined {
  let levels: readonly Place[] = levelsOf(object);
  const parts = path.split('.');
  for (const [index, part] of parts.entries()) {
    const found = /^([0-9a-f]{4}),([0-9a-f]{4})(?:\[(\d{1,9})\])?$/.exec(part);
    if (!found) return undefined;
    const tag = parseInt(`${found[1] ?? ''}${found[2] ?? ''}`, 16);
    const element = elementIn(levels, tag);
    if (!element) return undefined;
    if (found[3] === undefined) return index === parts.length - 1 ? { kind: 'element', element } : undefined;
    const item = nth(itemsOf(element), Number(found[3]));
    if (!item) return undefined;
    const level = itemLevel(element, item);
    if (index === parts.length - 1) return { kind: 'level', level, depth: level.depth * 2 };
    levels = [level];
  }
  return undefined;
}

function elementIn(levels: readonly Place[], tag: Tag): FoundElement | undefined {
  for (const level of levels) for (const found of elementsIn(level)) if (found.kind === 'element' && found.tag === tag) return found;
  return undefined;
}

function nth<T>(all: Iterable<T>, wanted: number): T | undefined {
  let index = 0;
  for (const one of all) if (index++ === wanted) return one;
  return undefined;
}

/** Undefined when there is no such element. */
export function tagValue(object: ObjectBytes, path: string): string | undefined {
  const found = resolve(object, path);
  return found?.kind === 'element' ? shown(found.element, WHOLE).text : undefined;
}

export function tagBytes(
  object: ObjectBytes,
  path: string,
  { from, length }: { readonly from: number; readonly length: number },
): TagBytes | undefined {
  const found = resolve(object, path);
  if (found?.kind !== 'element') return undefined;
  const { header, level } = found.element;
  const start = Math.min(header.start + from, header.end);
  const bytes = level.walker.value({ start, end: Math.min(start + length, header.end) });
  return { bytes, length: header.end - header.start, offset: header.start + level.shift };
}

/** Rows with every word, each behind what it lies in. */
export function findRows(object: ObjectBytes, text: string): TagRows {
  const words = text
    .toLowerCase()
    .replace(/[()]/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const rows: TagRow[] = [];
  const fits = ({ tag, keyword, name, vr, value }: TagRow): boolean => {
    const whole = `${tag} ${tag.replace(',', '')} ${keyword} ${name} ${vr} ${value}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  };
  /** Adds what fits, and the way to it once. False when there is enough. */
  const look = (level: Place, at: At, way: TagRow[]): boolean => {
    for (const found of elementsIn(level)) {
      if (found.kind !== 'element') continue;
      const row = elementRow(found, at);
      const below = [...way, row];
      if (fits(row)) {
        rows.push(...way, row);
        way.length = 0;
        below.length = 0;
      }
      if (rows.length >= MOST_FOUND) return false;
      if (found.vr !== 'SQ') continue;
      let item = 0;
      for (const place of itemsOf(found)) {
        const itemPath = `${row.path}[${item}]`;
        const before = rows.length;
        const inner = [...below, itemRow(itemPath, at.depth + 1, item)];
        if (!look(itemLevel(found, place), { path: `${itemPath}.`, depth: at.depth + 2 }, inner)) return false;
        if (rows.length > before) {
          way.length = 0;
          below.length = 0;
        }
        item += 1;
      }
    }
    return true;
  };
  const whole = levelsOf(object).every((level) => look(level, { path: '', depth: 0 }, []));
  return { rows, more: !whole };
}
