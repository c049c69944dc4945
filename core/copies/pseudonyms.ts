/**
 * Who becomes whom: from a secret and what is replaced, so that the same always becomes the same without a list of UIDs, and nobody without
 * the secret can find the way back. A new secret is a new set of pseudonyms.
 */
import { createHmac } from 'node:crypto';
import type { Patient, Pseudonyms, Subject } from '../deidentification/types.ts';
import { uidFromRandom } from '../dicom/uid.ts';

export interface PseudonymOptions {
  /** 32 bytes. */
  readonly secret: Uint8Array;
  /** Begins every new ID, 'ANON' for 'ANON-7K3QX9AB'. */
  readonly prefix: string;
  /** Days by which dates are moved; null: a number of each patient's own. */
  readonly days: number | null;
  /** ID and name instead of made ones. */
  readonly given?: { readonly id: string; readonly name: string };
}

/** Without letters that are taken for digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 8;
/** Up to about ten years into the past, whole weeks, so that weekdays stay. */
const MOST_WEEKS = 520;

export function createPseudonyms({ secret, prefix, days, given }: PseudonymOptions): Pseudonyms {
  const digest = (...parts: readonly string[]): Buffer => createHmac('sha256', secret).update(parts.join('\0')).digest();
  const uids = new Map<string, string>();
  return {
    uid(original) {
      let uid = uids.get(original);
      if (uid === undefined) {
        uid = uidFromRandom(digest('uid', original));
        if (uids.size < KEPT_UIDS) uids.set(original, uid);
      }
      return uid;
    },
    subject(patient): Subject {
      const identity = identityOf(patient);
      const bytes = digest('patient', ...identity);
      const code = Array.from(bytes.subarray(0, LETTERS), (byte) => ALPHABET[byte % 32]).join('');
      const id = given?.id || `${prefix}-${code}`;
      return { id, name: given?.name || id, days: days ?? -7 * (1 + (digest('days', ...identity).readUInt32BE(0) % MOST_WEEKS)) };
    },
  };
}

/** Only spares the computing. */
const KEPT_UIDS = 20_000;

/** Without an ID name and birth date have to do. */
const identityOf = ({ id, issuer, name, birthDate }: Patient): readonly string[] =>
  id === '' ? ['name', name.toUpperCase(), birthDate] : ['id', id, issuer];
