/** A file of the inbox read back into what the index takes of it: the same as when it arrived, by its meta group and header. */
import path from 'node:path';
import { readFileMeta } from '../dicom/file-meta.ts';
import type { Files } from './files.ts';
import { HEADER_BYTES, LONGEST_HEADER, readHeader } from './header.ts';
import { attributesOf, identityIn, type IndexEntry } from './index-entry.ts';
import { instanceFile, versionOf } from './layout.ts';

/**
 * @param place relative to the inbox's folder.
 * @returns undefined for a file that is no object, or lies where the inbox would not have put it.
 */
export function readStoredFile(files: Files, folder: string, place: string): IndexEntry | undefined {
  const version = versionOf(path.basename(place));
  if (version === undefined) return undefined;
  try {
    const found = readHead(files, path.join(folder, place));
    if (!found) return undefined;
    const { header, meta, bytes, arrived } = found;
    const { identity, sopClassUid } = identityIn(header);
    if (instanceFile(identity, version) !== path.normalize(place)) return undefined;
    return {
      ...identity,
      version,
      sopClassUid,
      transferSyntaxUid: meta.transferSyntaxUid,
      attributes: attributesOf(header, sopClassUid),
      bytes,
      dataOffset: meta.dataSetOffset,
      from: { title: meta.sourceTitle, address: meta.sourceAddress },
      arrived,
    };
  } catch {
    return undefined;
  }
}

/** Meta group and header of any Part 10 file, however long its header is. @throws DataSetError, or what the system says. */
export function readHead(files: Files, file: string) {
  const fd = files.openSync(file, 'r');
  try {
    const { size, mtimeMs } = files.fstatSync(fd);
    for (let length = HEADER_BYTES; ; length *= 4) {
      const prefix = new Uint8Array(Math.min(length, size));
      const got = prefix.subarray(0, files.readSync(fd, prefix, 0, prefix.length, 0));
      const meta = readFileMeta(got);
      if (!meta) return undefined;
      const whole = length >= size;
      const reading = readHeader(got.subarray(meta.dataSetOffset), meta.transferSyntaxUid, whole);
      if (reading.complete || whole || length >= LONGEST_HEADER) {
        return { meta, header: reading.dataSet, bytes: size, arrived: Math.floor(mtimeMs) };
      }
    }
  } finally {
    files.closeSync(fd);
  }
}
