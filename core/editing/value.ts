/** A value as a person types it, to the bytes of its VR (PS3.5 §6.2): what the VR forbids is refused with its reason. */
import { encodeText } from '../dicom/character-set-encode.ts';
import { parseDate, parseDateTime, parseTime } from '../dicom/date-time.ts';
import { EncodingError } from '../dicom/errors.ts';
import { encodeNumbers, stringOf } from '../dicom/value-encode.ts';
import type { Tag } from '../dicom/types.ts';
import { vrOf } from '../dicom/vr.ts';
import { fromHex } from '../lib/bytes.ts';
import { isValidUid } from '../lib/uid.ts';

export interface TypedValue {
  readonly tag: Tag;
  readonly vr: string;
  /** Backslashes between values; hexadecimal for bytes. */
  readonly text: string;
}

const FORMS: Readonly<Record<string, { readonly valid: (value: string) => boolean; readonly wanted: string }>> = {
  DA: { valid: (value) => /^\d{8}$/.test(value) && parseDate(value) !== undefined, wanted: 'a date as YYYYMMDD is needed' },
  TM: { valid: (value) => !value.includes(':') && parseTime(value) !== undefined, wanted: 'a time as HHMMSS is needed' },
  DT: { valid: (value) => parseDateTime(value) !== undefined, wanted: 'a date and time as YYYYMMDDHHMMSS is needed' },
  AS: { valid: (value) => /^\d{3}[DWMY]$/.test(value), wanted: 'an age as 042Y is needed' },
  UI: { valid: isValidUid, wanted: 'a UID has numbers and single dots only, no leading zeros, at most 64 characters' },
  IS: { valid: (value) => /^[+-]?\d{1,11}$/.test(value) && Math.abs(Number(value)) <= 2_147_483_648, wanted: 'a whole number is needed' },
  DS: { valid: (value) => value !== '' && Number.isFinite(Number(value)), wanted: 'a number is needed' },
  CS: { valid: (value) => /^[A-Z0-9 _]*$/.test(value), wanted: 'a code has capital letters, digits, spaces and underscores only' },
};

/** @throws EncodingError naming what is wrong. @returns bytes in little endian. */
export function encodeTyped({ tag, vr, text }: TypedValue, characterSets: readonly string[]): Uint8Array {
  const form = vrOf(vr);
  switch (form.kind) {
    case 'text':
    case 'string': {
      checkForm(vr, form.multiple ? text.split('\\') : [text]);
      return encodeText(stringOf({ tag, vr }, text), vr, form.kind === 'text' ? characterSets : []);
    }
    case 'number':
    case 'tag':
      return text.trim() === ''
        ? new Uint8Array(0)
        : encodeNumbers(
            { tag, vr },
            text.split('\\').map((value) => value.trim()),
          );
    case 'binary':
      return hexBytes(text);
    case 'sequence':
      throw new EncodingError('invalid-value', 'A sequence has items, not a value');
  }
}

function checkForm(vr: string, values: readonly string[]): void {
  const rule = FORMS[vr];
  const wrong = rule && values.find((value) => value.trim() !== '' && !rule.valid(value.trim()));
  if (rule && wrong !== undefined) throw new EncodingError('invalid-value', `${rule.wanted}, not "${wrong.slice(0, 64)}"`);
}

function hexBytes(text: string): Uint8Array {
  const digits = text.replace(/[\s,]/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new EncodingError('invalid-value', 'bytes are needed as pairs of hexadecimal digits');
  return fromHex(digits);
}
