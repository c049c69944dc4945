/**
 * The attributes of what a query found (PS3.4 §C.6, §C.3.4): those of the index, counted ones, and the rest from a file of it. At a level
 * only attributes of that level and above have one value; others are neither matched nor returned (PS3.4 §C.2.2.1.3).
 */
import type { QueryLevel } from '../services/types.ts';
import type { Found } from './query-rows.ts';

/** Values of one attribute as text; undefined when the index does not know them. */
export type IndexedValue = (found: Found) => readonly string[];

const one = (text: string | number | undefined | null): readonly string[] =>
  text === undefined || text === null || text === '' ? [] : [String(text)];

const PATIENT: Readonly<Record<number, IndexedValue>> = {
  0x00100010: ({ study }) => one(study.patient_name),
  0x00100020: ({ study }) => one(study.patient_id),
  0x00100021: ({ study }) => one(study.issuer),
  0x00100030: ({ study }) => one(study.birth_date),
  0x00100040: ({ study }) => one(study.sex),
};

const PATIENT_COUNTS: Readonly<Record<number, IndexedValue>> = {
  0x00201200: ({ patient }) => one(patient?.studies),
  0x00201202: ({ patient }) => one(patient?.series),
  0x00201204: ({ patient }) => one(patient?.instances),
};

const STUDY: Readonly<Record<number, IndexedValue>> = {
  0x0020000d: ({ study }) => one(study.uid),
  0x00200010: ({ study }) => one(study.study_id),
  0x00080020: ({ study }) => one(study.date),
  0x00080030: ({ study }) => one(study.time),
  0x00080050: ({ study }) => one(study.accession),
  0x00081030: ({ study }) => one(study.description),
  0x00080090: ({ study }) => one(study.referring),
  0x00080080: ({ study }) => one(study.institution),
  0x00080061: ({ study }) => (study.modalities === '' ? [] : study.modalities.split('\\')),
  0x00201206: ({ study }) => one(study.series_count),
  0x00201208: ({ study }) => one(study.instance_count),
};

const SERIES: Readonly<Record<number, IndexedValue>> = {
  0x0020000e: ({ series }) => one(series?.uid),
  0x00200011: ({ series }) => one(series?.number),
  0x00080060: ({ series }) => one(series?.modality),
  0x0008103e: ({ series }) => one(series?.description),
  0x00180015: ({ series }) => one(series?.body_part),
  0x00181030: ({ series }) => one(series?.protocol),
  0x00080021: ({ series }) => one(series?.date),
  0x00080031: ({ series }) => one(series?.time),
  0x00081010: ({ series }) => one(series?.station),
  0x00201209: ({ series }) => one(series?.instance_count),
};

const IMAGE: Readonly<Record<number, IndexedValue>> = {
  0x00080016: ({ instance }) => one(instance?.class),
  0x00080018: ({ instance }) => one(instance?.uid),
  0x00200013: ({ instance }) => one(instance?.number),
  0x00280008: ({ instance }) => one(instance?.frames),
  0x00280010: ({ instance }) => one(instance?.height),
  0x00280011: ({ instance }) => one(instance?.width),
  // Available Transfer Syntax UID
  0x00083002: ({ instance }) => one(instance?.syntax),
};

const INDEXED: Readonly<Record<QueryLevel, Readonly<Record<number, IndexedValue>>>> = {
  PATIENT: { ...PATIENT, ...PATIENT_COUNTS },
  // Table C.6-5 has the patient's counts at the study's level, too.
  STUDY: { ...PATIENT, ...PATIENT_COUNTS, ...STUDY },
  SERIES: { ...PATIENT, ...STUDY, ...SERIES },
  IMAGE: { ...PATIENT, ...STUDY, ...SERIES, ...IMAGE },
};

export const indexedAt = (level: QueryLevel, tag: number): IndexedValue | undefined => INDEXED[level][tag];

/** Attributes of modules at the patient's, the study's and the series' level that the index does not keep (PS3.3 §C.7.1-C.7.3, §C.7.5). */
const STUDY_TAGS = new Set([
  0x00080051, 0x00080201, 0x00081032, 0x00081048, 0x00081060, 0x00081062, 0x00081080, 0x00081084, 0x00081110, 0x00080096, 0x00321030,
  0x00321032, 0x00321033, 0x00321060, 0x00321064, 0x00401012, 0x00380010, 0x00380060, 0x00380014,
]);
/** Of the patient module's group, what the Patient Study module holds (PS3.3 §C.7.2.2). */
const PATIENT_STUDY_TAGS = new Set([
  0x00101010, 0x00101020, 0x00101021, 0x00101030, 0x00102180, 0x001021b0, 0x001021a0, 0x001021c0, 0x00102203,
]);
const SERIES_TAGS = new Set([
  0x0008103f, 0x00080064, 0x00080068, 0x00080070, 0x00080081, 0x00081040, 0x00081050, 0x00081052, 0x00081070, 0x00081072, 0x00081090,
  0x00081111, 0x00081250, 0x00181000, 0x00181020, 0x00185100, 0x00200052, 0x00200060, 0x00201040, 0x00400241, 0x00400242, 0x00400243,
  0x00400244, 0x00400245, 0x00400250, 0x00400251, 0x00400253, 0x00400254, 0x00400260, 0x00400275, 0x00400280,
]);

/** Whether an attribute that is not in the index is the same for everything below what was found, so that any of its files tells it. */
export function inFileAt(level: QueryLevel, tag: number): boolean {
  const patient = tag >>> 16 === 0x0010 && !PATIENT_STUDY_TAGS.has(tag);
  const study = patient || PATIENT_STUDY_TAGS.has(tag) || STUDY_TAGS.has(tag);
  switch (level) {
    case 'PATIENT':
      return patient;
    case 'STUDY':
      return study;
    case 'SERIES':
      return study || SERIES_TAGS.has(tag);
    case 'IMAGE':
      return tag >>> 16 < 0x7fe0 && !UNANSWERED.has(tag);
  }
}

/** Not answered from a file: counts above the level, and what the provider says itself. */
const UNANSWERED = new Set([0x00201200, 0x00201202, 0x00201204, 0x00080005, 0x00080052, 0x00080053, 0x00080054, 0x00080056]);
