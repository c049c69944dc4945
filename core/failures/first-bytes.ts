/** Tells what a peer speaks by the first bytes that it sent (FAILURES F3). */
import { toHex } from '../lib/bytes.ts';
import { signatures, type Signature } from './tables/first-bytes.ts';

/** The first signature that fits; the last one, 'not DICOM', fits everything. */
export function recognise(firstBytes: Uint8Array): Signature {
  const digits = toHex(firstBytes);
  const found = signatures.find(({ prefixes }) => prefixes.some((prefix) => digits.startsWith(prefix)));
  if (!found) throw new RangeError('the last signature fits everything');
  return found;
}
