/** The unique keys of a retrieve from the top to its level (PS3.4 §C.4.2.1.4), and whether an arrival is one of what was asked for. */
import type { PullItem } from '../contract/transfers.ts';
import type { Arrival } from '../inbox/incoming.ts';
import type { QueryKeys } from '../services/types.ts';

export type Model = 'study' | 'patient';

/** PATIENT exists in the Patient Root alone. */
export const modelFor = ({ level }: PullItem, wished: Model): Model => (level === 'PATIENT' ? 'patient' : wished);

export function retrieveKeys(item: PullItem, model: Model): QueryKeys {
  const patient = model === 'patient' && item.patientId !== undefined ? { PatientID: item.patientId } : {};
  const study = { ...patient, ...(item.studyUid !== undefined && { StudyInstanceUID: item.studyUid }) };
  const series = { ...study, ...(item.seriesUid !== undefined && { SeriesInstanceUID: item.seriesUid }) };
  switch (item.level) {
    case 'PATIENT':
      return patient;
    case 'STUDY':
      return study;
    case 'SERIES':
      return series;
    case 'IMAGE':
      return { ...series, ...(item.sopInstanceUid !== undefined && { SOPInstanceUID: item.sopInstanceUid }) };
  }
}

/** By what is known of both; a patient's objects cannot be told by their UIDs. */
export function isOf(item: PullItem, arrival: Arrival): boolean {
  switch (item.level) {
    case 'PATIENT':
      return false;
    case 'STUDY':
      return arrival.studyUid === item.studyUid;
    case 'SERIES':
      return arrival.seriesUid === item.seriesUid;
    case 'IMAGE':
      return arrival.sopInstanceUid === item.sopInstanceUid;
  }
}
