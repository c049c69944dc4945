/** An object's description and the place of its pixel data, found without reading the pixels (PS3.5 §8, §A.4; PS3.3 §C.7.6.3). */
import { inflateRawSync } from 'node:zlib';
import { ParsedDataSet } from '../dicom/data-set.ts';
import { DataSetError } from '../dicom/errors.ts';
import { recogniseFile, type ObjectFile } from '../dicom/object-file.ts';
import { parseDataSet } from '../dicom/parse.ts';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import type { RandomFile } from './random-file.ts';
import { UnavailableError } from './unavailable.ts';

/** Bytes of the data set at any place: the file's own, or the inflated ones. */
export interface ByteSource {
  readonly size: number;
  /** Bytes kept in memory for it. */
  readonly held: number;
  /** Where the data set begins in the file; undefined for inflated bytes. */
  readonly start: number | undefined;
  readonly read: (offset: number, length: number) => Uint8Array<ArrayBuffer>;
}

export type PixelElement = 'integer' | 'float' | 'double';

export interface PixelData {
  readonly element: PixelElement;
  readonly vr: string;
  /** Where the value field begins in the source. */
  readonly offset: number;
  /** Value length; undefined when the value is a row of fragments. */
  readonly length: number | undefined;
  /** Extended Offset Table (7FE0,0001), empty when there is none. */
  readonly extendedOffsets: readonly number[];
}

export interface ImageFile {
  /** Everything before the pixel data. */
  readonly dataSet: ParsedDataSet;
  readonly source: ByteSource;
  readonly pixelData: PixelData | undefined;
  readonly littleEndian: boolean;
  /** What is wrong with the data set, of which only the beginning could be read; '' when all is well. */
  readonly fault: string;
}

const FIRST_PREFIX = 1 << 16;
const LARGEST_PREFIX = 1 << 28;
const LARGEST_INFLATED = 1 << 30;
const PIXEL_GROUP = 0x7fe00000;
const UNDEFINED_LENGTH = 0xffffffff;

/** @param options.partial take what can be read of a data set that ends early or is malformed. */
export function openImageFile(file: RandomFile, options: { readonly partial?: boolean } = {}): ImageFile {
  const form = recognised(file);
  const { transferSyntaxUid, dataSetOffset } = form;
  const source = transferSyntaxProperties(transferSyntaxUid).deflated ? inflatedSource(file, dataSetOffset) : restOf(file, dataSetOffset);
  const plainSyntax = transferSyntaxProperties(transferSyntaxUid).deflated ? '1.2.840.10008.1.2.1' : transferSyntaxUid;
  const { dataSet, fault } = headerOf(source, plainSyntax, options.partial === true);
  return {
    dataSet,
    source,
    pixelData: fault === '' ? findPixelData(source, dataSet) : undefined,
    littleEndian: dataSet.coding.littleEndian,
    fault,
  };
}

function recognised(file: RandomFile): ObjectFile {
  try {
    const form = recogniseFile(file.read(0, FIRST_PREFIX));
    if (form.form === 'not-dicom')
      throw new UnavailableError(
        'not-dicom',
        form.seems === undefined ? 'The file is not DICOM.' : `The file is not DICOM: it seems to be ${form.seems}.`,
      );
    return form;
  } catch (error) {
    if (error instanceof DataSetError) throw new UnavailableError('truncated', 'The file ends within its first elements.');
    throw error;
  }
}

const restOf = (file: RandomFile, start: number): ByteSource => ({
  size: file.size - start,
  held: 0,
  start,
  read: (offset, length) => file.read(start + offset, length),
});

function inflatedSource(file: RandomFile, start: number): ByteSource {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const inflated = inflateRawSync(file.read(start, file.size - start), { maxOutputLength: LARGEST_INFLATED });
    bytes = new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.length);
  } catch {
    throw new UnavailableError('damaged', 'The deflated data set cannot be inflated.');
  }
  return { size: bytes.length, held: bytes.length, start: undefined, read: (offset, length) => bytes.slice(offset, offset + length) };
}

/** Reads longer and longer prefixes until the walk reaches the pixel data or the end of the file. */
function headerOf(
  source: ByteSource,
  transferSyntaxUid: string,
  partial: boolean,
): { readonly dataSet: ParsedDataSet; readonly fault: string } {
  for (let length = FIRST_PREFIX; ; length *= 4) {
    const prefix = source.read(0, Math.min(length, source.size, LARGEST_PREFIX));
    const complete = prefix.length === source.size;
    try {
      const dataSet = parseDataSet(prefix, transferSyntaxUid, { untilTag: PIXEL_GROUP });
      if (dataSet.end < prefix.length || complete) return { dataSet, fault: '' };
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      if (partial && error.partial instanceof ParsedDataSet && (complete || error.code !== 'truncated'))
        return { dataSet: error.partial, fault: error.message };
      if (error.code !== 'truncated') throw new UnavailableError('damaged', `The data set cannot be read: ${error.message}`);
      if (complete) throw new UnavailableError('truncated', `The file is cut short before its pixel data: ${error.message}`);
    }
    if (prefix.length === LARGEST_PREFIX)
      throw new UnavailableError('too-large', 'The description of the image is too large for a preview.');
  }
}

/** Walks the few elements of group 7FE0 by their headers. */
function findPixelData(source: ByteSource, dataSet: ParsedDataSet): PixelData | undefined {
  const { explicit, littleEndian } = dataSet.coding;
  let extendedOffsets: readonly number[] = [];
  for (let at = dataSet.end; at + 8 <= source.size;) {
    const bytes = source.read(at, 12);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const tag = view.getUint16(0, littleEndian) * 0x10000 + view.getUint16(2, littleEndian);
    if (tag >>> 16 !== 0x7fe0) return undefined;
    const vr = explicit ? String.fromCharCode(view.getUint8(4), view.getUint8(5)) : 'OW';
    const long = explicit && /^(?:O.|U[NV]|SV)$/.test(vr);
    if (long && bytes.length < 12) return undefined;
    const length = long ? view.getUint32(8, littleEndian) : explicit ? view.getUint16(6, littleEndian) : view.getUint32(4, littleEndian);
    const offset = at + (long ? 12 : 8);
    const element = PIXEL_ELEMENTS[tag];
    if (element !== undefined) return { element, vr, offset, length: length === UNDEFINED_LENGTH ? undefined : length, extendedOffsets };
    if (length === UNDEFINED_LENGTH) return undefined;
    if (tag === 0x7fe00001) extendedOffsets = offsets64(source.read(offset, length), littleEndian);
    at = offset + length;
  }
  return undefined;
}

const PIXEL_ELEMENTS: Readonly<Record<number, PixelElement>> = { 0x7fe00008: 'float', 0x7fe00009: 'double', 0x7fe00010: 'integer' };

function offsets64(bytes: Uint8Array, littleEndian: boolean): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => Number(view.getBigUint64(index * 8, littleEndian)));
}
