/**
 * Private elements that may stay under the Retain Safe Private Option (PS3.15 §E.3.10): those that Gantry knows of Table E.3.10-1, and those that an object
 * itself declares safe in its Private Data Element Characteristics (0008,0300).
 */
import type { Visited } from '../dicom/rewrite.ts';
import type { Tag } from '../dicom/types.ts';
import { binaryNumbers, trimmed } from '../dicom/values.ts';
import { SAFE_PRIVATE_ELEMENTS } from './safe-private-table.ts';

export interface DeclaredSafe {
  /** To be shown each element of the object, in order. */
  readonly take: (element: Visited) => void;
  readonly has: (group: number, creator: string, element: number) => boolean;
  readonly hasCreator: (group: number, creator: string) => boolean;
}

const CHARACTERISTICS = 0x00080300;
const GROUP = 0x00080301;
const CREATOR = 0x00080302;
const STATUS = 0x00080303;
const NONIDENTIFYING = 0x00080304;

export function declaredSafe(): DeclaredSafe {
  const blocks = new Map<string, 'all' | ReadonlySet<number>>();
  let group = 0;
  let creator = '';
  const key = (ofGroup: number, ofCreator: string): string => `${ofGroup} ${ofCreator}`;
  return {
    take(element) {
      const { tag, level } = element;
      if (level.path.length !== 1 || level.path[0]?.tag !== CHARACTERISTICS) return;
      const numbers = (): readonly number[] =>
        binaryNumbers({ vr: 'US', bytes: element.value(), littleEndian: level.coding.littleEndian }).map(Number);
      if (tag === GROUP) group = numbers()[0] ?? 0;
      if (tag === CREATOR) creator = trimmed(element.text(), 'LO');
      if (tag === STATUS && trimmed(element.text(), 'CS') === 'SAFE') blocks.set(key(group, creator), 'all');
      if (tag === NONIDENTIFYING && blocks.get(key(group, creator)) !== 'all') blocks.set(key(group, creator), new Set(numbers().map((value) => value & 0xff)));
    },
    has(ofGroup, ofCreator, element) {
      const block = blocks.get(key(ofGroup, ofCreator));
      return block === 'all' || (block?.has(element) ?? false);
    },
    hasCreator: (ofGroup, ofCreator) => blocks.has(key(ofGroup, ofCreator)),
  };
}

const table = new Map<string, ReadonlySet<string>>();

/** 'gggg' + 'ee' of a creator's safe elements. */
function safeOf(creator: string): ReadonlySet<string> {
  let safe = table.get(creator);
  if (!safe) {
    const line = Object.hasOwn(SAFE_PRIVATE_ELEMENTS, creator) ? (SAFE_PRIVATE_ELEMENTS[creator] ?? '') : '';
    safe = new Set(line.split(' ').flatMap((entry) => {
      const [group = '', elements = ''] = entry.split(':');
      return (elements.match(/../g) ?? []).map((element) => group + element);
    }));
    if (line !== '') table.set(creator, safe);
  }
  return safe;
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

export const isSafePrivate = (tag: Tag, creator: string, declared: DeclaredSafe): boolean =>
  safeOf(creator).has(hex(tag >>> 16, 4) + hex(tag & 0xff, 2)) || declared.has(tag >>> 16, creator, tag & 0xff);

/** Some element of the block that this creator reserves may stay. */
export const isSafeCreator = (group: number, creator: string, declared: DeclaredSafe): boolean =>
  declared.hasCreator(group, creator) || [...safeOf(creator)].some((entry) => entry.startsWith(hex(group, 4)));
