/** What the index takes of one object: its place, its file, where it came from, and the attributes of its header (PS3.3). */
import type { DataSet } from '../dicom/types.ts';
import type { InstanceIdentity } from './layout.ts';
import { lackingOf } from './object-checks.ts';

export interface IndexEntry extends InstanceIdentity {
  readonly version: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly attributes: IndexedAttributes;
  /** Of the file. */
  readonly bytes: number;
  /** Where the data set begins in it. */
  readonly dataOffset: number;
  readonly from: Origin;
  /** Milliseconds since 1970. */
  readonly arrived: number;
}

/** Plain values, so that the bytes of the header may go as soon as it was read. */
export interface IndexedAttributes {
  readonly patientId: string;
  /** In the order of the columns of inbox_study from patient_name to institution. */
  readonly study: readonly string[];
  /** In the order of the columns of inbox_series from number to station. */
  readonly series: readonly string[];
  /** In the order of the columns of inbox_instance from number to width. */
  readonly instance: readonly (string | number | null)[];
  /** Keywords of type 1 attributes that it lacks. */
  readonly lacks: readonly string[];
}

export interface Origin {
  readonly title: string;
  readonly address: string;
}

/** What an object says that it is. */
export interface SaidIdentity {
  readonly identity: InstanceIdentity;
  readonly sopClassUid: string;
}

export const identityIn = (header: DataSet): SaidIdentity => ({
  identity: { studyUid: header.text(0x0020000d), seriesUid: header.text(0x0020000e), sopInstanceUid: header.text(0x00080018) },
  sopClassUid: header.text(0x00080016),
});

/** Longer values are cut in the index; the file keeps them. */
const LONGEST = 512;

const PATIENT_ID = 0x00100020;

const STUDY = [
  0x00100010,
  PATIENT_ID,
  0x00100021,
  0x00100030,
  0x00100040,
  0x00080020,
  0x00080030,
  0x00080050,
  0x00200010,
  0x00081030,
  0x00080090,
  0x00080080,
];
const SERIES = [0x00200011, 0x00080060, 0x0008103e, 0x00180015, 0x00181030, 0x00080021, 0x00080031, 0x00081010];

const text = (header: DataSet, tag: number): string => header.text(tag).slice(0, LONGEST);

/** @param siblings attributes of an object that tells the same of its study and series, so that they need not be read again. */
export const attributesOf = (
  header: DataSet,
  sopClassUid: string,
  siblings?: Pick<IndexedAttributes, 'study' | 'series'>,
): IndexedAttributes => ({
  patientId: text(header, PATIENT_ID),
  study: siblings?.study ?? STUDY.map((tag) => text(header, tag)),
  series: siblings?.series ?? SERIES.map((tag) => text(header, tag)),
  instance: [
    text(header, 0x00200013),
    whole(header.number(0x00280008)) ?? 1,
    whole(header.number(0x00280010)),
    whole(header.number(0x00280011)),
  ],
  lacks: lackingOf(sopClassUid, header),
});

const whole = (value: number | undefined): number | null =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : null;
