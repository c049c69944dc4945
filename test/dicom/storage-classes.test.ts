// Every storage SOP class of the current standard is known, retired ones apart, and each is proposed for some purpose (PS3.4 §B.5, PS3.6 Annex A).
import { expect, test } from 'vitest';
import { isStorageSopClass, lookUpUid, storageSopClasses } from '../../core/dicom/uids.ts';
import { supportedStorage } from '../../core/services/context-lists.ts';
import { classesFor, type StoragePurpose } from '../../core/services/storage-purposes.ts';

const ROOT = '1.2.840.10008.5.1.4.1.1.';

/** Of editions after 2023, which tables made earlier lack. */
const RECENT =
  '2.3 2.4 2.5 6.3 9.7.1 9.8.1 9.100.1 9.100.2 11.12 66.7 66.8 77.1.8 77.1.9 88.77 481.23 481.24 481.25 601.3 601.4 601.5'.split(' ');

test.each(RECENT)('%s below the storage root is a storage class', (suffix) => {
  expect(lookUpUid(ROOT + suffix)).toMatchObject({ kind: 'sop-class', retired: false });
  expect(isStorageSopClass(ROOT + suffix)).toBe(true);
});

test('retired classes stand apart, and an acceptor takes them too', () => {
  const current = storageSopClasses({ retired: false });
  const all = storageSopClasses({ retired: true });
  expect(current.some(({ retired }) => retired)).toBe(false);
  expect(all.length).toBeGreaterThan(current.length);
  expect(new Set(supportedStorage().map(({ abstractSyntax }) => abstractSyntax))).toEqual(new Set(all.map(({ uid }) => uid)));
});

test('every current class of patients’ objects belongs to a purpose, and each purpose leaves room for other services', () => {
  const purposes: readonly StoragePurpose[] = ['images', 'documents', 'waveforms', 'visible-light', 'radiotherapy'];
  const lists = purposes.map(classesFor);
  // The others, hanging protocols and the like, belong to no patient (PS3.4 Annex GG).
  const wanted = storageSopClasses({ retired: false }).filter(({ uid }) => uid.startsWith(ROOT));
  expect(new Set(lists.flat())).toEqual(new Set(wanted.map(({ uid }) => uid)));
  for (const list of [...lists, classesFor('common')]) expect(list.length).toBeLessThanOrEqual(100);
});

test.each([
  ['1.2.840.10008.1.2.4.110', 'JPEG XL Lossless'],
  ['1.2.840.10008.1.2.4.111', 'JPEG XL JPEG Recompression'],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL'],
  ['1.2.840.10008.1.2.8.1', 'Deflated Image Frame Compression'],
])('%s is %s', (uid, name) => {
  expect(lookUpUid(uid)).toMatchObject({ kind: 'transfer-syntax', name });
});
