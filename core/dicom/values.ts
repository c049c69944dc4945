/** Values from bytes (PS3.5 §6.2): splitting, padding and numbers, by value representation. Text comes in decoded. */
import { asciiText, byteAt } from '../lib/bytes.ts';
import { isPlain } from './character-set.ts';
import { hexTag } from './tag.ts';
import type { PersonName } from './types.ts';
import { vrOf, type ValueRepresentation } from './vr.ts';

const SPACE = 0x20;
const BACKSLASH = 0x5c;

/** What surrounds a value and does not belong to it: trailing NUL and spaces; leading spaces where the VR says they mean nothing. */
export const trimmed = (value: string, vr: string): string => trimmedBy(vrOf(vr), value);

function trimmedBy({ leadingSpaces }: ValueRepresentation, value: string): string {
  let end = value.length;
  while (end > 0 && (value.charCodeAt(end - 1) === SPACE || value.charCodeAt(end - 1) === 0)) end--;
  let start = 0;
  if (!leadingSpaces) while (start < end && value.charCodeAt(start) === SPACE) start++;
  return value.slice(start, end);
}

/**
 * The first value of text that lies from `start` up to `end`, trimmed; undefined when some byte up to there is not of the default repertoire
 * that all character sets share.
 */
export function plainValue(
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  form: ValueRepresentation,
): string | undefined {
  let valueEnd = end;
  for (let at = end - 1; at >= start; at--) {
    const byte = byteAt(bytes, at);
    if (!isPlain(byte)) return undefined;
    if (byte === BACKSLASH && form.multiple) valueEnd = at;
  }
  return trimmedBy(form, asciiText(bytes, start, valueEnd));
}

type ReadNumber = (view: DataView, offset: number, littleEndian: boolean) => number | bigint;

interface NumberForm {
  readonly size: number;
  readonly read: ReadNumber;
}

const FORMS: Readonly<Record<string, NumberForm>> = {
  US: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  SS: { size: 2, read: (view, at, little) => view.getInt16(at, little) },
  UL: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  SL: { size: 4, read: (view, at, little) => view.getInt32(at, little) },
  FL: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  FD: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
  UV: { size: 8, read: (view, at, little) => view.getBigUint64(at, little) },
  SV: { size: 8, read: (view, at, little) => view.getBigInt64(at, little) },
  OB: { size: 1, read: (view, at) => view.getUint8(at) },
  OW: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  OL: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  OF: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  OD: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
  OV: { size: 8, read: (view, at, little) => view.getBigUint64(at, little) },
};

export interface Value {
  readonly vr: string;
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
}

/** Numbers of a binary value; bytes beyond the last whole number are left out. */
export function binaryNumbers({ vr, bytes, littleEndian }: Value): readonly (number | bigint)[] {
  const form = FORMS[vr];
  if (!form) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: (number | bigint)[] = [];
  for (let at = 0; at + form.size <= bytes.length; at += form.size) values.push(form.read(view, at, littleEndian));
  return values;
}

/** The first number of a binary value that lies from `start` up to `end` of a larger view. */
export function firstBinaryNumber(
  view: DataView,
  { start, end }: { readonly start: number; readonly end: number },
  { vr, littleEndian }: { readonly vr: string; readonly littleEndian: boolean },
): number | bigint | undefined {
  const form = FORMS[vr];
  return form && form.size <= end - start ? form.read(view, start, littleEndian) : undefined;
}

/** Attribute tags as 'GGGGEEEE' (VR AT). */
export function attributeTags({ bytes, littleEndian }: Value): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tags: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    tags.push(hexTag(view.getUint16(at, littleEndian) * 0x10000 + view.getUint16(at + 2, littleEndian)));
  }
  return tags;
}

/** DS and IS: undefined for what is not a number. */
export function decimal(text: string): number | undefined {
  if (text === '') return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** Component groups of a person name as written: 'alphabetic=ideographic=phonetic'. */
export function splitPersonName(value: string): PersonName {
  const [alphabetic = '', ideographic = '', phonetic = ''] = value.split('=');
  return { alphabetic: alphabetic.trim(), ideographic: ideographic.trim(), phonetic: phonetic.trim() };
}
