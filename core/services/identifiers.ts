/** Identifiers and other small data sets as bytes in a context's transfer syntax, and back. Objects never come here. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { encodeDataSet } from '../dicom/encode.ts';
import { DataSetError } from '../dicom/errors.ts';
import { parseDataSet } from '../dicom/parse.ts';
import type { DataSet } from '../dicom/types.ts';

/** What a deflated identifier may grow to. */
const INFLATED_LIMIT = 64 * 1024 * 1024;

const inflate = (bytes: Uint8Array): Uint8Array => inflateRawSync(bytes, { maxOutputLength: INFLATED_LIMIT });
const deflate = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes);

export function encodeIdentifier(dataSet: DataSet, transferSyntaxUid: string): Uint8Array {
  return encodeDataSet(dataSet, transferSyntaxUid, { deflate });
}

/** Lenient: of a data set that breaks off, what was readable. Throws `DataSetError` when nothing was. */
export function parseIdentifier(bytes: Uint8Array, transferSyntaxUid: string): DataSet {
  try {
    return parseDataSet(bytes, transferSyntaxUid, { inflate });
  } catch (error) {
    if (error instanceof DataSetError && error.partial) return error.partial;
    throw error;
  }
}
