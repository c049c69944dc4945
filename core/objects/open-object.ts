/** The data set of a file, read where it is wanted and never held whole; a deflated one alone is inflated into memory. */
import fs from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { DataSetError } from '../dicom/errors.ts';
import { recogniseFile } from '../dicom/object-file.ts';
import { codingFound } from '../dicom/parse.ts';
import { behindOffset, inMemory, type RandomBytes } from '../dicom/random-bytes.ts';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import type { Coding } from '../dicom/walk.ts';

const START = 64 * 1024;
const LARGEST_INFLATED = 512 * 1024 * 1024;

export interface ObjectBytes extends Disposable {
  /** Plain, also where the file is deflated. */
  readonly source: RandomBytes;
  readonly coding: Coding;
  readonly transferSyntaxUid: string;
  readonly deflated: boolean;
  /** Where the data set begins in the file. */
  readonly offset: number;
  /** The file as it lies. */
  readonly file: RandomBytes;
}

/** @throws what the system says, DataSetError for a file that is no object. */
export function openObject(path: string): ObjectBytes {
  const fd = fs.openSync(path, 'r');
  const close = (): void => fs.closeSync(fd);
  try {
    return { ...recognised(fileBytes(fd)), [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The same of bytes in memory. @throws DataSetError for what is no object. */
export const objectInMemory = (bytes: Uint8Array): ObjectBytes => ({ ...recognised(inMemory(bytes)), [Symbol.dispose]: () => undefined });

function fileBytes(fd: number): RandomBytes {
  const { size } = fs.fstatSync(fd);
  return {
    length: size,
    read(at, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - at)));
      return bytes.subarray(0, fs.readSync(fd, bytes, 0, bytes.length, at));
    },
  };
}

function recognised(file: RandomBytes): Omit<ObjectBytes, typeof Symbol.dispose> {
  const form = recogniseFile(file.read(0, START));
  if (form.form === 'not-dicom') throw new DataSetError('malformed', 'The file is not DICOM', { offset: 0 });
  const { transferSyntaxUid, dataSetOffset } = form;
  const properties = transferSyntaxProperties(transferSyntaxUid);
  const source = properties.deflated ? inflated(file, dataSetOffset) : behindOffset(file, dataSetOffset);
  const first = source.read(0, 8);
  const coding = codingFound(new DataView(first.buffer, first.byteOffset, first.byteLength), source.length, properties);
  return { source, coding, transferSyntaxUid, deflated: properties.deflated, offset: dataSetOffset, file };
}

function inflated(file: RandomBytes, offset: number): RandomBytes {
  try {
    return inMemory(inflateRawSync(file.read(offset, file.length - offset), { maxOutputLength: LARGEST_INFLATED }));
  } catch {
    throw new DataSetError('malformed', 'The deflated data set cannot be inflated', { offset });
  }
}
