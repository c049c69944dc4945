/**
 * The header of an object: everything before its pixel data, from the first bytes of its data set. The same reading serves an object that
 * is arriving and one that lies in the folder. Values are taken when they are asked for, by the character set in force.
 */
import { inflateRawSync, constants } from 'node:zlib';
import { DataSetError } from '../dicom/errors.ts';
import { parseDataSet } from '../dicom/parse.ts';
import type { DataSet } from '../dicom/types.ts';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';

/** What is read of a stored file for its header at first; nearly every header is shorter. */
export const HEADER_BYTES = 64 * 1024;
/** What is kept of an arriving data set; a longer header is read back from its file. More would make the collector run for nothing. */
const CAPTURED_BYTES = 16 * 1024;
/** A header that goes on beyond this is read as far as it goes. */
export const LONGEST_HEADER = 16 * 1024 * 1024;
/** Columns: with it the index has what it needs, and what follows may be very long. */
const LAST_NEEDED = 0x00280011;
const PIXELS_OF_ANY_KIND = 0x7fe00000;
/** Of a deflated data set the header is looked for in these first bytes, since a few of them may claim to be a thousand times as many. */
const DEFLATED_STEPS = [4 * 1024, HEADER_BYTES];

/** Bytes of an arriving data set that are kept for its header. A deflated one tells in them all that it ever will. */
export const capturedBytes = (transferSyntaxUid: string): number =>
  transferSyntaxProperties(transferSyntaxUid).deflated ? HEADER_BYTES : CAPTURED_BYTES;

export interface HeaderReading {
  readonly dataSet: DataSet;
  /** False when the prefix ended before the header did: a longer one tells more. */
  readonly complete: boolean;
}

/**
 * @param prefix the data set's first bytes. @param whole true when they are all of it.
 * @throws DataSetError when what is there is no data set.
 */
export function readHeader(prefix: Uint8Array, transferSyntaxUid: string, whole: boolean): HeaderReading {
  if (!transferSyntaxProperties(transferSyntaxUid).deflated) return readPlain(prefix, transferSyntaxUid, whole);
  let reading: HeaderReading | undefined;
  for (const step of DEFLATED_STEPS) {
    reading = readPlain(prefix.subarray(0, step), transferSyntaxUid, whole && step >= prefix.length);
    if (reading.complete || step >= prefix.length) break;
  }
  return { dataSet: (reading ?? readPlain(prefix, transferSyntaxUid, whole)).dataSet, complete: true };
}

function readPlain(prefix: Uint8Array, transferSyntaxUid: string, whole: boolean): HeaderReading {
  try {
    return { dataSet: parseDataSet(prefix, transferSyntaxUid, { untilTag: PIXELS_OF_ANY_KIND, inflate }), complete: true };
  } catch (error) {
    if (!(error instanceof DataSetError) || error.partial === undefined) throw error;
    const last = lastTag(error.partial);
    if (last === undefined && (whole || error.code !== 'truncated')) throw error;
    return { dataSet: error.partial, complete: whole || error.code !== 'truncated' || (last ?? 0) >= LAST_NEEDED };
  }
}

/** As much as the prefix of a deflate stream gives (PS3.5 §A.5). */
const inflate = (bytes: Uint8Array): Uint8Array => inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });

function lastTag(dataSet: DataSet): number | undefined {
  let last: number | undefined;
  for (const { tag } of dataSet.elements) last = tag;
  return last;
}
