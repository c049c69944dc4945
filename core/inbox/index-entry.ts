/** What the index takes of one object: its place, its file, where it came from, and the attributes of its header (PS3.3). */
import type { DataSet } from '../dicom/types.ts';
import type { InstanceIdentity } from './layout.ts';

export interface IndexEntry extends InstanceIdentity {
  readonly version: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** Read when the entry is taken up, not before. */
  readonly header: DataSet;
  /** Of the file. */
  readonly bytes: number;
  /** Where the data set begins in it. */
  readonly dataOffset: number;
  readonly from: Origin;
  /** Milliseconds since 1970. */
  readonly arrived: number;
}

export interface Origin {
  readonly title: string;
  readonly address: string;
}

export const Attribute = {
  SopClassUid: 0x00080016,
  SopInstanceUid: 0x00080018,
  StudyInstanceUid: 0x0020000d,
  SeriesInstanceUid: 0x0020000e,
} as const;

/** Longer values are cut in the index; the file keeps them. */
const LONGEST = 512;

const text = (header: DataSet, tag: number): string => header.text(tag).slice(0, LONGEST);

/** Values in the order of the columns of inbox_study from patient_name to institution. */
export const studyValues = (header: DataSet): readonly string[] => [
  text(header, 0x00100010),
  text(header, 0x00100020),
  text(header, 0x00100021),
  text(header, 0x00100030),
  text(header, 0x00100040),
  text(header, 0x00080020),
  text(header, 0x00080030),
  text(header, 0x00080050),
  text(header, 0x00200010),
  text(header, 0x00081030),
  text(header, 0x00080090),
  text(header, 0x00080080),
];

export const patientIdOf = (header: DataSet): string => text(header, 0x00100020);

/** Values in the order of the columns of inbox_series from number to station. */
export const seriesValues = (header: DataSet): readonly string[] => [
  text(header, 0x00200011),
  text(header, 0x00080060),
  text(header, 0x0008103e),
  text(header, 0x00180015),
  text(header, 0x00181030),
  text(header, 0x00080021),
  text(header, 0x00080031),
  text(header, 0x00081010),
];

/** Values in the order of the columns of inbox_instance from number to width. */
export const instanceValues = (header: DataSet): readonly (string | number | null)[] => [
  text(header, 0x00200013),
  whole(header.number(0x00280008)) ?? 1,
  whole(header.number(0x00280010)),
  whole(header.number(0x00280011)),
];

const whole = (value: number | undefined): number | null =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : null;
