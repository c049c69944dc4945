/** Elements of an object's file as they are found, level by level; a level is walked when it is asked for. */
import { decodeText } from '../dicom/character-set.ts';
import { DataSetError } from '../dicom/errors.ts';
import { behindOffset } from '../dicom/random-bytes.ts';
import { codingWithin, SourceWalker, vrFound, type ItemPlace } from '../dicom/source-walk.ts';
import { isPrivate, isPrivateCreator } from '../dicom/tag.ts';
import type { Tag } from '../dicom/types.ts';
import { trimmed } from '../dicom/values.ts';
import type { Coding, ElementHeader, Range } from '../dicom/walk.ts';
import type { ObjectBytes } from './open-object.ts';

export interface Place {
  readonly walker: SourceWalker;
  readonly coding: Coding;
  readonly range: Range;
  readonly depth: number;
  readonly characterSets: readonly string[];
  /** What has to be added to an offset of the walker for one of the file. */
  readonly shift: number;
}

export interface FoundElement {
  readonly kind: 'element';
  readonly header: ElementHeader;
  readonly tag: Tag;
  readonly vr: string;
  readonly creator: string | undefined;
  readonly level: Place;
}

/** What follows cannot be read. */
export interface Fault {
  readonly kind: 'fault';
  readonly message: string;
}

const EXPLICIT: Coding = { explicit: true, littleEndian: true };
const PREAMBLE = 132;
const SPECIFIC_CHARACTER_SET = 0x00080005;

/** The meta group, where there is one, and the data set. */
export function levelsOf(object: ObjectBytes): readonly Place[] {
  const { file, offset, source, coding, deflated } = object;
  const data: Place = {
    walker: new SourceWalker(source),
    coding,
    range: { start: 0, end: source.length },
    depth: 0,
    characterSets: [],
    shift: deflated ? 0 : offset,
  };
  if (offset === 0) return [data];
  const start = file.read(128, 4).join() === '68,73,67,77' ? PREAMBLE : 0;
  const meta = behindOffset(file, start);
  const range = { start: 0, end: offset - start };
  return [{ walker: new SourceWalker(meta), coding: EXPLICIT, range, depth: 0, characterSets: [], shift: start }, data];
}

/** Ends with a fault where the data cannot be read on. */
export function* elementsIn(level: Place): Generator<FoundElement | Fault, void, undefined> {
  const creators = new Map<number, string>();
  const place: { -readonly [N in keyof Place]: Place[N] } = { ...level };
  try {
    for (const header of level.walker.elements(level.range, level.coding, level.depth)) {
      const { tag } = header;
      if (tag === SPECIFIC_CHARACTER_SET)
        place.characterSets = text(header, 'CS', level)
          .split('\\')
          .map((one) => trimmed(one, 'CS'));
      if (isPrivateCreator(tag)) creators.set((tag >>> 16) * 0x100 + (tag & 0xff), trimmed(text(header, 'LO', place), 'LO'));
      const creator = isPrivate(tag) && !isPrivateCreator(tag) ? creators.get((tag >>> 16) * 0x100 + ((tag & 0xffff) >>> 8)) : undefined;
      yield { kind: 'element', header, tag, vr: vrFound(header, creator), creator, level: place };
    }
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    yield { kind: 'fault', message: error.message };
  }
}

export function* itemsOf({ header, level }: FoundElement): Generator<ItemPlace, void, undefined> {
  yield* level.walker.items(header, level.coding, level.depth);
}

export const itemLevel = ({ header, level }: FoundElement, { start, end }: Range): Place => ({
  ...level,
  coding: codingWithin(header, level.coding),
  range: { start, end },
  depth: level.depth + 1,
});

/** Numbers of an element of unknown VR are little endian. */
export const littleEndianOf = ({ header, level }: FoundElement): boolean => header.vr === 'UN' || level.coding.littleEndian;

export function bytesOf({ header, level }: FoundElement, maximum: number): Uint8Array {
  return level.walker.value({ start: header.start, end: Math.min(header.end, header.start + maximum) });
}

function text(header: ElementHeader, vr: string, { walker, characterSets }: Place): string {
  return decodeText(walker.value(header), vr, { characterSets, fallback: [] }).text;
}
