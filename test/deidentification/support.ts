// De-identifying what tests build or read.
import { createPseudonyms } from '../../core/copies/pseudonyms.ts';
import { deidentify, type Deidentified } from '../../core/deidentification/deidentify.ts';
import type { ProfileOptions } from '../../core/deidentification/types.ts';
import { codingFound } from '../../core/dicom/parse.ts';
import { inMemory } from '../../core/dicom/random-bytes.ts';
import { partsOf } from '../../core/dicom/rewrite.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import { concat } from '../../core/lib/bytes.ts';

export const none: ProfileOptions = {
  dates: 'remove',
  keepUids: false,
  keepDevice: false,
  keepInstitution: false,
  keepPatientCharacteristics: false,
  keepSafePrivate: false,
  cleanDescriptors: false,
  cleanStructuredContent: false,
  cleanGraphics: false,
};

export const every: ProfileOptions = {
  dates: 'shift',
  keepUids: false,
  keepDevice: true,
  keepInstitution: true,
  keepPatientCharacteristics: true,
  keepSafePrivate: true,
  cleanDescriptors: true,
  cleanStructuredContent: true,
  cleanGraphics: true,
};

export const pseudonyms = createPseudonyms({ secret: new Uint8Array(32).fill(7), prefix: 'ANON', days: -10 });

export interface Made extends Deidentified {
  readonly bytes: Uint8Array;
}

/** @param bytes a plain data set. */
export function made(bytes: Uint8Array, transferSyntaxUid: string, options: ProfileOptions = none): Made {
  const source = inMemory(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const result = deidentify(source, codingFound(view, bytes.length, transferSyntaxProperties(transferSyntaxUid)), { options, pseudonyms });
  return { ...result, bytes: concat([...partsOf(source, result.pieces)]) };
}
