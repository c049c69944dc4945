/**
 * The element walk (PS3.5 §7): headers, lengths, items and delimiters over bytes in memory, without decoding a value. It finds where
 * each element of one level begins and ends; nested levels are walked only to find the end of an undefined length.
 */
import { DataSetError } from './errors.ts';
import { isKnownVr, NO_VR, writtenVr, type ValueRepresentation, type WrittenVr } from './vr.ts';
import type { Tag } from './types.ts';

export const ITEM = 0xfffee000;
export const ITEM_DELIMITER = 0xfffee00d;
export const SEQUENCE_DELIMITER = 0xfffee0dd;
export const PIXEL_DATA = 0x7fe00010;
export const UNDEFINED_LENGTH = 0xffffffff;
const DEEPEST = 64;

/** How the elements of a level are written. */
export interface Coding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const IMPLICIT_LITTLE_ENDIAN: Coding = { explicit: false, littleEndian: true };

export interface ElementHeader {
  tag: Tag;
  /** As written; '' where the data do not say. */
  vr: string;
  /** Of the VR as written; bytes where the data do not say. */
  form: ValueRepresentation;
  /** Where the tag begins. */
  offset: number;
  /** Where the value field begins. */
  start: number;
  /** Where the value field ends, delimiter included. */
  end: number;
  /** The length field was FFFFFFFFH: items, or fragments of encapsulated pixel data. */
  undefinedLength: boolean;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface LevelOptions {
  readonly depth: number;
  /** The level is an item of undefined length: ends with its delimiter. */
  readonly delimited: boolean;
  /** Stop before the first element with this tag or a greater one. */
  readonly untilTag?: Tag | undefined;
  /** Called for each element; without it the level is only measured. */
  readonly onElement?: ((header: ElementHeader) => void) | undefined;
}

const TOP: LevelOptions = { depth: 0, delimited: false };

export class Walker {
  constructor(
    readonly bytes: Uint8Array,
    readonly view: DataView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  ) {}

  /** Walks one level from `range.start`; returns where it ended (behind the item delimiter of a delimited level). */
  level(range: Range, coding: Coding, options: LevelOptions = TOP): number {
    const { untilTag, onElement, delimited } = options;
    let position = range.start;
    while (position < range.end) {
      if (this.isPadding(position, range.end, coding)) return range.end;
      const header = this.header(position, range.end, coding);
      if (header.tag === ITEM_DELIMITER || header.tag === SEQUENCE_DELIMITER) {
        if (delimited && header.tag === ITEM_DELIMITER) return header.start;
        position = header.start;
        continue;
      }
      if (untilTag !== undefined && header.tag >= untilTag) return position;
      if (header.undefinedLength) header.end = this.endOfUndefined(header, range.end, { coding, depth: options.depth });
      else if (header.end > range.end) {
        throw new DataSetError(
          'truncated',
          `The value needs ${header.end - header.start} bytes, ${range.end - header.start} are there`,
          header,
        );
      }
      onElement?.(header);
      position = header.end;
    }
    if (delimited) throw new DataSetError('truncated', 'The item has no delimiter', { offset: range.end });
    return position;
  }

  /** Walks the items of a sequence, or the fragments of encapsulated pixel data; returns where the value field ends. */
  items(
    range: Range,
    coding: Coding,
    options: { readonly depth: number; readonly delimited: boolean; readonly onItem?: (item: Range) => void },
  ): number {
    if (options.depth > DEEPEST)
      throw new DataSetError('too-deep', `Sequences are nested deeper than ${DEEPEST} levels`, { offset: range.start });
    let position = range.start;
    while (position < range.end) {
      if (position + 8 > range.end) throw new DataSetError('truncated', 'The sequence ends within an item header', { offset: position });
      const tag = this.tag(position, coding.littleEndian);
      const length = this.view.getUint32(position + 4, coding.littleEndian);
      if (tag === SEQUENCE_DELIMITER) return position + 8;
      if (tag === ITEM_DELIMITER) {
        position += 8;
        continue;
      }
      if (tag !== ITEM) throw new DataSetError('malformed', 'An item was expected in the sequence', { offset: position, tag });
      const start = position + 8;
      if (length === UNDEFINED_LENGTH) {
        const end = this.level({ start, end: range.end }, coding, { depth: options.depth, delimited: true });
        options.onItem?.({ start, end: end - 8 });
        position = end;
      } else {
        if (start + length > range.end) {
          options.onItem?.({ start, end: range.end });
          throw new DataSetError('truncated', `The item needs ${length} bytes, ${range.end - start} are there`, { offset: position, tag });
        }
        options.onItem?.({ start, end: start + length });
        position = start + length;
      }
    }
    if (options.delimited) throw new DataSetError('truncated', 'The sequence has no delimiter', { offset: range.end });
    return position;
  }

  private tag(position: number, littleEndian: boolean): Tag {
    return this.view.getUint16(position, littleEndian) * 0x10000 + this.view.getUint16(position + 2, littleEndian);
  }

  /**
   * Explicit: group(2) element(2) VR(2) length(2), or VR(2) reserved(2) length(4). Implicit, and items: group(2) element(2) length(4).
   * A VR that is no two letters is read as an implicit element among explicit ones, which some devices write.
   */
  private header(position: number, limit: number, coding: Coding): ElementHeader {
    if (position + 8 > limit) throw new DataSetError('truncated', 'The data end within an element header', { offset: position });
    const { view } = this;
    const { littleEndian } = coding;
    const tag = this.tag(position, littleEndian);
    let { vr, form } = NO_VR;
    let start = position + 8;
    let length: number;
    if (coding.explicit && tag < 0xfffe0000) {
      ({ vr, form } = this.vrAt(position + 4));
      if (!form.long || vr === '')
        length = vr === '' ? view.getUint32(position + 4, littleEndian) : view.getUint16(position + 6, littleEndian);
      else {
        if (position + 12 > limit) throw new DataSetError('truncated', 'The data end within an element header', { offset: position, tag });
        length = view.getUint32(position + 8, littleEndian);
        start = position + 12;
      }
    } else length = view.getUint32(position + 4, littleEndian);
    return { tag, vr, form, offset: position, start, end: start + length, undefinedLength: length === UNDEFINED_LENGTH };
  }

  private vrAt(position: number): WrittenVr {
    return writtenVr(this.view.getUint8(position), this.view.getUint8(position + 1));
  }

  private endOfUndefined(header: ElementHeader, limit: number, level: { readonly coding: Coding; readonly depth: number }): number {
    const coding = header.vr === 'UN' ? IMPLICIT_LITTLE_ENDIAN : level.coding;
    return this.items({ start: header.start, end: limit }, coding, { depth: level.depth + 1, delimited: true });
  }

  /** Zeros up to the end of the data are padding of the file, not elements (0000,0000). */
  private isPadding(position: number, limit: number, { littleEndian }: Coding): boolean {
    if (limit - position >= 4 && this.tag(position, littleEndian) !== 0) return false;
    if (limit - position >= 8 && isKnownVr(this.vrAt(position + 4).vr)) return false;
    for (let at = position; at < limit; at++) if (this.view.getUint8(at) !== 0) return false;
    return true;
  }
}
