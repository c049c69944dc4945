/**
 * Looks at one file: is it an object that can be sent or kept, and where does its data set begin. Reads its header, steps over the pixel data, and
 * finds files that are cut short. Never holds more than the header.
 */
import { constants, inflateRawSync } from 'node:zlib';
import type { PreflightProblem } from '../contract/preflight.ts';
import type { ParsedDataSet } from '../dicom/data-set.ts';
import { DataSetError } from '../dicom/errors.ts';
import { readHeader, type HeaderEnd, type HeaderScan, type ObjectHeader, type RefusalReason } from '../dicom/header.ts';
import { parseDataSet } from '../dicom/parse.ts';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import { vrFromBytes, vrOf } from '../dicom/vr.ts';
import { fileWords } from './file-words.ts';
import { openInPool, type OpenFile, type OpenForReading } from './open-file.ts';

export interface ObjectScan {
  readonly kind: 'object';
  readonly header: ObjectHeader;
  readonly offset: number;
  readonly bytes: number;
  /** The whole file, where it is so short that looking at it has read it. */
  readonly whole?: Uint8Array;
}

export type FileScan =
  | ObjectScan
  | { readonly kind: 'set-aside'; readonly problem: PreflightProblem; readonly words: string }
  /** A ZIP archive, or the directory of a disc: what is in it is to be looked at. */
  | { readonly kind: 'archive' | 'directory'; readonly words: string };

const FIRST = 16 * 1024;
/** Nearly every header is shorter; of one that goes on beyond this the end is not looked for. */
const LONGEST = 16 * 1024 * 1024;
const PIXELS = 0x7fe00000;
const TRUNCATED = 'The object is cut short: its file ends before its data';

export async function scanFile(file: string, size: number, openFile: OpenForReading = openInPool): Promise<FileScan> {
  let handle: OpenFile;
  try {
    handle = await openFile(file);
  } catch (error) {
    return { kind: 'set-aside', problem: 'unreadable', words: fileWords(error) };
  }
  try {
    return await scan(handle, size);
  } catch (error) {
    return { kind: 'set-aside', problem: 'unreadable', words: error instanceof DataSetError ? error.message : fileWords(error) };
  } finally {
    await handle.close();
  }
}

async function scan(handle: OpenFile, size: number): Promise<FileScan> {
  for (let length = FIRST; ; length *= 4) {
    const complete = length >= size;
    const prefix = await readAt(handle, { at: 0, length: Math.min(length, size) });
    // Nearly always one reading tells both what it is and where its pixel data begin.
    const whole = readHeader(prefix, { complete, inflate, untilTag: PIXELS });
    const found = whole.kind === 'header' ? whole : readHeader(prefix, { complete, inflate });
    if (found.kind === 'refused') return refusedScan(prefix, found);
    if (found.kind === 'more') {
      if (complete || length >= LONGEST) return { kind: 'set-aside', problem: 'unreadable', words: 'Its header is too long to be read' };
      continue;
    }
    const { header, dataSetOffset: offset } = found;
    const end = whole.kind === 'header' ? whole.end : undefined;
    const reaches = await isWhole(handle, { prefix, offset, size, header, end });
    if (reaches === 'more' && length < LONGEST) continue;
    if (reaches === false) return { kind: 'set-aside', problem: 'truncated', words: TRUNCATED };
    return { kind: 'object', header, offset, bytes: size - offset, ...(prefix.length === size && { whole: prefix }) };
  }
}

/** 'PK' and 3, 4 begin the first entry of an archive; 5, 6 the end of one without entries. */
const isArchive = ([p, k, three, four]: Uint8Array): boolean =>
  p === 0x50 && k === 0x4b && (three === 3 || three === 5) && four === three + 1;

function refusedScan(prefix: Uint8Array, { reason, message: words }: Extract<HeaderScan, { readonly kind: 'refused' }>): FileScan {
  if (reason === 'directory') return { kind: 'directory', words };
  if (reason === 'not-dicom' && isArchive(prefix)) return { kind: 'archive', words };
  return { kind: 'set-aside', problem: PROBLEM[reason], words };
}

const PROBLEM: Readonly<Record<Exclude<RefusalReason, 'directory'>, PreflightProblem>> = {
  'not-dicom': 'not-dicom',
  truncated: 'truncated',
  malformed: 'unreadable',
  deflated: 'unreadable',
  'no-sop-class-uid': 'no-uid',
  'no-sop-instance-uid': 'no-uid',
  'invalid-uid': 'not-a-uid',
};

interface Whole {
  readonly prefix: Uint8Array;
  readonly offset: number;
  readonly size: number;
  readonly header: ObjectHeader;
  /** Where its pixel data begin, when that is known. */
  readonly end: HeaderEnd | undefined;
}

/** Whether the file reaches as far as its elements say. Deflated data sets are believed. */
async function isWhole(handle: OpenFile, { prefix, offset, size, header, end: known }: Whole): Promise<boolean | 'more'> {
  if (transferSyntaxProperties(header.transferSyntaxUid).deflated) return true;
  const complete = prefix.length >= size;
  if (known) {
    const { at, explicit, littleEndian } = known;
    return reachesEnd(handle, { at: offset + at, size, explicit, littleEndian, prefix });
  }
  let found: ParsedDataSet;
  try {
    found = parseDataSet(prefix.subarray(offset), header.transferSyntaxUid, { untilTag: PIXELS });
  } catch (error) {
    if (!(error instanceof DataSetError) || error.code !== 'truncated') return true;
    return complete ? false : 'more';
  }
  const end = offset + found.end;
  if (end >= prefix.length && !complete) return 'more';
  // As it is written, which is not always as it is labelled.
  return reachesEnd(handle, { at: end, size, prefix, ...found.coding });
}

interface Place {
  readonly at: number;
  readonly size: number;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  /** What was read of the file already. */
  readonly prefix: Uint8Array;
}

/** More elements than any object has behind its header. */
const MOST_ELEMENTS = 10_000;

/** Steps from the pixel data on over what follows, reading only where elements begin. */
async function reachesEnd(handle: OpenFile, { at, size, explicit, littleEndian, prefix }: Place): Promise<boolean> {
  let place = at;
  for (let count = 0; place < size && count < MOST_ELEMENTS; count += 1) {
    const head = place + 12 <= prefix.length ? prefix.subarray(place, place + 12) : await readAt(handle, { at: place, length: 12 });
    const vr = explicit ? vrFromBytes(head[4] ?? 0, head[5] ?? 0) : undefined;
    const long = vr !== undefined && vrOf(vr).long;
    const headLength = long ? 12 : 8;
    if (head.length < headLength) return false;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const length = long ? view.getUint32(8, littleEndian) : explicit ? view.getUint16(6, littleEndian) : view.getUint32(4, littleEndian);
    place += headLength;
    if (length === 0xffffffff) return fragmentsEnd(handle, place, size);
    place += length;
  }
  return place <= size;
}

/** Encapsulated pixel data are items up to a delimiter (PS3.5 §A.4); each is stepped over. */
async function fragmentsEnd(handle: OpenFile, from: number, size: number): Promise<boolean> {
  for (let at = from; at + 8 <= size;) {
    const head = await readAt(handle, { at, length: 8 });
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const tag = view.getUint16(0, true) * 0x10000 + view.getUint16(2, true);
    if (tag === 0xfffee0dd) return true;
    // Something else than fragments stands here: not cut short, but not for us to judge.
    if (tag !== 0xfffee000) return true;
    at += 8 + view.getUint32(4, true);
  }
  return false;
}

async function readAt(handle: OpenFile, { at, length }: { readonly at: number; readonly length: number }): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let read = 0;
  while (read < length) {
    const reading = handle.read([read === 0 ? buffer : buffer.subarray(read)], at + read);
    const bytesRead = typeof reading === 'number' ? reading : await reading;
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read === length ? buffer : buffer.subarray(0, read);
}

/** As much as the prefix of a deflate stream gives (PS3.5 §A.5). */
const inflate = (bytes: Uint8Array): Uint8Array =>
  inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LONGEST * 4 });
