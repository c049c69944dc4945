/**
 * What a person asks for -> identifiers (PS3.4 §C.2.2.2, §C.4.1). Study Root asks each level with the unique keys above it; Patient Root
 * asks studies only below one patient, so that a search by anything else goes over PATIENT first.
 */
import type { QueryLevel, SearchQuery } from '../contract/search.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import type { QueryKeys } from '../services/types.ts';

export type Model = 'study' | 'patient';

/** One C-FIND. `required` is what it can do without every wish. */
export interface Asking {
  readonly level: QueryLevel;
  readonly keys: QueryKeys;
  readonly required: QueryKeys;
}

/** What columns show; asked for with empty values. */
const COLUMNS: Readonly<Record<QueryLevel, readonly string[]>> = {
  PATIENT: ['PatientName', 'PatientID', 'IssuerOfPatientID', 'PatientBirthDate', 'PatientSex', 'NumberOfPatientRelatedStudies'],
  STUDY: [
    ...['StudyInstanceUID', 'StudyDate', 'StudyTime', 'StudyID', 'AccessionNumber', 'StudyDescription', 'ModalitiesInStudy'],
    ...['NumberOfStudyRelatedSeries', 'NumberOfStudyRelatedInstances', 'ReferringPhysicianName', 'InstitutionName'],
  ],
  SERIES: ['SeriesInstanceUID', 'Modality', 'SeriesNumber', 'SeriesDescription', 'BodyPartExamined', 'NumberOfSeriesRelatedInstances'],
  IMAGE: ['SOPInstanceUID', 'SOPClassUID', 'InstanceNumber'],
};

/** Studies of the Study Root carry their patient's attributes (PS3.4 §C.6.2.1). */
const PATIENT_OF_STUDY = ['PatientName', 'PatientID', 'IssuerOfPatientID', 'PatientBirthDate', 'PatientSex'];

/** The columns that every provider has to know. */
const REQUIRED: Readonly<Record<QueryLevel, readonly string[]>> = {
  PATIENT: ['PatientName', 'PatientID'],
  STUDY: ['StudyInstanceUID', 'StudyDate', 'StudyTime', 'StudyID', 'AccessionNumber'],
  SERIES: ['SeriesInstanceUID', 'Modality', 'SeriesNumber'],
  IMAGE: ['SOPInstanceUID', 'InstanceNumber'],
};

const empty = (keywords: readonly string[]): QueryKeys => Object.fromEntries(keywords.map((keyword) => [keyword, '']));

/** The C-FINDs that answer the query together: one for each modality, since a list of them is no matching that providers must know. */
export function askings(query: SearchQuery, model: Model): readonly Asking[] {
  const above = uniqueKeysAbove(query, model);
  const wished = wishes(query, model);
  const columns = model === 'study' && query.level === 'STUDY' ? [...PATIENT_OF_STUDY, ...COLUMNS.STUDY] : COLUMNS[query.level];
  const required = model === 'study' && query.level === 'STUDY' ? ['PatientName', 'PatientID', ...REQUIRED.STUDY] : REQUIRED[query.level];
  const asking = (modality: QueryKeys): Asking => ({
    level: query.level,
    keys: { ...empty(columns), ...above, ...wished, ...modality },
    required: { ...empty(required), ...above, ...wished, ...modality },
  });
  const modalities = modalityKeys(query);
  return modalities.length === 0 ? [asking({})] : modalities.map(asking);
}

/** Patient Root, studies, but not of one patient: which patients first. `undefined` when one level is enough. */
export function patientAsking(query: SearchQuery, model: Model): Asking | undefined {
  if (model !== 'patient' || query.level !== 'STUDY' || isSingle(query.patientId)) return undefined;
  const wished = patientWishes(query);
  return { level: 'PATIENT', keys: { ...empty(COLUMNS.PATIENT), ...wished }, required: { ...empty(REQUIRED.PATIENT), ...wished } };
}

/** The studies of one patient, as the second step of `patientAsking`. */
export function studiesOf(query: SearchQuery, patientId: string): SearchQuery {
  const { name: _, ...rest } = query;
  return { ...rest, patientId };
}

function uniqueKeysAbove({ level, patientId, studyUid, studyUids, seriesUid }: SearchQuery, model: Model): QueryKeys {
  const patient = model === 'patient' && level !== 'PATIENT' && patientId !== undefined ? { PatientID: patientId } : {};
  const listed = studyUids === undefined ? {} : { StudyInstanceUID: studyUids.join('\\') };
  const study = studyUid === undefined ? listed : { StudyInstanceUID: studyUid };
  const series = seriesUid === undefined || level === 'STUDY' || level === 'PATIENT' ? {} : { SeriesInstanceUID: seriesUid };
  return level === 'PATIENT' ? {} : { ...patient, ...study, ...series };
}

function patientWishes({ name, patientId }: SearchQuery): QueryKeys {
  return {
    ...(name?.trim() && { PatientName: nameKey(name) }),
    ...(patientId?.trim() && { PatientID: patientId.trim() }),
  };
}

function wishes(query: SearchQuery, model: Model): QueryKeys {
  const others = Object.fromEntries((query.keys ?? []).map(({ key, value }) => [keyOf(key), value]));
  switch (query.level) {
    case 'PATIENT':
      return { ...patientWishes(query), ...others };
    case 'STUDY':
      return {
        ...(model === 'study' && patientWishes(query)),
        ...(query.accession?.trim() && { AccessionNumber: query.accession.trim() }),
        ...dateKey(query.dateFrom, query.dateTo),
        ...others,
      };
    case 'SERIES':
    case 'IMAGE':
      return others;
  }
}

/** `*` behind the last word, unless the person wrote wild cards; "family, given" and "given words" reach over the carets of a name. */
export function nameKey(typed: string): string {
  const name = typed.trim();
  if (/[*?]/.test(name)) return name;
  if (/[\^=]/.test(name)) return `${name}*`;
  return `${name.replace(/\s*,\s*/g, '^').replace(/\s+/g, '*')}*`;
}

/** Range matching (PS3.4 §C.2.2.2.5); one day is a single value. */
function dateKey(from: string | undefined, to: string | undefined): QueryKeys {
  if (from === undefined && to === undefined) return {};
  return { StudyDate: from === to ? (from ?? '') : `${from ?? ''}-${to ?? ''}` };
}

function modalityKeys({ modalities, level }: SearchQuery): readonly QueryKeys[] {
  const wanted = [...new Set((modalities ?? []).map((modality) => modality.trim().toUpperCase()).filter((modality) => modality !== ''))];
  if (level === 'STUDY') return wanted.map((modality) => ({ ModalitiesInStudy: modality }));
  return level === 'SERIES' ? wanted.map((modality) => ({ Modality: modality })) : [];
}

/** A keyword stays; `gggg,eeee` becomes its keyword where it has one. */
function keyOf(key: string): string {
  const match = /^\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?$/i.exec(key.trim());
  if (!match) return key.trim();
  return keywordOf(Number.parseInt(`${match[1] ?? ''}${match[2] ?? ''}`, 16)) || `${match[1] ?? ''},${match[2] ?? ''}`;
}

/** One patient, not a pattern. */
const isSingle = (patientId: string | undefined): boolean =>
  patientId !== undefined && patientId.trim() !== '' && !/[*?\\]/.test(patientId);
