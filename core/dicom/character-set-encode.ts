/**
 * Text to bytes in a Specific Character Set (PS3.3 §C.12.1.1.2, PS3.5 §6.1.2): strict, a character that the set does not have is an error
 * that names it. Tables are the decoders' own, turned round when a set is first used.
 */
import { standardName } from './character-set.ts';
import { EncodingError } from './errors.ts';

/** A set of characters as bytes, with the escape sequence that designates it where code extensions are in use. */
interface Repertoire {
  readonly escape: readonly number[];
  /** G0 or G1: which half the escape changes. */
  readonly half: 'G0' | 'G1';
  /** The G0 part is the default repertoire, so plain characters need no escape back. */
  readonly encode: (character: string) => Uint8Array | undefined;
}

const ESC = 0x1b;
const TABLES = new Map<string, ReadonlyMap<string, Uint8Array>>();

interface TableSource {
  /** WHATWG label of the decoder that is turned round. */
  readonly label: string;
  /** Byte sequences, each one character. */
  readonly rows: () => Iterable<Uint8Array>;
  /** Makes of them what is written. */
  readonly stored?: (bytes: Uint8Array) => Uint8Array;
}

function table(name: string, { label, rows, stored = (bytes) => bytes }: TableSource): ReadonlyMap<string, Uint8Array> {
  let found = TABLES.get(name);
  if (!found) {
    const decoder = new TextDecoder(label);
    const made = new Map<string, Uint8Array>();
    for (const bytes of rows()) {
      const character = decoder.decode(bytes);
      if (!character.includes('\ufffd') && Array.from(character).length === 1 && !made.has(character)) made.set(character, stored(bytes));
    }
    TABLES.set(name, made);
    found = made;
  }
  return found;
}

function* singles(from: number, to: number): Iterable<Uint8Array> {
  for (let byte = from; byte <= to; byte++) yield Uint8Array.of(byte);
}

function* pairs(first: readonly [number, number], second: readonly [number, number], lead: readonly number[] = []): Iterable<Uint8Array> {
  for (let a = first[0]; a <= first[1]; a++) for (let b = second[0]; b <= second[1]; b++) yield Uint8Array.of(...lead, a, b);
}

function* gb18030(): Iterable<Uint8Array> {
  yield* pairs([0x81, 0xfe], [0x40, 0xfe]);
  for (let a = 0x81; a <= 0x84; a++) {
    for (let b = 0x30; b <= 0x39; b++)
      for (let c = 0x81; c <= 0xfe; c++) for (let d = 0x30; d <= 0x39; d++) yield Uint8Array.of(a, b, c, d);
  }
}

const HALF: readonly [number, number] = [0xa1, 0xfe];
const lowered = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte & 0x7f);

const ascii = (character: string): Uint8Array | undefined => {
  const code = character.charCodeAt(0);
  return code < 0x80 && code !== ESC ? Uint8Array.of(code) : undefined;
};

const latin = (label: string, escape: number): Repertoire => ({
  escape: [ESC, 0x2d, escape],
  half: 'G1',
  encode: (character) => table(label, { label, rows: () => singles(0xa0, 0xff) }).get(character),
});

const katakana = (character: string): Uint8Array | undefined =>
  table('jis-x-0201', { label: 'shift_jis', rows: () => singles(0xa1, 0xdf) }).get(character);
const jisRoman = (character: string): Uint8Array | undefined =>
  character === '¥' ? Uint8Array.of(0x5c) : character === '‾' ? Uint8Array.of(0x7e) : undefined;

/** What each set adds to the default repertoire, by its number (PS3.3 Tables C.12-3 and C.12-4). */
const REPERTOIRES: Readonly<Record<string, readonly Repertoire[]>> = {
  '6': [],
  '100': [latin('windows-1252', 0x41)],
  '101': [latin('iso-8859-2', 0x42)],
  '109': [latin('iso-8859-3', 0x43)],
  '110': [latin('iso-8859-4', 0x44)],
  '144': [latin('iso-8859-5', 0x4c)],
  '127': [latin('iso-8859-6', 0x47)],
  '126': [latin('iso-8859-7', 0x46)],
  '138': [latin('iso-8859-8', 0x48)],
  '148': [latin('windows-1254', 0x4d)],
  '203': [latin('iso-8859-15', 0x62)],
  '166': [latin('windows-874', 0x54)],
  '13': [
    { escape: [ESC, 0x29, 0x49], half: 'G1', encode: katakana },
    { escape: [ESC, 0x28, 0x4a], half: 'G0', encode: jisRoman },
  ],
  '87': [
    {
      escape: [ESC, 0x24, 0x42],
      half: 'G0',
      encode: (character) => table('87', { label: 'euc-jp', rows: () => pairs(HALF, HALF), stored: lowered }).get(character),
    },
  ],
  '159': [
    {
      escape: [ESC, 0x24, 0x28, 0x44],
      half: 'G0',
      encode: (character) =>
        table('159', { label: 'euc-jp', rows: () => pairs(HALF, HALF, [0x8f]), stored: (bytes) => lowered(bytes.subarray(1)) }).get(
          character,
        ),
    },
  ],
  '149': [
    {
      escape: [ESC, 0x24, 0x29, 0x43],
      half: 'G1',
      encode: (character) => table('149', { label: 'euc-kr', rows: () => pairs(HALF, HALF) }).get(character),
    },
  ],
  '58': [
    {
      escape: [ESC, 0x24, 0x29, 0x41],
      half: 'G1',
      encode: (character) => table('58', { label: 'gbk', rows: () => pairs([0xa1, 0xf7], HALF) }).get(character),
    },
  ],
};

const ASCII_ESCAPE = [ESC, 0x28, 0x42];

/** The bytes of plain text, undefined where there is more in it: most values are short, and calling the system's encoder costs more. */
function asciiBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return undefined;
    bytes[index] = code;
  }
  return bytes;
}

/**
 * @param vr decides where code extensions must be back at their start: at each value, and in names at each component (PS3.5 §6.1.2.5.3).
 * @throws EncodingError 'unrepresentable-character' with the character, or 'unknown-character-set'.
 */
export function encodeText(text: string, vr: string, characterSets: readonly string[]): Uint8Array {
  const names = characterSets.map((declared) => {
    const name = standardName(declared);
    if (name === undefined)
      throw new EncodingError('unknown-character-set', `${declared} is no character set of the standard`, { characterSet: declared });
    return name;
  });
  const [first = 'ISO_IR 6'] = names;
  if (!first.endsWith('13')) {
    const plain = asciiBytes(text);
    if (plain) return plain;
  }
  if (first === 'ISO_IR 192') return new TextEncoder().encode(text);
  if (first === 'GB18030' || first === 'GBK') return concat(Array.from(text, (character) => chinese(character, first)));
  const numbers = names.map((name) => name.slice(name.lastIndexOf(' ') + 1));
  return extended(text, { vr, numbers, declared: characterSets.join('\\') || 'ISO_IR 6' });
}

function chinese(character: string, name: 'GB18030' | 'GBK'): Uint8Array {
  const code = character.codePointAt(0) ?? 0;
  const bytes =
    ascii(character) ??
    (name === 'GBK'
      ? table('GBK', { label: 'gbk', rows: () => pairs([0x81, 0xfe], [0x40, 0xfe]) }).get(character)
      : code >= 0x10000
        ? beyondBmp(code)
        : table('GB18030', { label: 'gb18030', rows: gb18030 }).get(character));
  return bytes ?? refuse(character, name);
}

/** GB18030 counts the supplementary planes on from 90 30 81 30 in order. */
function beyondBmp(code: number): Uint8Array {
  const index = code - 0x10000;
  return Uint8Array.of(
    0x90 + Math.floor(index / 12600),
    0x30 + (Math.floor(index / 1260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  );
}

interface Extension {
  readonly vr: string;
  readonly numbers: readonly string[];
  readonly declared: string;
}

function extended(text: string, { vr, numbers, declared }: Extension): Uint8Array {
  const initial = REPERTOIRES[numbers[0] ?? '6'] ?? [];
  const all = numbers.flatMap((number) => REPERTOIRES[number] ?? []);
  const delimiters = vr === 'PN' ? '\\^=\r\n\f\t' : vr === 'LT' || vr === 'ST' || vr === 'UT' ? '\r\n\f\t' : '\\\r\n\f\t';
  const startG1 = initial.find(({ half }) => half === 'G1');
  const romanStart = initial.find(({ half }) => half === 'G0');
  let g0: Repertoire | undefined;
  let g1 = startG1;
  const parts: (Uint8Array | readonly number[])[] = [];
  const leaveG0 = (): void => {
    if (g0) parts.push(numbers[0] === '13' ? (romanStart?.escape ?? ASCII_ESCAPE) : ASCII_ESCAPE);
    g0 = undefined;
  };
  for (const character of text) {
    const plain = ascii(character);
    if (plain) {
      leaveG0();
      if (delimiters.includes(character)) g1 = startG1;
      parts.push(plain);
      continue;
    }
    const repertoire = [g0, g1, ...all].find((one) => one?.encode(character) !== undefined);
    const bytes = repertoire?.encode(character) ?? refuse(character, declared);
    if (repertoire === romanStart && repertoire) leaveG0();
    else if (repertoire && repertoire !== g0 && repertoire !== g1) {
      if (repertoire.half === 'G1') leaveG0();
      parts.push(repertoire.escape);
      if (repertoire.half === 'G0') g0 = repertoire;
      else g1 = repertoire;
    } else if (repertoire === g1) leaveG0();
    parts.push(bytes);
  }
  leaveG0();
  return concat(parts);
}

function refuse(character: string, characterSet: string): never {
  throw new EncodingError('unrepresentable-character', `"${character}" cannot be written in ${characterSet}`, { character, characterSet });
}

function concat(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
