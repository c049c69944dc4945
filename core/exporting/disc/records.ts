/** Directory records out of an object's header (PS3.3 §F.5): text with the bytes and the character set of the object. */
import { elementsOf, type Entries } from '../../dicom/build.ts';
import { plainElement, type PlainElement } from '../../dicom/encode.ts';
import type { DataSet } from '../../dicom/types.ts';
import { NO_DATE, NO_TIME, type RecordType } from './record-types.ts';

/** The record's own attributes, without offsets. */
export type RecordElements = readonly PlainElement[];

/** Position among its neighbours, for what must be numbered. */
export type Ordinal = number;

export const patientRecord = (header: DataSet, at: Ordinal): RecordElements =>
  record(header, 'PATIENT', {
    keys: ['PatientName', 'PatientID', 'IssuerOfPatientID', 'PatientBirthDate', 'PatientSex'],
    standIns: { PatientName: '', PatientID: `UNKNOWN${at}` },
  });

export const studyRecord = (header: DataSet, at: Ordinal): RecordElements =>
  record(header, 'STUDY', {
    keys: ['StudyDate', 'StudyTime', 'StudyDescription', 'StudyInstanceUID', 'StudyID', 'AccessionNumber'],
    standIns: { ...dated(header, 'Study'), StudyID: String(at), StudyDescription: '', AccessionNumber: '' },
  });

export const seriesRecord = (header: DataSet, at: Ordinal): RecordElements =>
  record(header, 'SERIES', {
    keys: [
      'Modality',
      'SeriesInstanceUID',
      'SeriesNumber',
      'SeriesDescription',
      'SeriesDate',
      'SeriesTime',
      'InstitutionName',
      'BodyPartExamined',
    ],
    standIns: { Modality: 'OT', SeriesNumber: String(at) },
  });

export interface Referenced {
  readonly header: DataSet;
  readonly type: RecordType;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Components of at most eight characters. */
  readonly fileId: readonly string[];
  readonly at: Ordinal;
}

export function objectRecord({ header, type, fileId, at, ...object }: Referenced): RecordElements {
  const standIns = Object.fromEntries(type.keys.flatMap((key) => (key in stands ? [[key, stands[key] ?? '']] : [])));
  const references: Entries = {
    ReferencedFileID: fileId,
    ReferencedSOPClassUIDInFile: object.sopClassUid,
    ReferencedSOPInstanceUIDInFile: object.sopInstanceUid,
    ReferencedTransferSyntaxUIDInFile: object.transferSyntaxUid,
  };
  const numbered = type.keys.includes('InstanceNumber') ? { InstanceNumber: String(at) } : {};
  const own = record(header, type.name, {
    keys: type.keys,
    standIns: { ...standIns, ...dated(header, 'Content', type.keys), ...numbered },
  });
  return sorted([...own, ...elementsOf(references, [])]);
}

/** Of attributes that must be there: type 1 with a word, type 2 empty. */
const stands: Readonly<Record<string, string>> = {
  ContentLabel: 'UNNAMED',
  ContentDescription: '',
  ContentCreatorName: '',
  CompletionFlag: 'PARTIAL',
  VerificationFlag: 'UNVERIFIED',
  StructureSetLabel: 'UNNAMED',
  StructureSetDate: '',
  StructureSetTime: '',
  RTPlanLabel: 'UNNAMED',
  RTPlanDate: '',
  RTPlanTime: '',
  TreatmentDate: '',
  TreatmentTime: '',
  DoseSummationType: 'PLAN',
  DocumentTitle: '',
  MIMETypeOfEncapsulatedDocument: 'application/octet-stream',
  PresentationCreationDate: NO_DATE,
  PresentationCreationTime: NO_TIME,
  InstanceCreationDate: NO_DATE,
  InstanceCreationTime: NO_TIME,
  HangingProtocolDescription: '',
  HangingProtocolName: 'UNNAMED',
};

/** A missing date is that of the study or of the series before it is none at all. */
function dated(header: DataSet, what: 'Study' | 'Content', keys?: readonly string[]): Record<string, string> {
  const date = ['Study', 'Series', 'Acquisition', 'Content'].map((one) => header.text(`${one}Date`)).find((text) => /^\d{8}$/.test(text));
  const found = { [`${what}Date`]: date ?? NO_DATE, [`${what}Time`]: NO_TIME };
  return keys ? Object.fromEntries(Object.entries(found).filter(([key]) => keys.includes(key))) : found;
}

interface Wanted {
  readonly keys: readonly string[];
  /** For keys that the object lacks or leaves empty. */
  readonly standIns: Readonly<Record<string, string>>;
}

function record(header: DataSet, name: string, { keys, standIns }: Wanted): RecordElements {
  const copied: PlainElement[] = [];
  const given: Record<string, string> = { DirectoryRecordType: name };
  for (const key of keys) {
    const element = header.element(key);
    if (element && (element.length > 0 || standIns[key] === '') && !element.encapsulated) copied.push(...copyOf(header, key));
    else if (standIns[key] !== undefined) given[key] = standIns[key];
  }
  const characterSet = header.characterSets.length > 0 ? copyOf(header, 'SpecificCharacterSet') : [];
  return sorted([...characterSet, ...copied, ...elementsOf(given, [])]);
}

/** Of a content tree only what modifies the title (PS3.3 §F.5.17). */
function copyOf(header: DataSet, key: string): readonly PlainElement[] {
  const element = header.element(key);
  if (!element) return [];
  const plain = plainElement(header, element, undefined);
  if (key !== 'ContentSequence' || plain.value instanceof Uint8Array) return [plain];
  const { value } = plain;
  const modifiers = header
    .items(key)
    .flatMap((item, index) => (item.text('RelationshipType') === 'HAS CONCEPT MOD' ? [value[index] ?? []] : []));
  return modifiers.length === 0 ? [] : [{ ...plain, value: modifiers }];
}

const sorted = (elements: readonly PlainElement[]): RecordElements => elements.toSorted((a, b) => a.tag - b.tag);
