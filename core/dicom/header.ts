/**
 * The header of an object: what an index, a preflight and a table row need, read from a prefix of its bytes up to group 0028. It never
 * throws: it says that it needs more bytes, what it found, or why the object is refused.
 */
import { isValidUid } from '../lib/uid.ts';
import type { ParsedDataSet } from './data-set.ts';
import { DataSetError } from './errors.ts';
import { recogniseFile } from './object-file.ts';
import { parseDataSet, type Inflate } from './parse.ts';

export interface ObjectHeader {
  readonly transferSyntaxUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly patient: {
    /** As written: component groups with '=' and '^'. */
    readonly name: string;
    readonly id: string;
    readonly issuer: string;
    readonly birthDate: string;
    readonly sex: string;
  };
  readonly study: {
    readonly uid: string;
    readonly id: string;
    readonly date: string;
    readonly time: string;
    readonly description: string;
    readonly accessionNumber: string;
    readonly referringPhysician: string;
    readonly institution: string;
    /** PatientAge at the study as given. */
    readonly patientAge: string;
  };
  readonly series: {
    readonly uid: string;
    readonly number: number | undefined;
    readonly modality: string;
    readonly description: string;
    readonly bodyPart: string;
    readonly date: string;
    readonly time: string;
    readonly protocol: string;
    readonly station: string;
    readonly manufacturer: string;
    readonly laterality: string;
  };
  readonly instance: {
    readonly number: number | undefined;
    readonly imageType: readonly string[];
    readonly contentDate: string;
    readonly contentTime: string;
    readonly rows: number | undefined;
    readonly columns: number | undefined;
    readonly frames: number | undefined;
    readonly bitsAllocated: number | undefined;
    readonly photometric: string;
    readonly burnedInAnnotation: string;
  };
  /** '&ZZXX' (0008,0201); '' when no zone is claimed. */
  readonly timezone: string;
  readonly characterSets: readonly string[];
  /** Some text above did not fit its character set and is a best effort. */
  readonly guessedText: boolean;
  /** Faults that do not stop the object from being kept or sent. */
  readonly warnings: readonly HeaderWarning[];
}

export type HeaderWarning =
  'uid-form' | 'no-study-instance-uid' | 'no-series-instance-uid' | 'meta-differs' | 'no-preamble' | 'no-file-meta' | 'command-group';

export type RefusalReason =
  'not-dicom' | 'truncated' | 'malformed' | 'deflated' | 'no-sop-class-uid' | 'no-sop-instance-uid' | 'invalid-uid' | 'directory';

export type HeaderScan =
  | { readonly kind: 'header'; readonly header: ObjectHeader; readonly dataSetOffset: number; readonly end: HeaderEnd }
  | { readonly kind: 'more' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

/** Where reading stopped, counted from the data set's beginning (of a deflated one, of what was inflated), and how it is written there. */
export interface HeaderEnd {
  readonly at: number;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export interface ScanOptions {
  /** The bytes are all there are: what is missing is refused instead of asked for. */
  readonly complete: boolean;
  /** Inflates a prefix of a deflate stream as far as it goes. */
  readonly inflate?: Inflate;
  readonly fallbackCharacterSets?: readonly string[];
  /** Reads on up to this tag, beyond what the header holds. */
  readonly untilTag?: number;
}

/** Nothing that the header holds lies behind group 0028. */
const AFTER_HEADER = 0x00290000;
const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';

const refused = (reason: RefusalReason, message: string): Extract<HeaderScan, { readonly kind: 'refused' }> => ({
  kind: 'refused',
  reason,
  message,
});

/** A file, or a prefix of one, with or without preamble and meta information. */
export function readHeader(prefix: Uint8Array, options: ScanOptions): HeaderScan {
  let file;
  try {
    if (prefix.length < 132 && !options.complete) return { kind: 'more' };
    file = recogniseFile(prefix);
  } catch (error) {
    return faultOf(error, options);
  }
  if (file.form === 'not-dicom') {
    const empty = prefix.length === 0 ? 'The file is empty' : 'The file is not DICOM';
    return refused('not-dicom', file.seems === undefined ? empty : `The file is not DICOM: it seems to be ${file.seems}`);
  }
  if (file.meta?.sopClassUid === MEDIA_DIRECTORY)
    return refused('directory', 'The file is the directory of a disc (DICOMDIR), not an object');
  const scan = scanHeader(prefix.subarray(file.dataSetOffset), file.transferSyntaxUid, options);
  if (scan.kind !== 'header') return scan;
  const { header, end } = scan;
  const { meta } = file;
  const differs =
    meta !== undefined &&
    meta.sopInstanceUid !== '' &&
    (meta.sopInstanceUid !== header.sopInstanceUid || meta.sopClassUid !== header.sopClassUid);
  const form: readonly HeaderWarning[] = file.form === 'data-set' ? ['no-file-meta'] : file.form === 'meta-only' ? ['no-preamble'] : [];
  header.warnings = [...form, ...(differs ? (['meta-differs'] as const) : []), ...header.warnings];
  return { kind: 'header', header, dataSetOffset: file.dataSetOffset, end };
}

/** A data set, or a prefix of one, as it comes over an association. */
export function scanHeader(prefix: Uint8Array, transferSyntaxUid: string, options: ScanOptions): OwnScan {
  try {
    const dataSet = parseDataSet(prefix, transferSyntaxUid, { untilTag: AFTER_HEADER, ...options });
    // A prefix may end exactly between two elements of the header.
    if (!options.complete && dataSet.end >= dataSet.source.walker.bytes.length) return { kind: 'more' };
    return headerOf(dataSet);
  } catch (error) {
    return faultOf(error, options);
  }
}

function faultOf(error: unknown, { complete }: ScanOptions): Exclude<HeaderScan, { readonly kind: 'header' }> {
  if (!(error instanceof DataSetError)) throw error;
  switch (error.code) {
    case 'truncated':
      return complete ? refused('truncated', `The object is cut short: ${error.message}`) : { kind: 'more' };
    case 'no-inflate':
      return refused('deflated', error.message);
    case 'malformed':
    case 'too-deep':
    case 'too-many':
      return refused('malformed', `The data set cannot be read: ${error.message}`);
  }
}

/** Digits and dots are enough to keep an object safely; the standard's full rule is only warned of, as old devices break it. */
const isUsableUid = (uid: string): boolean => /^\d+(?:\.\d+)*$/.test(uid) && uid.length <= 64;

const TEXT_TAGS = [
  'PatientName',
  'PatientID',
  'StudyDescription',
  'SeriesDescription',
  'ReferringPhysicianName',
  'InstitutionName',
  'AccessionNumber',
  'ProtocolName',
  'StationName',
];

type OwnScan =
  Exclude<HeaderScan, { readonly kind: 'header' }> | (Extract<HeaderScan, { readonly kind: 'header' }> & { readonly header: ReadHeader });

function headerOf(dataSet: ParsedDataSet): OwnScan {
  const text = (tag: number): string => dataSet.text(tag);
  const sopClassUid = text(0x00080016);
  const sopInstanceUid = text(0x00080018);
  if (sopInstanceUid === '' && text(0x00041130) + text(0x00041200) !== '')
    return refused('directory', 'The file is the directory of a disc (DICOMDIR), not an object');
  if (sopClassUid === '') return refused('no-sop-class-uid', 'The object has no SOP Class UID (0008,0016)');
  if (sopInstanceUid === '') return refused('no-sop-instance-uid', 'The object has no SOP Instance UID (0008,0018)');
  const studyUid = text(0x0020000d);
  const seriesUid = text(0x0020000e);
  const uids = [sopClassUid, sopInstanceUid, studyUid, seriesUid].filter((uid) => uid !== '');
  const unusable = uids.find((uid) => !isUsableUid(uid));
  if (unusable !== undefined) return refused('invalid-uid', `The object has a UID that is none: ${JSON.stringify(unusable.slice(0, 64))}`);
  const warnings: HeaderWarning[] = [];
  if (!uids.every(isValidUid)) warnings.push('uid-form');
  if (hasCommandGroup(dataSet)) warnings.push('command-group');
  if (studyUid === '') warnings.push('no-study-instance-uid');
  if (seriesUid === '') warnings.push('no-series-instance-uid');
  const header = new ReadHeader(dataSet, { sopClassUid, sopInstanceUid, studyUid, seriesUid, warnings });
  return { kind: 'header', header, dataSetOffset: 0, end: { at: dataSet.end, ...dataSet.coding } };
}

/** Elements of group 0000 belong to messages, never to a data set (PS3.5 §7.8, PS3.10 §7.1). */
function hasCommandGroup({ elements }: ParsedDataSet): boolean {
  for (const { tag } of elements) return tag < 0x00010000;
  return false;
}

interface HeaderUids {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly warnings: readonly HeaderWarning[];
}

/** Who sends files needs no more than their UIDs: the rest is read when somebody asks for it. */
class ReadHeader implements ObjectHeader {
  readonly transferSyntaxUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  warnings: readonly HeaderWarning[];
  readonly #dataSet: ParsedDataSet;
  readonly #uids: HeaderUids;

  constructor(dataSet: ParsedDataSet, uids: HeaderUids) {
    this.#dataSet = dataSet;
    this.#uids = uids;
    this.transferSyntaxUid = dataSet.transferSyntaxUid;
    this.sopClassUid = uids.sopClassUid;
    this.sopInstanceUid = uids.sopInstanceUid;
    this.warnings = uids.warnings;
  }

  get patient(): ObjectHeader['patient'] {
    const text = this.#text;
    return { name: text(0x00100010), id: text(0x00100020), issuer: text(0x00100021), birthDate: text(0x00100030), sex: text(0x00100040) };
  }

  get study(): ObjectHeader['study'] {
    const text = this.#text;
    return {
      uid: this.#uids.studyUid,
      id: text(0x00200010),
      date: text(0x00080020),
      time: text(0x00080030),
      description: text(0x00081030),
      accessionNumber: text(0x00080050),
      referringPhysician: text(0x00080090),
      institution: text(0x00080080),
      patientAge: text(0x00101010),
    };
  }

  get series(): ObjectHeader['series'] {
    const text = this.#text;
    return {
      uid: this.#uids.seriesUid,
      number: this.#dataSet.number(0x00200011),
      modality: text(0x00080060),
      description: text(0x0008103e),
      bodyPart: text(0x00180015),
      date: text(0x00080021),
      time: text(0x00080031),
      protocol: text(0x00181030),
      station: text(0x00081010),
      manufacturer: text(0x00080070),
      laterality: text(0x00200060),
    };
  }

  get instance(): ObjectHeader['instance'] {
    const text = this.#text;
    const number = (tag: number): number | undefined => this.#dataSet.number(tag);
    return {
      number: number(0x00200013),
      imageType: this.#dataSet.texts(0x00080008),
      contentDate: text(0x00080023),
      contentTime: text(0x00080033),
      rows: number(0x00280010),
      columns: number(0x00280011),
      frames: number(0x00280008),
      bitsAllocated: number(0x00280100),
      photometric: text(0x00280004),
      burnedInAnnotation: text(0x00280301),
    };
  }

  get timezone(): string {
    return this.#text(0x00080201);
  }

  get characterSets(): readonly string[] {
    return this.#dataSet.characterSets;
  }

  get guessedText(): boolean {
    return TEXT_TAGS.some((tag) => this.#dataSet.guessed(tag));
  }

  readonly #text = (tag: number): string => this.#dataSet.text(tag);
}
