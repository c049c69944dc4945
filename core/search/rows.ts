/** A match as the window shows it. Absent attributes are empty; counts that the node does not give are null. */
import type { MatchRow, PersonNameView, QueryLevel } from '../contract/search.ts';
import { encodeDataSet } from '../dicom/encode.ts';
import { parseDataSet } from '../dicom/parse.ts';
import { TransferSyntax } from '../dicom/transfer-syntax.ts';
import type { DataSet } from '../dicom/types.ts';

const NO_NAME: PersonNameView = { alphabetic: '', ideographic: '', phonetic: '' };

const TEXT = ['PatientName', 'PatientID', 'StudyDescription', 'SeriesDescription', 'ReferringPhysicianName', 'InstitutionName'];

export interface MatchOf {
  readonly nodeId: string;
  readonly level: QueryLevel;
  readonly dataSet: DataSet;
}

export function rowOf({ nodeId, level, dataSet }: MatchOf): MatchRow {
  const text = (keyword: string): string => dataSet.text(keyword).trim();
  const inStudy = dataSet.texts('ModalitiesInStudy').filter((modality) => modality !== '');
  const modality = text('Modality');
  return {
    nodeId,
    level,
    patientName: dataSet.personName('PatientName') ?? NO_NAME,
    patientId: text('PatientID'),
    issuer: text('IssuerOfPatientID'),
    birthDate: text('PatientBirthDate'),
    sex: text('PatientSex'),
    studyUid: text('StudyInstanceUID'),
    studyDate: text('StudyDate'),
    studyTime: text('StudyTime'),
    studyId: text('StudyID'),
    accession: text('AccessionNumber'),
    description: text(level === 'SERIES' ? 'SeriesDescription' : 'StudyDescription'),
    modalities: inStudy.length > 0 ? inStudy : modality === '' ? [] : [modality],
    seriesCount: dataSet.number('NumberOfStudyRelatedSeries') ?? null,
    instanceCount: dataSet.number(level === 'SERIES' ? 'NumberOfSeriesRelatedInstances' : 'NumberOfStudyRelatedInstances') ?? null,
    referring: dataSet.personName('ReferringPhysicianName') ?? NO_NAME,
    institution: text('InstitutionName'),
    bodyPart: text('BodyPartExamined'),
    seriesUid: text('SeriesInstanceUID'),
    seriesNumber: text('SeriesNumber'),
    sopInstanceUid: text('SOPInstanceUID'),
    sopClassUid: text('SOPClassUID'),
    instanceNumber: text('InstanceNumber'),
    guessed: TEXT.some((keyword) => dataSet.guessed(keyword)),
  };
}

/** A study of Patient Root carries no patient but its ID: the rest comes of the patient's own match. */
export function withPatient(row: MatchRow, patient: MatchRow): MatchRow {
  const { patientName, issuer, birthDate, sex } = patient;
  const guessed = row.guessed || patient.guessed;
  return { ...row, patientId: row.patientId || patient.patientId, patientName, issuer, birthDate, sex, guessed };
}

/** The same bytes, read with a character set for text that declares none (a node's setting). */
export function withFallback(dataSet: DataSet, characterSet: string | null): DataSet {
  if (characterSet === null || dataSet.characterSets.length > 0) return dataSet;
  const bytes = encodeDataSet(dataSet, TransferSyntax.ExplicitLittleEndian);
  return parseDataSet(bytes, TransferSyntax.ExplicitLittleEndian, { fallbackCharacterSets: characterSet.split('\\') });
}

/** What names a row among those of one node. */
export function identityOf(row: MatchRow): string {
  switch (row.level) {
    case 'PATIENT':
      return `${row.patientId}\\${row.issuer}`;
    case 'STUDY':
      return row.studyUid;
    case 'SERIES':
      return row.seriesUid;
    case 'IMAGE':
      return row.sopInstanceUid;
  }
}
