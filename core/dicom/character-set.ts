/**
 * Specific Character Set (PS3.3 §C.12.1.1.2, PS3.5 §6.1): bytes to text for every set of the standard. Declared names are read leniently,
 * and what does not fit the declared set is decoded as well as possible and marked as a guess: nothing here throws.
 */
import { characterSets as library, convertBytes } from 'dicom-character-set';
import { asciiText } from '../lib/bytes.ts';

export interface DecodedText {
  readonly text: string;
  /** The declared set is unknown, missing or does not fit these bytes. */
  readonly guessed: boolean;
}

/** The decoder of each set that stands alone, as WHATWG labels it. */
const LABELS: Readonly<Record<string, string>> = {
  'ISO_IR 6': 'windows-1252',
  'ISO_IR 100': 'windows-1252',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Sets that exist only with code extensions, whatever prefix they are declared with. */
const EXTENSION_ONLY = new Set(['87', '159', '149', '58']);

/** Names of which devices make use for a set of the standard. */
const LOOSE: Readonly<Record<string, string>> = {
  UTF8: 'ISO_IR 192',
  UTF: 'ISO_IR 192',
  LATIN1: 'ISO_IR 100',
  ISO88591: 'ISO_IR 100',
  ISO88592: 'ISO_IR 101',
  ISO88593: 'ISO_IR 109',
  ISO88594: 'ISO_IR 110',
  ISO88595: 'ISO_IR 144',
  ISO88596: 'ISO_IR 127',
  ISO88597: 'ISO_IR 126',
  ISO88598: 'ISO_IR 138',
  ISO88599: 'ISO_IR 148',
  ISO885915: 'ISO_IR 203',
  GB2312: 'GBK',
  ASCII: 'ISO_IR 6',
  USASCII: 'ISO_IR 6',
  SHIFTJIS: 'ISO_IR 13',
  EUCKR: 'ISO 2022 IR 149',
};

/** The standard's name of a declared set, or undefined for a name that nobody can know. '' is the default repertoire. */
export function standardName(declared: string): string | undefined {
  const name = declared.trim().toUpperCase();
  if (name === '') return 'ISO_IR 6';
  const extension = /^ISO[^0-9]?2022[^0-9]?(?:IR)?[^0-9]?(\d{1,3})$/.exec(name);
  if (extension?.[1] !== undefined) return known(`ISO 2022 IR ${Number(extension[1])}`);
  const plain = /^ISO[^0-9]?IR[^0-9]?(\d{1,3})$/.exec(name);
  if (plain?.[1] !== undefined) return known(EXTENSION_ONLY.has(plain[1]) ? `ISO 2022 IR ${plain[1]}` : `ISO_IR ${Number(plain[1])}`);
  return name in LABELS ? name : LOOSE[name.replace(/[^A-Z0-9]/g, '')];
}

function known(name: string): string | undefined {
  return name in LABELS || name === 'ISO 2022 IR 203' || name in library ? name : undefined;
}

const decoders = new Map<string, TextDecoder>();

function decoder(label: string): TextDecoder {
  let found = decoders.get(label);
  if (!found) {
    found = new TextDecoder(label);
    decoders.set(label, found);
  }
  return found;
}

/** The library lacks Latin alphabet No. 9 with code extensions. */
function completeLibrary(): void {
  library['ISO 2022 IR 203'] ??= {
    extension: true,
    elements: [
      { codeElement: 'G0', escapeSequence: [0x1b, 0x28, 0x42], encoding: 'windows-1252', bytesPerCodePoint: 1 },
      { codeElement: 'G1', escapeSequence: [0x1b, 0x2d, 0x62], encoding: 'iso-8859-15', bytesPerCodePoint: 1 },
    ],
  };
}

const ESCAPE = 0x1b;
const EVERY_EXTENSION = [6, 100, 101, 109, 110, 144, 127, 126, 138, 148, 203, 13, 166, 87, 159, 149, 58].map(
  (number) => `ISO 2022 IR ${number}`,
);

/** Of the default repertoire, and no escape to another. */
export const isPlain = (byte: number): boolean => byte < 0x80 && byte !== ESCAPE;

/** Text when every byte is of the default repertoire without escapes. */
export function plainText(bytes: Uint8Array): string | undefined {
  for (const byte of bytes) if (!isPlain(byte)) return undefined;
  return asciiText(bytes, 0, bytes.length);
}

/** Whether bytes of the default repertoire without escapes are read as such; JIS X 0201 has two characters of its own among them. */
export const sharesDefaultRepertoire = (declared: readonly string[]): boolean => {
  const [first] = declared;
  return first === undefined || !/IR.?13$/.test(first);
};

export interface TextCoding {
  /** Values of (0008,0005) as declared. */
  readonly characterSets: readonly string[];
  /** Sets to take where none is declared or the declared ones do not fit, before Latin-1 is tried. */
  readonly fallback: readonly string[];
}

/** @param vr decides which characters separate values and so reset code extensions (PS3.5 §6.1.2.5.3). */
export function decodeText(bytes: Uint8Array, vr: string, coding: TextCoding): DecodedText {
  const plain = sharesDefaultRepertoire(coding.characterSets) ? plainText(bytes) : undefined;
  if (plain !== undefined) return { text: plain, guessed: false };
  const names = coding.characterSets.map(standardName);
  const declared = names.filter((name) => name !== undefined);
  if (declared.length > 0 && declared.length === names.length && !isDefaultOnly(declared)) {
    const text = decodeBy(declared, bytes, vr);
    if (text !== undefined) return { text, guessed: text.includes('\ufffd') };
  }
  return { text: guess(bytes, vr, coding), guessed: true };
}

const isDefaultOnly = (names: readonly string[]): boolean => names.every((name) => name === 'ISO_IR 6');

function decodeBy(names: readonly string[], bytes: Uint8Array, vr: string): string | undefined {
  const [first = 'ISO_IR 6'] = names;
  const label = LABELS[first];
  if (label !== undefined && (names.length === 1 || ['utf-8', 'gb18030', 'gbk'].includes(label)) && !bytes.includes(ESCAPE)) {
    return label === 'utf-8' ? strictUtf8(bytes) : standAlone(label, bytes, vr);
  }
  completeLibrary();
  const extended = [...names.map((name) => name.replace('ISO_IR', 'ISO 2022 IR')), 'ISO 2022 IR 6'];
  try {
    return convertBytes([...new Set(extended)].join('\\'), bytes, { vr });
  } catch {
    return undefined;
  }
}

/** In JIS X 0201 5CH is the yen sign and 7EH the overline; 5CH stays a backslash where it separates values. */
function standAlone(label: string, bytes: Uint8Array, vr: string): string {
  const text = decoder(label).decode(bytes);
  if (label !== 'shift_jis') return text;
  const overlined = text.replaceAll('~', '‾');
  return vr === 'LT' || vr === 'ST' || vr === 'UT' ? overlined.replaceAll('\\', '¥') : overlined;
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Escapes tell their sets themselves; valid UTF-8 is hardly ever anything else; then the fallback; then Latin-1, which takes every byte. */
function guess(bytes: Uint8Array, vr: string, { fallback, characterSets }: TextCoding): string {
  if (bytes.includes(ESCAPE)) {
    const first = standardName(characterSets[0] ?? '') ?? 'ISO 2022 IR 6';
    const extended = decodeBy([first, ...EVERY_EXTENSION], bytes, vr);
    if (extended !== undefined) return extended;
  }
  const names = fallback.map(standardName).filter((name) => name !== undefined);
  return strictUtf8(bytes) ?? (names.length > 0 ? decodeBy(names, bytes, vr) : undefined) ?? decoder('windows-1252').decode(bytes);
}
