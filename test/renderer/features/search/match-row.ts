import type { MatchRow } from '../../../../core/contract.ts';

const noName = { alphabetic: '', ideographic: '', phonetic: '' };

/** A row as a node answers it, with everything that is not said empty. */
export const matchRow = (over: Partial<MatchRow>): MatchRow => ({
  nodeId: 'a',
  level: 'STUDY',
  patientName: noName,
  patientId: '',
  issuer: '',
  birthDate: '',
  sex: '',
  studyUid: '',
  studyDate: '',
  studyTime: '',
  studyId: '',
  accession: '',
  description: '',
  modalities: [],
  seriesCount: null,
  instanceCount: null,
  referring: noName,
  institution: '',
  bodyPart: '',
  seriesUid: '',
  seriesNumber: '',
  sopInstanceUid: '',
  sopClassUid: '',
  instanceNumber: '',
  guessed: false,
  ...over,
});
