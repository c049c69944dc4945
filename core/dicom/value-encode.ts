/** Values to bytes or text (PS3.5 §6.2), strict: what the VR forbids is refused, never cut or replaced. */
import { EncodingError } from './errors.ts';
import { formatTag, parseTag } from './tag.ts';
import type { PersonName, Tag } from './types.ts';
import { vrOf } from './vr.ts';

export interface ValuePlace {
  readonly tag: Tag;
  readonly vr: string;
}

function refuse({ tag, vr }: ValuePlace, why: string): never {
  throw new EncodingError('invalid-value', `${formatTag(tag)} ${vr}: ${why}`);
}

const isPersonName = (value: object): value is PersonName => 'alphabetic' in value && 'ideographic' in value && 'phonetic' in value;

/** One or more values of a string or text VR as they are written, backslashes between them. */
export function stringOf(place: ValuePlace, value: unknown): string {
  const text = textOf(place, value);
  const form = vrOf(place.vr);
  for (const one of form.multiple ? text.split('\\') : [text]) checkString(place, one);
  return text;
}

function textOf(place: ValuePlace, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return place.vr === 'DS' ? decimalString(Number(value)) : String(value);
  if (typeof value === 'object' && value !== null && isPersonName(value)) {
    return [value.alphabetic, value.ideographic, value.phonetic].join('=').replace(/=+$/, '');
  }
  return refuse(place, 'text or a number is needed');
}

const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  UI: /[^0-9.]/,
  DA: /[^0-9\-. *?]/,
  TM: /[^0-9:\-. *?]/,
  DT: /[^0-9+\-. *?]/,
  IS: /[^0-9+\- *?]/,
  DS: /[^0-9+\-.eE *?]/,
  CS: /[^A-Z0-9 _*?]/,
};

function checkString(place: ValuePlace, value: string): void {
  const { vr } = place;
  const limit = vrOf(vr).maximum;
  const parts = vr === 'PN' ? value.split('=') : [value];
  if (parts.some((part) => part.length > limit && Array.from(part).length > limit)) refuse(place, `at most ${limit} characters`);
  const control = vr === 'LT' || vr === 'ST' || vr === 'UT' ? /[^\P{Cc}\t\n\f\r]/u : /\p{Cc}/u;
  if (control.test(value)) refuse(place, 'a control character is not allowed');
  if (FORBIDDEN[vr]?.test(value)) refuse(place, `"${value}" has a character that is not allowed`);
}

/** A number in at most 16 characters (VR DS), as exact as they allow. */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new EncodingError('invalid-value', 'A decimal string must be finite');
  const text = String(value);
  if (text.length <= 16) return text;
  for (let digits = 16; digits > 0; digits--) {
    const shorter = String(Number(value.toPrecision(digits)));
    if (shorter.length <= 16) return shorter;
  }
  return value.toExponential(8);
}

type WriteNumber = (view: DataView, offset: number, value: number) => void;

const FORMS: Readonly<Record<string, { readonly size: number; readonly range?: readonly [number, number]; readonly write: WriteNumber }>> =
  {
    US: { size: 2, range: [0, 0xffff], write: (view, at, value) => view.setUint16(at, value, true) },
    SS: { size: 2, range: [-0x8000, 0x7fff], write: (view, at, value) => view.setInt16(at, value, true) },
    UL: { size: 4, range: [0, 0xffffffff], write: (view, at, value) => view.setUint32(at, value, true) },
    SL: { size: 4, range: [-0x80000000, 0x7fffffff], write: (view, at, value) => view.setInt32(at, value, true) },
    FL: { size: 4, write: (view, at, value) => view.setFloat32(at, value, true) },
    FD: { size: 8, write: (view, at, value) => view.setFloat64(at, value, true) },
    OB: { size: 1, range: [0, 0xff], write: (view, at, value) => view.setUint8(at, value) },
    OW: { size: 2, range: [0, 0xffff], write: (view, at, value) => view.setUint16(at, value, true) },
    OL: { size: 4, range: [0, 0xffffffff], write: (view, at, value) => view.setUint32(at, value, true) },
    OF: { size: 4, write: (view, at, value) => view.setFloat32(at, value, true) },
    OD: { size: 8, write: (view, at, value) => view.setFloat64(at, value, true) },
  };

/** Binary numbers in little endian; attribute tags from numbers, keywords' tags or 'GGGGEEEE'. */
export function encodeNumbers(place: ValuePlace, values: readonly unknown[]): Uint8Array {
  if (place.vr === 'AT') return encodeTags(place, values);
  if (place.vr === 'UV' || place.vr === 'SV' || place.vr === 'OV') return encodeLongs(place, values);
  const form = FORMS[place.vr];
  if (values.length === 0) return new Uint8Array(0);
  if (!form) return refuse(place, 'bytes are needed');
  const view = new DataView(new ArrayBuffer(values.length * form.size));
  values.forEach((value, index) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || (Number.isNaN(number) && typeof value === 'string')) return refuse(place, 'a number is needed');
    if (form.range && (!Number.isInteger(number) || number < form.range[0] || number > form.range[1]))
      refuse(place, `${number} is out of range`);
    form.write(view, index * form.size, number);
  });
  return new Uint8Array(view.buffer);
}

function encodeTags(place: ValuePlace, values: readonly unknown[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => {
    const tag = typeof value === 'number' ? value : typeof value === 'string' ? parseTag(value) : undefined;
    if (tag === undefined) return refuse(place, 'a tag is needed');
    view.setUint16(index * 4, tag >>> 16, true);
    view.setUint16(index * 4 + 2, tag & 0xffff, true);
  });
  return new Uint8Array(view.buffer);
}

function encodeLongs(place: ValuePlace, values: readonly unknown[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, index) => {
    if (typeof value !== 'bigint' && !Number.isInteger(Number(value))) return refuse(place, 'a whole number is needed');
    const long = typeof value === 'bigint' ? value : BigInt(String(value));
    const [low, high] = place.vr === 'SV' ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
    if (long < low || long > high) refuse(place, `${long} is out of range`);
    view.setBigUint64(index * 8, BigInt.asUintN(64, long), true);
  });
  return new Uint8Array(view.buffer);
}
