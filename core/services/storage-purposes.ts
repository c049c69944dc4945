/** Storage SOP classes by what they are for, as data (PS3.4 §B.5). Every list leaves room for other services on the same association. */
import { storageSopClasses } from '../dicom/uids.ts';

/** 'common' are those met most often across all kinds, most frequent first. */
export type StoragePurpose = 'common' | 'images' | 'documents' | 'waveforms' | 'visible-light' | 'radiotherapy';

const ROOT = '1.2.840.10008.5.1.4.1.1.';

const COMMON =
  '2 4 1 1.1 1.2 7 6.1 3.1 12.1 12.2 20 128 88.11 88.22 88.33 88.59 88.67 11.1 104.1 66 66.4 66.1 2.1 4.1 4.2 13.1.3 1.1.1 1.2.1 1.3 ' +
  '7.1 7.2 7.3 7.4 481.1 481.2 481.3 481.5 481.4 481.8 77.1.4 77.1.1 77.1.5.1 77.1.5.2 77.1.5.4 77.1.6 88.34 88.50 88.65 9.1.1 9.1.2 ' +
  '11.2 30 66.5 67 13.1.1 12.1.1 12.2.1 130 6.2 4.3 2.2 4.4';

/** By the first numbers behind the storage root. */
const PREFIXES: readonly (readonly [StoragePurpose, readonly string[]])[] = [
  ['documents', ['88.', '104.', '11.', '67', '90.', '91.', '66.1', '66.2', '66.3', '78.', '79.', '131', '200.']],
  ['waveforms', ['9.', '601.5']],
  ['visible-light', ['77.', '80.', '81.', '82.']],
  ['radiotherapy', ['481.']],
];

export function classesFor(purpose: StoragePurpose): readonly string[] {
  if (purpose === 'common') return COMMON.split(' ').map((suffix) => ROOT + suffix);
  return storageSopClasses({ retired: false })
    .map(({ uid }) => uid)
    .filter((uid) => purposeOf(uid) === purpose);
}

function purposeOf(uid: string): StoragePurpose | undefined {
  if (!uid.startsWith(ROOT)) return undefined;
  const suffix = uid.slice(ROOT.length);
  for (const [purpose, prefixes] of PREFIXES) {
    if (prefixes.some((prefix) => (prefix.endsWith('.') ? suffix.startsWith(prefix) : suffix === prefix))) return purpose;
  }
  return 'images';
}

const RT_IMAGE = `${ROOT}481.1`;
const RT_DOSE = `${ROOT}481.2`;

/** Whether objects of the class may come compressed. Unknown and private classes may. */
export function holdsPixels(uid: string): boolean {
  const purpose = purposeOf(uid);
  return uid === RT_IMAGE || uid === RT_DOSE || purpose === undefined || purpose === 'images' || purpose === 'visible-light';
}
