/**
 * The element walk (PS3.5 §7) over bytes that are not in memory: where each element and item begins and ends. Values are passed over, so
 * that an object of any length costs what its headers cost.
 */
import { lookUp } from './dictionary.ts';
import { DataSetError } from './errors.ts';
import { ByteWindow, type RandomBytes } from './random-bytes.ts';
import { isKnownVr, NO_VR, writtenVr, type WrittenVr } from './vr.ts';
import {
  IMPLICIT_LITTLE_ENDIAN,
  ITEM,
  ITEM_DELIMITER,
  PIXEL_DATA,
  SEQUENCE_DELIMITER,
  UNDEFINED_LENGTH,
  type Coding,
  type ElementHeader,
  type Range,
} from './walk.ts';

export interface ItemPlace extends Range {
  /** Where its tag begins. `end` is before its delimiter, if it has one. */
  readonly offset: number;
  readonly undefinedLength: boolean;
  /** What follows it. */
  readonly next: number;
}

const DEEPEST = 64;

export class SourceWalker {
  readonly #window: ByteWindow;

  constructor(readonly source: RandomBytes) {
    this.#window = new ByteWindow(source);
  }

  /** The elements of one level. @throws DataSetError where it cannot go on. */
  *elements(range: Range, coding: Coding, depth = 0): Generator<ElementHeader, void, undefined> {
    for (let position = range.start; position < range.end;) {
      if (this.#isPadding(position, range.end, coding)) return;
      const header = this.#header(position, range.end, coding);
      if (header.tag === ITEM_DELIMITER || header.tag === SEQUENCE_DELIMITER) {
        position = header.start;
        continue;
      }
      if (header.undefinedLength) header.end = this.#endOfUndefined(header, range.end, { coding, depth });
      yield header;
      position = header.end;
    }
  }

  /** The items of a sequence's value field. */
  *items(header: ElementHeader, coding: Coding, depth = 0): Generator<ItemPlace, void, undefined> {
    const inner = codingWithin(header, coding);
    if (depth >= DEEPEST) throw tooDeep(header.start);
    for (let position = header.start; position < header.end;) {
      const item = this.#item(position, header.end, { coding: inner, depth });
      if (item === 'end') return;
      if (item) yield item;
      position = item ? item.next : position + 8;
    }
  }

  /** The value field as it stands. */
  value({ start, end }: Range): Uint8Array {
    return this.source.read(start, end - start);
  }

  /** Undefined for the stray delimiter of an item. */
  #item(
    position: number,
    limit: number,
    { coding, depth }: { readonly coding: Coding; readonly depth: number },
  ): ItemPlace | 'end' | undefined {
    if (position + 8 > limit) throw new DataSetError('truncated', 'The sequence ends within an item header', { offset: position });
    const tag = this.#tag(position, coding.littleEndian);
    const length = this.#window.uint32(position + 4, coding.littleEndian);
    if (tag === SEQUENCE_DELIMITER) return 'end';
    if (tag === ITEM_DELIMITER) return undefined;
    if (tag !== ITEM) throw new DataSetError('malformed', 'An item was expected in the sequence', { offset: position, tag });
    const start = position + 8;
    if (length === UNDEFINED_LENGTH) {
      const next = this.#endOfLevel({ start, end: limit }, { coding, depth: depth + 1 });
      return { offset: position, start, end: next - 8, next, undefinedLength: true };
    }
    const end = start + length;
    if (end > limit)
      throw new DataSetError('truncated', `The item needs ${length} bytes, ${limit - start} are there`, { offset: position, tag });
    return { offset: position, start, end, next: end, undefinedLength: false };
  }

  #endOfLevel(range: Range, { coding, depth }: { readonly coding: Coding; readonly depth: number }): number {
    for (let position = range.start; position < range.end;) {
      const header = this.#header(position, range.end, coding);
      if (header.tag === ITEM_DELIMITER) return header.start;
      if (header.undefinedLength) header.end = this.#endOfUndefined(header, range.end, { coding, depth });
      position = header.tag === SEQUENCE_DELIMITER ? header.start : header.end;
    }
    throw new DataSetError('truncated', 'The item has no delimiter', { offset: range.end });
  }

  #endOfUndefined(header: ElementHeader, limit: number, { coding, depth }: { readonly coding: Coding; readonly depth: number }): number {
    if (depth >= DEEPEST) throw tooDeep(header.start);
    const inner = codingWithin(header, coding);
    for (let position = header.start; position < limit;) {
      const item = this.#item(position, limit, { coding: inner, depth });
      if (item === 'end') return position + 8;
      position = item ? item.next : position + 8;
    }
    throw new DataSetError('truncated', 'The sequence has no delimiter', { offset: limit });
  }

  #tag(position: number, littleEndian: boolean): number {
    return this.#window.uint16(position, littleEndian) * 0x10000 + this.#window.uint16(position + 2, littleEndian);
  }

  #header(position: number, limit: number, { explicit, littleEndian }: Coding): ElementHeader {
    if (position + 8 > limit) throw new DataSetError('truncated', 'The data end within an element header', { offset: position });
    const tag = this.#tag(position, littleEndian);
    const { vr, form } = explicit && tag < 0xfffe0000 ? this.#vrAt(position + 4) : NO_VR;
    const long = vr !== '' && form.long;
    if (long && position + 12 > limit)
      throw new DataSetError('truncated', 'The data end within an element header', { offset: position, tag });
    const start = position + (long ? 12 : 8);
    const length = vr === '' || long ? this.#window.uint32(start - 4, littleEndian) : this.#window.uint16(position + 6, littleEndian);
    const undefinedLength = length === UNDEFINED_LENGTH;
    if (!undefinedLength && start + length > limit && tag < 0xfffe0000) {
      throw new DataSetError('truncated', `The value needs ${length} bytes, ${limit - start} are there`, { offset: position, tag });
    }
    return { tag, vr, form, offset: position, start, end: start + length, undefinedLength };
  }

  #vrAt(position: number): WrittenVr {
    return writtenVr(this.#window.uint8(position), this.#window.uint8(position + 1));
  }

  /** Zeros up to the end are padding, not elements (0000,0000). */
  #isPadding(position: number, limit: number, { littleEndian }: Coding): boolean {
    if (limit - position >= 4 && this.#tag(position, littleEndian) !== 0) return false;
    if (limit - position >= 8 && isKnownVr(this.#vrAt(position + 4).vr)) return false;
    for (let at = position; at < limit; at++) if (this.#window.uint8(at) !== 0) return false;
    return true;
  }
}

const tooDeep = (offset: number): DataSetError =>
  new DataSetError('too-deep', `Sequences are nested deeper than ${DEEPEST} levels`, { offset });

/** Items of an element of unknown VR are implicit little endian (PS3.5 §6.2.2, note 4). */
export const codingWithin = ({ vr }: Pick<ElementHeader, 'vr'>, coding: Coding): Coding => (vr === 'UN' ? IMPLICIT_LITTLE_ENDIAN : coding);

/** The VR of an element: as written, or what the dictionary has where the data do not say. */
export function vrFound({ tag, vr, undefinedLength }: ElementHeader, creator: string | undefined): string {
  if (undefinedLength) return tag === PIXEL_DATA || (vr !== '' && vr !== 'SQ' && vr !== 'UN') ? (vr === 'OW' ? 'OW' : 'OB') : 'SQ';
  if (vr !== '' && vr !== 'UN') return vr;
  const known = lookUp(tag, creator)?.vr ?? 'UN';
  return known === 'xs' ? 'US' : known === 'ox' || known === 'lt' ? 'OW' : known === 'NA' ? 'UN' : known;
}
