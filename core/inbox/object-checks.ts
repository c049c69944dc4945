/** What a person should look at in one object: attributes of type 1 (PS3.5 §7.4.1) that it lacks, a SOP class that the standard does not know. */
import type { DataSet } from '../dicom/types.ts';
import { isStorageSopClass } from '../dicom/uids.ts';

/** Of General Series (PS3.3 §C.7.3.1), in every composite object of a patient. */
const EVERYWHERE = ['Modality'];
/** And of General Study and Series, and of Image Pixel (§C.7.6.3) those that the index reads anyway. */
const OF_IMAGES = [
  ...EVERYWHERE,
  'StudyInstanceUID',
  'SeriesInstanceUID',
  'SamplesPerPixel',
  'PhotometricInterpretation',
  'Rows',
  'Columns',
];
const ROOT = '1.2.840.10008.5.1.4.1.1.';
/** Classes whose objects are images and nothing else: of the others the class alone does not tell what they must have. */
const IMAGES = new Set(
  (
    '1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 2.1 2.2 3.1 4 4.1 4.3 6.1 6.2 7 7.1 7.2 7.3 7.4 12.1 12.1.1 12.2 12.2.1 13.1.1 13.1.2 13.1.3 20 128 ' +
    '128.1 130 77.1.1 77.1.2 77.1.3 77.1.4 77.1.5.1 77.1.5.2 77.1.5.4 77.1.6 481.1'
  )
    .split(' ')
    .map((suffix) => ROOT + suffix),
);

export const isUnknownClass = (sopClassUid: string): boolean => !isStorageSopClass(sopClassUid);

/** Keywords, in the order of the lists. Objects outside of any study, and those of classes that are not known, are not judged. */
export function lackingOf(sopClassUid: string, header: DataSet): readonly string[] {
  if (IMAGES.has(sopClassUid)) return OF_IMAGES.filter((keyword) => header.text(keyword) === '');
  if (isUnknownClass(sopClassUid) || header.text('StudyInstanceUID') === '') return [];
  return EVERYWHERE.filter((keyword) => header.text(keyword) === '');
}
