/** Part 10 (PS3.10 §7.1): the preamble and the file meta information group, always Explicit VR Little Endian. */
import { concat, latin1, writeLatin1 } from '../lib/bytes.ts';
import { elementsOf, type Entries } from './build.ts';
import { encodeElements } from './encode.ts';
import { DataSetError } from './errors.ts';
import { ParsedDataSet } from './data-set.ts';
import { TransferSyntax } from './transfer-syntax.ts';
import type { DataSet } from './types.ts';
import { Walker } from './walk.ts';

const PREAMBLE_LENGTH = 128;
const PREFIX = 'DICM';
const EXPLICIT = { explicit: true, littleEndian: true };

export interface FileMeta {
  /** Where the data set begins: after the last element of group 0002. */
  readonly dataSetOffset: number;
  readonly transferSyntaxUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Source Application Entity Title (0002,0016). */
  readonly sourceTitle: string;
  /** Host of the Source Presentation Address (0002,0026), '' when there is none. */
  readonly sourceAddress: string;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  /** Everything of group 0002. */
  readonly dataSet: DataSet;
}

/** 'DICM' stands behind 128 bytes (PS3.10 §7.1). */
export const hasPreamble = (bytes: Uint8Array): boolean =>
  bytes.length >= PREAMBLE_LENGTH + 4 && latin1(bytes, PREAMBLE_LENGTH, PREAMBLE_LENGTH + 4) === PREFIX;

/** True when bytes begin with group 0002 without a preamble, as some programs write files. */
const beginsWithMeta = (bytes: Uint8Array): boolean => bytes.length >= 8 && bytes[0] === 2 && bytes[1] === 0 && bytes[3] === 0;

/**
 * Reads the meta group by its tags; the group length is not trusted. A prefix of the file is enough.
 * @returns undefined when there is neither a preamble nor a meta group.
 * @throws DataSetError 'truncated' when the bytes end within the meta group.
 */
export function readFileMeta(bytes: Uint8Array): FileMeta | undefined {
  const start = hasPreamble(bytes) ? PREAMBLE_LENGTH + 4 : beginsWithMeta(bytes) ? 0 : undefined;
  if (start === undefined) return undefined;
  const source = { walker: new Walker(bytes), transferSyntaxUid: TransferSyntax.ExplicitLittleEndian, fallbackCharacterSets: [] };
  const dataSet = new ParsedDataSet(source, EXPLICIT);
  const dataSetOffset = dataSet.read({ start, end: endOfMeta(bytes, start) });
  return {
    dataSetOffset,
    transferSyntaxUid: dataSet.text(0x00020010),
    sopClassUid: dataSet.text(0x00020002),
    sopInstanceUid: dataSet.text(0x00020003),
    sourceTitle: dataSet.text(0x00020016),
    sourceAddress: hostOf(dataSet.text(0x00020026)),
    implementationClassUid: dataSet.text(0x00020012),
    implementationVersionName: dataSet.text(0x00020013),
    dataSet,
  };
}

/** Walks element by element, since what follows may be in another coding: explicit lengths of the short form, and OB and UN of the long one. */
function endOfMeta(bytes: Uint8Array, start: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  while (at + 8 <= bytes.length && view.getUint16(at, true) === 2) {
    const long = /^(?:O.|UN|UT|UC|UR|SQ)$/.test(String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5)));
    if (long && at + 12 > bytes.length) break;
    const end = long ? at + 12 + view.getUint32(at + 8, true) : at + 8 + view.getUint16(at + 6, true);
    if (end > bytes.length) throw new DataSetError('truncated', 'The data end within the file meta information', { offset: at });
    at = end;
  }
  return at;
}

export interface FileMetaFields {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  /** AE title from which the object came (0002,0016); left out when empty. */
  readonly sourceTitle?: string;
  /** Network address from which it came, written as the URI of (0002,0026); left out when empty. */
  readonly sourceAddress?: string;
}

const addressUri = (host: string): string => `dicom://${host.includes(':') ? `[${host}]` : host}`;
const hostOf = (uri: string): string =>
  /^dicom:\/\/(?:\[([^\]]*)\]|([^:/]*))/
    .exec(uri)
    ?.slice(1)
    .find((host: string | undefined) => host !== undefined) ?? '';

/** Preamble of zeros, prefix and meta group with its length, ready to stand before a data set in `transferSyntaxUid`. */
export const encodeFileMeta = (fields: FileMetaFields): Uint8Array<ArrayBuffer> => fileMetaFor(fields)(fields.sopInstanceUid);

/** The same for many objects that differ in their SOP Instance UID alone: what they share is encoded once. */
export function fileMetaFor(fields: Omit<FileMetaFields, 'sopInstanceUid'>): (sopInstanceUid: string) => Uint8Array<ArrayBuffer> {
  const before = encodedMeta({ FileMetaInformationVersion: Uint8Array.of(0, 1), MediaStorageSOPClassUID: fields.sopClassUid });
  const after = encodedMeta({
    TransferSyntaxUID: fields.transferSyntaxUid,
    ImplementationClassUID: fields.implementationClassUid,
    ImplementationVersionName: fields.implementationVersionName,
    SourceApplicationEntityTitle: fields.sourceTitle === '' ? undefined : fields.sourceTitle,
    SourcePresentationAddress: fields.sourceAddress ? addressUri(fields.sourceAddress) : undefined,
  });
  return (sopInstanceUid) => {
    const even = sopInstanceUid.length + (sopInstanceUid.length % 2);
    const length = before.length + SHORT_HEADER + even + after.length;
    const bytes = new Uint8Array(LEAD.length + GROUP_LENGTH.length + length);
    bytes.set(LEAD);
    bytes.set(GROUP_LENGTH, LEAD.length);
    new DataView(bytes.buffer).setUint32(LEAD.length + SHORT_HEADER, length, true);
    const own = LEAD.length + GROUP_LENGTH.length + before.length;
    bytes.set(before, own - before.length);
    bytes.set(INSTANCE_UID, own);
    new DataView(bytes.buffer).setUint16(own + 6, even, true);
    writeLatin1(bytes, own + SHORT_HEADER, sopInstanceUid);
    bytes.set(after, bytes.length - after.length);
    return bytes;
  };
}

/** tag (4), VR (2), length (2) */
const SHORT_HEADER = 8;
/** (0002,0000) UL, four bytes of value. */
const GROUP_LENGTH = Uint8Array.of(2, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0);
/** (0002,0003) UI, whose length is that of the UID, made even by a NUL. */
const INSTANCE_UID = Uint8Array.of(2, 0, 3, 0, 0x55, 0x49, 0, 0);

const encodedMeta = (entries: Entries): Uint8Array => encodeElements(elementsOf(entries, []), EXPLICIT);

const LEAD = concat([new Uint8Array(PREAMBLE_LENGTH), Uint8Array.from(PREFIX, (letter) => letter.charCodeAt(0))]);
