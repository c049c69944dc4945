/**
 * What a copy says of the values that it no longer has: one more item of its Original Attributes Sequence (PS3.3 §C.12.1.1.9). Attributes of
 * the main data set are told whole: of a change within a sequence, the sequence as it was.
 */
import { encodeText } from '../dicom/character-set-encode.ts';
import { encodeElements, plainElement, type PlainElement } from '../dicom/encode.ts';
import { parseDataSet } from '../dicom/parse.ts';
import { TransferSyntax } from '../dicom/transfer-syntax.ts';
import type { Tag } from '../dicom/types.ts';
import type { Coding } from '../dicom/walk.ts';
import { concat } from '../lib/bytes.ts';

/** Why values were replaced, as (0400,0565) has it. */
export type ModificationReason = 'CORRECT' | 'COERCE';

export interface Modification {
  readonly reason: ModificationReason;
  /** Ours: (0400,0563). */
  readonly system: string;
  /** DT of the modification. */
  readonly dateTime: string;
}

export const ORIGINAL_ATTRIBUTES = 0x04000561;

const CHARACTER_SET = 0x00080005;
const MODIFIED_ATTRIBUTES = 0x04000550;

export interface Replaced {
  /** Elements of the main data set as they lie in the original, those that change and the sequence there may be already; in ascending order. */
  readonly elements: readonly Uint8Array[];
  readonly coding: Coding;
  /** Of the original. */
  readonly characterSets: readonly string[];
  /** The copy is written in this set; otherwise texts keep their bytes. */
  readonly writtenIn?: string;
  readonly modification: Modification;
}

/** The whole sequence, items that were there before first. @throws DataSetError, EncodingError */
export function originalAttributes({ elements, coding, characterSets, writtenIn, modification }: Replaced): PlainElement {
  const sets = characterSets.length === 0 ? [] : [string(CHARACTER_SET, 'CS', characterSets.join('\\'))];
  const dataSet = parseDataSet(concat([encodeElements(sets, coding), ...elements]), syntaxOf(coding));
  const wanted = writtenIn === undefined ? undefined : [writtenIn];
  const previous: PlainElement[] = [];
  const items: (readonly PlainElement[])[] = [];
  for (const element of dataSet.elements) {
    if (element.tag === CHARACTER_SET) continue;
    const plain = plainElement(dataSet, element, wanted);
    if (element.tag !== ORIGINAL_ATTRIBUTES) previous.push(plain);
    else if (!(plain.value instanceof Uint8Array)) items.push(...plain.value);
  }
  return { tag: ORIGINAL_ATTRIBUTES, vr: 'SQ', value: [...items, itemOf(previous, modification)] };
}

/** Source of Previous Values is type 2: who brought the object here is not what the copy is asked for. */
const itemOf = (previous: readonly PlainElement[], { reason, system, dateTime }: Modification): readonly PlainElement[] => [
  { tag: MODIFIED_ATTRIBUTES, vr: 'SQ', value: [previous] },
  string(0x04000562, 'DT', dateTime),
  string(0x04000563, 'LO', system),
  string(0x04000564, 'LO', ''),
  string(0x04000565, 'CS', reason),
];

const string = (tag: Tag, vr: string, value: string): PlainElement => ({ tag, vr, value: encodeText(value, vr, []) });

function syntaxOf({ explicit, littleEndian }: Coding): string {
  if (!explicit) return TransferSyntax.ImplicitLittleEndian;
  return littleEndian ? TransferSyntax.ExplicitLittleEndian : TransferSyntax.ExplicitBigEndian;
}
