/**
 * A data set with some of its elements changed, as a row of pieces: ranges of the original that stay byte for byte, and bytes that are new.
 * Nothing is decoded and written again that was not changed; lengths of the sequences around a change are written anew (PS3.5 §7.5).
 */
import { concat } from '../lib/bytes.ts';
import { decodeText } from './character-set.ts';
import { encodeElements, type PlainElement } from './encode.ts';
import type { RandomBytes } from './random-bytes.ts';
import { codingWithin, SourceWalker, vrFound, type ItemPlace } from './source-walk.ts';
import { isGroupLength, isPrivate, isPrivateCreator } from './tag.ts';
import type { Tag } from './types.ts';
import { trimmed } from './values.ts';
import type { Coding, ElementHeader, Range } from './walk.ts';

export type Piece =
  { readonly kind: 'source'; readonly start: number; readonly end: number } | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export interface Step {
  readonly tag: Tag;
  /** From 0. */
  readonly item: number;
}

/** One data set of the nest: the top, or an item. */
export interface Level {
  /** The sequences and items that lead to it; empty at the top. */
  readonly path: readonly Step[];
  /** Specific Character Set in force. */
  readonly characterSets: readonly string[];
  readonly coding: Coding;
}

export interface Visited {
  readonly tag: Tag;
  /** Two letters; 'SQ' for whatever has items. */
  readonly vr: string;
  /** Value of the creator that reserved a private element's block. */
  readonly creator: string | undefined;
  /** Of the value field. */
  readonly length: number;
  readonly encapsulated: boolean;
  readonly level: Level;
  /** The value field as it stands in the data, or its beginning. */
  readonly value: (maximum?: number) => Uint8Array;
  /** The element with its header, as it stands in the data. */
  readonly whole: () => Uint8Array;
  /** The value decoded by the character set in force; of strings and texts only. */
  readonly text: () => string;
}

export type Change =
  | 'keep'
  | 'remove'
  /** Its items are visited; of a sequence only. */
  | 'descend'
  | Pick<PlainElement, 'vr' | 'value'>;

export interface Visitor {
  readonly element: (element: Visited) => Change;
  /** Elements that a level gets, in ascending order; they take the place of those that are there. */
  readonly additions?: (level: Level) => readonly PlainElement[];
}

const SPECIFIC_CHARACTER_SET = 0x00080005;

/** Ends of large values are found by their headers. @throws DataSetError where the data cannot be read. */
export function rewrite(source: RandomBytes, coding: Coding, visitor: Visitor): readonly Piece[] {
  const walk = new Rewriting(source, visitor);
  return walk.level({ start: 0, end: source.length }, { path: [], characterSets: [], coding }).pieces;
}

/** Visits every element and changes nothing. */
export function visit(source: RandomBytes, coding: Coding, element: (element: Visited) => 'descend' | 'keep'): void {
  rewrite(source, coding, { element });
}

interface Written {
  readonly pieces: readonly Piece[];
  readonly length: number;
  readonly changed: boolean;
}

class Rewriting {
  readonly #walker: SourceWalker;

  constructor(
    source: RandomBytes,
    readonly visitor: Visitor,
  ) {
    this.#walker = new SourceWalker(source);
  }

  level(range: Range, inherited: Level): Written {
    const out = new Pieces();
    const level = { ...inherited, characterSets: this.#characterSets(range, inherited) };
    const additions = [...(this.visitor.additions?.(level) ?? [])];
    const creators = new Map<number, string>();
    let end = range.start;
    for (const header of this.#walker.elements(range, level.coding, level.path.length)) {
      for (let next = additions[0]; next && next.tag < header.tag; next = additions[0]) {
        out.add(encodeElements([next], level.coding));
        additions.shift();
      }
      end = header.end;
      if (header.tag === additions[0]?.tag || isGroupLength(header.tag)) {
        out.changed = true;
        continue;
      }
      this.#element(header, { level, creators, out });
    }
    for (const addition of additions) out.add(encodeElements([addition], level.coding));
    // What is no element (padding) stays behind the last one.
    if (!out.changed && end < range.end) out.keep(end, range.end);
    return out;
  }

  #element(header: ElementHeader, at: { readonly level: Level; readonly creators: Map<number, string>; readonly out: Pieces }): void {
    const { level, creators, out } = at;
    const element = this.#visited(header, level, creators);
    const change = this.visitor.element(element);
    if (change === 'keep') out.keep(header.offset, header.end);
    else if (change === 'remove') out.changed = true;
    else if (change === 'descend') this.#sequence(header, level, out);
    else out.add(encodeElements([{ tag: header.tag, ...change }], level.coding));
  }

  #visited(header: ElementHeader, level: Level, creators: Map<number, string>): Visited {
    const { tag } = header;
    const decoded = (vr: string): string =>
      decodeText(this.#walker.value(header), vr, { characterSets: level.characterSets, fallback: [] }).text;
    if (isPrivateCreator(tag)) creators.set((tag >>> 16) * 0x100 + (tag & 0xff), trimmed(decoded('LO'), 'LO'));
    const creator = isPrivate(tag) && !isPrivateCreator(tag) ? creators.get((tag >>> 16) * 0x100 + ((tag & 0xffff) >>> 8)) : undefined;
    const vr = vrFound(header, creator);
    const length = header.end - header.start;
    return {
      tag,
      vr,
      creator,
      length,
      level,
      encapsulated: header.undefinedLength && vr !== 'SQ',
      value: (maximum = length) => this.#walker.value({ start: header.start, end: header.start + Math.min(maximum, length) }),
      whole: () => this.#walker.value({ start: header.offset, end: header.end }),
      text: () => decoded(vr),
    };
  }

  #sequence(header: ElementHeader, level: Level, out: Pieces): void {
    const inner = codingWithin(header, level.coding);
    const items: { readonly place: ItemPlace; readonly written: Written }[] = [];
    for (const place of this.#walker.items(header, level.coding, level.path.length)) {
      const path = [...level.path, { tag: header.tag, item: items.length }];
      items.push({ place, written: this.level(place, { path, characterSets: level.characterSets, coding: inner }) });
    }
    if (!items.some(({ written }) => written.changed)) return out.keep(header.offset, header.end);
    out.changed = true;
    if (header.undefinedLength) out.keep(header.offset, header.start);
    else {
      out.keep(header.offset, header.start - 4);
      out.add(
        uint32(
          items.reduce((sum, { written, place }) => sum + 8 + written.length + (place.undefinedLength ? 8 : 0), 0),
          level.coding,
        ),
      );
    }
    for (const { place, written } of items) {
      if (place.undefinedLength) out.keep(place.offset, place.start);
      else {
        out.keep(place.offset, place.start - 4);
        out.add(uint32(written.length, inner));
      }
      out.append(written);
      if (place.undefinedLength) out.keep(place.end, place.next);
    }
    if (header.undefinedLength) out.keep(header.end - 8, header.end);
  }

  /** Stands near the beginning of its level; looked for before anything is decoded. */
  #characterSets(range: Range, { characterSets, coding, path }: Level): readonly string[] {
    for (const header of this.#walker.elements(range, coding, path.length)) {
      if (header.tag > SPECIFIC_CHARACTER_SET) return characterSets;
      if (header.tag !== SPECIFIC_CHARACTER_SET) continue;
      const declared = decodeText(this.#walker.value(header), 'CS', { characterSets: [], fallback: [] }).text;
      return declared.split('\\').map((value) => trimmed(value, 'CS'));
    }
    return characterSets;
  }
}

function uint32(value: number, { littleEndian }: Coding): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, littleEndian);
  return bytes;
}

class Pieces implements Written {
  readonly pieces: Piece[] = [];
  length = 0;
  changed = false;

  keep(start: number, end: number): void {
    const last = this.pieces.at(-1);
    if (last?.kind === 'source' && last.end === start) this.pieces[this.pieces.length - 1] = { kind: 'source', start: last.start, end };
    else if (end > start) this.pieces.push({ kind: 'source', start, end });
    this.length += end - start;
  }

  add(bytes: Uint8Array): void {
    this.changed = true;
    this.length += bytes.length;
    this.pieces.push({ kind: 'bytes', bytes });
  }

  append(written: Written): void {
    for (const piece of written.pieces) {
      if (piece.kind === 'source') this.keep(piece.start, piece.end);
      else this.add(piece.bytes);
    }
  }
}

export const lengthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, piece) => sum + (piece.kind === 'source' ? piece.end - piece.start : piece.bytes.length), 0);

/** The rewritten data set in parts of at most `size` bytes; small pieces are put together. */
export function* partsOf(source: RandomBytes, pieces: readonly Piece[], size = 512 * 1024): Generator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = [];
  let held = 0;
  for (const piece of pieces) {
    const length = piece.kind === 'source' ? piece.end - piece.start : piece.bytes.length;
    for (let at = 0; at < length;) {
      const take = Math.min(length - at, size - held);
      waiting.push(piece.kind === 'source' ? source.read(piece.start + at, take) : piece.bytes.subarray(at, at + take));
      at += take;
      held += take;
      if (held < size) continue;
      yield waiting.length === 1 && waiting[0] ? waiting[0] : concat(waiting);
      waiting = [];
      held = 0;
    }
  }
  if (held > 0) yield concat(waiting);
}
