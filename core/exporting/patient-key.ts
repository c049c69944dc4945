/** What tells patients apart: the ID with its issuer, and without an ID the name and the birth date. */
import type { DataSet } from '../dicom/types.ts';

export function patientKey(header: DataSet): string {
  const id = header.text('PatientID');
  const rest = id === '' ? [header.text('PatientName'), header.text('PatientBirthDate')] : [header.text('IssuerOfPatientID')];
  return [id, ...rest].join('\0');
}
