// Unpacks a ZIP archive whose content is known and verified (PKWARE APPNOTE 4.3: end record, central directory, local headers).
// Only stored and deflated entries below 4 GB; it must not be used for archives from strangers.
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_RECORD = 0x06054b50;
const STORED = 0;

/** @typedef {{ readonly name: string; readonly method: number; readonly packed: number; readonly mode: number; readonly offset: number }} Entry */

/** @param {import('node:fs/promises').FileHandle} file @param {number} position @param {number} length */
async function bytesAt(file, position, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** @param {import('node:fs/promises').FileHandle} file @returns {Promise<Entry[]>} */
async function centralDirectory(file) {
  const { size } = await file.stat();
  const tail = await bytesAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_RECORD) end--;
  if (end < 0) throw new Error('the archive has no central directory');
  const directory = await bytesAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0; at < directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** @param {{ readonly archive: string; readonly file: import('node:fs/promises').FileHandle }} from @param {Entry} entry @param {string} target */
async function unpackEntry({ archive, file }, entry, target) {
  const header = await bytesAt(file, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  await mkdir(path.dirname(target), { recursive: true });
  const sink = createWriteStream(target);
  if (entry.packed === 0) sink.end();
  else {
    const source = createReadStream(archive, { start, end: start + entry.packed - 1 });
    await (entry.method === STORED ? pipeline(source, sink) : pipeline(source, createInflateRaw(), sink));
  }
  await chmod(target, entry.mode & 0o777 || 0o644);
}

/**
 * @param {string} archive
 * @param {(name: string) => string | null} place the file to write for an entry, or null to leave it out
 */
export async function unzip(archive, place) {
  const file = await open(archive);
  try {
    for (const entry of await centralDirectory(file)) {
      const target = entry.name.endsWith('/') ? null : place(entry.name);
      if (target) await unpackEntry({ archive, file }, entry, target);
    }
  } finally {
    await file.close();
  }
}
