/** Whether two files hold the same data set, behind whatever meta group each has. Read in pieces, giving way in between. */
import { setImmediate } from 'node:timers/promises';
import { readFileMeta } from '../dicom/file-meta.ts';
import type { Files } from './files.ts';

const PIECE = 1024 * 1024;
const META = 4 * 1024;

export interface DataSetFile {
  readonly file: string;
  readonly transferSyntaxUid: string;
  /** Where the data set begins. */
  readonly dataOffset: number;
  /** Of the file. */
  readonly bytes: number;
}

/** What is known of a file by its meta group; undefined when it has none that can be read. */
export function dataSetFile(files: Files, file: string): DataSetFile | undefined {
  let fd: number | undefined;
  try {
    fd = files.openSync(file, 'r');
    const bytes = files.fstatSync(fd).size;
    const prefix = new Uint8Array(Math.min(META, bytes));
    files.readSync(fd, prefix, 0, prefix.length, 0);
    const meta = readFileMeta(prefix);
    return meta && { file, transferSyntaxUid: meta.transferSyntaxUid, dataOffset: meta.dataSetOffset, bytes };
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) files.closeSync(fd);
  }
}

/** Paths of files that are there. */
export async function sameDataSet(files: Files, one: DataSetFile, other: DataSetFile): Promise<boolean> {
  if (one.transferSyntaxUid !== other.transferSyntaxUid) return false;
  const length = one.bytes - one.dataOffset;
  if (length !== other.bytes - other.dataOffset) return false;
  const a = files.openSync(one.file, 'r');
  try {
    const b = files.openSync(other.file, 'r');
    try {
      const pieces = [Buffer.allocUnsafe(Math.min(PIECE, length)), Buffer.allocUnsafe(Math.min(PIECE, length))] as const;
      for (let at = 0; at < length; at += PIECE) {
        const size = Math.min(PIECE, length - at);
        if (files.readSync(a, pieces[0], 0, size, one.dataOffset + at) !== size) return false;
        if (files.readSync(b, pieces[1], 0, size, other.dataOffset + at) !== size) return false;
        if (pieces[0].compare(pieces[1], 0, size, 0, size) !== 0) return false;
        await setImmediate();
      }
      return true;
    } finally {
      files.closeSync(b);
    }
  } finally {
    files.closeSync(a);
  }
}
