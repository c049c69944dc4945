/**
 * Private elements that may stay under the Retain Safe Private Option (PS3.15 §E.3.10): those of Table E.3.10-1, and those that an object itself
 * declares safe in its Private Data Element Characteristics (0008,0300).
 */
import type { Visited } from '../dicom/rewrite.ts';
import type { Tag } from '../dicom/types.ts';
import { binaryNumbers, trimmed } from '../dicom/values.ts';
import { SAFE_PRIVATE_ELEMENTS, SAFE_PRIVATE_REFERENCES, SAFE_PRIVATE_SEQUENCES } from './safe-private-table.ts';

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
      if (tag === NONIDENTIFYING && blocks.get(key(group, creator)) !== 'all')
        blocks.set(key(group, creator), new Set(numbers().map((value) => value & 0xff)));
    },
    has(ofGroup, ofCreator, element) {
      const block = blocks.get(key(ofGroup, ofCreator));
      return block === 'all' || (block?.has(element) ?? false);
    },
    hasCreator: (ofGroup, ofCreator) => blocks.has(key(ofGroup, ofCreator)),
  };
}

type Blocks = ReadonlyMap<string, ReadonlySet<number>>;

/** The safe elements of a table's line as 'gggg creator', each with the elements of the block. */
function blocksOf(lines: Readonly<Record<string, string>>): Blocks {
  const blocks = new Map<string, ReadonlySet<number>>();
  for (const [creator, line] of Object.entries(lines)) {
    for (const part of line.split(' ')) {
      const [group = '', runs = ''] = part.split(':');
      blocks.set(`${group} ${creator}`, new Set(runs.split(',').flatMap(run)));
    }
  }
  return blocks;
}

function run(text: string): readonly number[] {
  const [first = 0, last = first] = text.split('-').map((digits) => parseInt(digits, 16));
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

const safe = blocksOf(SAFE_PRIVATE_ELEMENTS);
const sequences = blocksOf(SAFE_PRIVATE_SEQUENCES);
const references = blocksOf(SAFE_PRIVATE_REFERENCES);

const keyOf = (group: number, creator: string): string => `${group.toString(16).toUpperCase().padStart(4, '0')} ${creator}`;
const within = (blocks: Blocks, tag: Tag, creator: string): boolean => blocks.get(keyOf(tag >>> 16, creator))?.has(tag & 0xff) ?? false;

export interface PrivateElement {
  readonly tag: Tag;
  readonly vr: string;
  readonly creator: string;
}

/** A sequence of the table that comes as bytes of unknown representation does not stay: nobody could look into its items. */
export const isSafePrivate = ({ tag, vr, creator }: PrivateElement, declared: DeclaredSafe): boolean =>
  declared.has(tag >>> 16, creator, tag & 0xff) || (within(safe, tag, creator) && (vr === 'SQ' || !within(sequences, tag, creator)));

/** The element is safe but for the UID it holds. */
export const isSafeReference = (tag: Tag, creator: string): boolean => within(references, tag, creator);

/** Some element of the block that this creator reserves may stay. */
export const isSafeCreator = (group: number, creator: string, declared: DeclaredSafe): boolean =>
  declared.hasCreator(group, creator) || safe.has(keyOf(group, creator));
