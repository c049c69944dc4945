/**
 * Small operations on byte arrays: joining, comparing, hexadecimal, and the one-byte texts of the upper layer and of command sets.
 * Latin-1 stands in for the default repertoire because it maps every byte to one character and back, so that nothing a peer sends is lost.
 */

/** Joins parts into one new array. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The byte at `at`, 0 beyond the end: for readers that have checked the length before. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** 32 bits in network order. */
export function readU32(bytes: Uint8Array, at: number): number {
  return ((byteAt(bytes, at) << 24) | (byteAt(bytes, at + 1) << 16) | (byteAt(bytes, at + 2) << 8) | byteAt(bytes, at + 3)) >>> 0;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Two lower-case digits a byte, put apart by `separator`. */
export function toHex(bytes: Uint8Array, separator = ''): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
}

/** Reads hexadecimal digits; white space between them is ignored. Throws `RangeError` on anything else. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) throw new RangeError('not a run of hexadecimal bytes');
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16));
}

/** Few enough arguments for one call. */
const CHARACTERS_AT_ONCE = 1024;
/** Up to this length a call of the system's decoder costs more than joining characters. */
const SHORT = 12;
/** For bytes below 128, which UTF-8 and ISO 8859-1 read alike. (Its `latin1` is windows-1252.) */
const asciiDecoder = new TextDecoder();

/** The bytes from `start` up to `end` as ISO 8859-1 text. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start <= SHORT || isAscii(bytes, start, end)) return asciiText(bytes, start, end);
  let text = '';
  for (let at = start; at < end; at += CHARACTERS_AT_ONCE) {
    const codes = bytes.subarray(at, Math.min(end, at + CHARACTERS_AT_ONCE));
    text += String(Reflect.apply(String.fromCharCode, String, codes));
  }
  return text;
}

/** The same, for bytes that are known to be below 128, or for any that are few. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return asciiDecoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(byteAt(bytes, at));
  return text;
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (byteAt(bytes, at) >= 0x80) return false;
  return true;
}

/** Writes ISO 8859-1 text and returns the offset behind it. Characters beyond U+00FF become `?`. */
export function writeLatin1(target: Uint8Array, offset: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    target[offset + index] = code > 0xff ? 0x3f : code;
  }
  return offset + text.length;
}

export function encodeLatin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  writeLatin1(bytes, 0, text);
  return bytes;
}
