/** Identifiers and other small data sets as bytes in a context's transfer syntax, and back. Objects never come here. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { encodeDataSet } from '../dicom/encode.ts';
import type { Budget } from '../dicom/data-set.ts';
import { DataSetError } from '../dicom/errors.ts';
import { parseDataSet } from '../dicom/parse.ts';
import type { DataSet } from '../dicom/types.ts';

/** What a deflated identifier may grow to. */
const INFLATED_LIMIT = 64 * 1024 * 1024;

export interface Bounds {
  /** Bytes that a deflated data set may grow to. */
  readonly inflated: number;
  readonly budget: Budget;
}

const deflate = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes);

export function encodeIdentifier(dataSet: DataSet, transferSyntaxUid: string): Uint8Array {
  return encodeDataSet(dataSet, transferSyntaxUid, { deflate });
}

/** Lenient: of a data set that breaks off, what was readable. Throws `DataSetError` when nothing was, or when it is beyond its bounds. */
export function parseIdentifier(bytes: Uint8Array, transferSyntaxUid: string, bounds?: Bounds): DataSet {
  const inflate = (packed: Uint8Array): Uint8Array => inflateRawSync(packed, { maxOutputLength: bounds?.inflated ?? INFLATED_LIMIT });
  try {
    return parseDataSet(bytes, transferSyntaxUid, { inflate, ...(bounds && { budget: bounds.budget }) });
  } catch (error) {
    if (error instanceof DataSetError && error.code !== 'too-many' && error.partial) return error.partial;
    throw error;
  }
}
