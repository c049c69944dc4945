/** Opens an object's file and reads what stands before its pixel data. Never holds more than the header. */
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, inflateRawSync } from 'node:zlib';
import { DataSetError } from '../dicom/errors.ts';
import { recogniseFile } from '../dicom/object-file.ts';
import { parseDataSet } from '../dicom/parse.ts';
import type { DataSet } from '../dicom/types.ts';
import type { ExportObject, OpenObject } from './types.ts';

const FIRST = 32 * 1024;
const LONGEST = 8 * 1024 * 1024;
const PIECE = 512 * 1024;
const PIXELS = 0x7fe00000;

export interface Reading {
  readonly signal: AbortSignal;
  readonly counted: (bytes: number) => void;
}

/** Closes with `await using`. @throws what the system says, or DataSetError. */
export async function openObject(object: ExportObject, reading: Reading): Promise<OpenObject & AsyncDisposable> {
  const handle = await open(object.path, 'r');
  try {
    const { size } = await handle.stat();
    const { path, sopClassUid, sopInstanceUid, transferSyntaxUid, bytes } = object;
    return {
      path,
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid,
      bytes,
      size,
      header: await readHeader(handle, size),
      stream: () => Readable.from(pieces(handle, reading), { objectMode: false }),
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readHeader(handle: FileHandle, size: number): Promise<DataSet> {
  for (let length = FIRST; ; length *= 4) {
    const buffer = new Uint8Array(Math.min(length, size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const last = length >= size || length >= LONGEST || bytesRead < buffer.length;
    try {
      return parsed(buffer.subarray(0, bytesRead));
    } catch (error) {
      if (!(error instanceof DataSetError) || (last && !error.partial)) throw error;
      // What is cut off here lies behind everything that names the object.
      if (last && error.partial) return error.partial;
    }
  }
}

function parsed(prefix: Uint8Array): DataSet {
  const file = recogniseFile(prefix);
  if (file.form === 'not-dicom') throw new DataSetError('malformed', 'The file is not DICOM', { offset: 0 });
  return parseDataSet(prefix.subarray(file.dataSetOffset), file.transferSyntaxUid, { untilTag: PIXELS, inflate });
}

const inflate = (bytes: Uint8Array): Uint8Array =>
  inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LONGEST * 4 });

async function* pieces(handle: FileHandle, { signal, counted }: Reading): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    signal.throwIfAborted();
    // Each piece is a buffer of its own: the one before may still be on its way to the disk.
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    counted(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}
