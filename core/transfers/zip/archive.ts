/**
 * What is in a ZIP archive, entry by entry, at the taker's pace. Nothing is unpacked here and no name becomes a path. What cannot be taken
 * is told with its reason; an archive whose entries lie over each other, as one that is made to fill disks, is left where that shows.
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type Entry } from 'yauzl';
import { systemWords } from '../file-words.ts';
import type { EntryPlace } from './entry-place.ts';

export type ArchiveEntry =
  { readonly kind: 'entry'; readonly place: EntryPlace } | { readonly kind: 'problem'; readonly name: string; readonly words: string };

/** More than any archive of images has; beyond it the rest is left. */
const MOST_ENTRIES = 2_000_000;

/** An archive that is open while it is gone through. */
export interface OpenArchive {
  readonly handle: FileHandle;
  readonly size: number;
}

/** @throws what the system says. */
export async function openArchive(file: string): Promise<OpenArchive & AsyncDisposable> {
  const handle = await open(file, 'r');
  try {
    return { handle, size: (await handle.stat()).size, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** An archive that cannot be read on is one problem without a name. */
export async function* archiveEntries({ handle, size }: OpenArchive, signal: AbortSignal): AsyncGenerator<ArchiveEntry> {
  try {
    yield* entriesOf(handle, size, signal);
  } catch (error) {
    yield { kind: 'problem', name: '', words: archiveWords(error) };
  }
}

async function* entriesOf(handle: FileHandle, size: number, signal: AbortSignal): AsyncGenerator<ArchiveEntry> {
  const reader = new WindowReader(handle);
  // Names are decoded here: yauzl would refuse a whole archive for one name that leads out of it, and names lead nowhere here.
  const zip = await fromRandomAccessReaderPromise(reader, size, { autoClose: false, decodeStrings: false, validateEntrySizes: false });
  let packed = 0;
  let count = 0;
  for await (const entry of zip.eachEntry()) {
    if (signal.aborted) return;
    const name = nameOf(entry);
    if (name.endsWith('/')) continue;
    packed += entry.compressedSize;
    count += 1;
    if (packed > size || count > MOST_ENTRIES) throw new Error(OVERLAPPING);
    const words = problemOf(entry, size);
    yield words === null ? { kind: 'entry', place: placeOf(entry, name) } : { kind: 'problem', name, words };
  }
}

const OVERLAPPING = 'The ZIP file claims more than it can hold, as one that is made to fill disks: the rest of it was left';

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

const placeOf = (entry: Entry, name: string): EntryPlace => ({
  name,
  header: entry.relativeOffsetOfLocalHeader,
  packed: entry.compressedSize,
  size: entry.uncompressedSize,
  deflated: entry.compressionMethod === DEFLATED,
  crc32: entry.crc32,
});

const STORED = 0;
const DEFLATED = 8;
/** Of deflate: more cannot come out of a byte (RFC 1951). */
const MOST_RATIO = 1_032;
const METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'BZIP2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};

/** Why an entry cannot be taken, or null. */
function problemOf(entry: Entry, size: number): string | null {
  const { compressionMethod: method, compressedSize: packed, uncompressedSize: whole } = entry;
  if (entry.isEncrypted() || method === 99) return 'It is encrypted: unpack the ZIP file with its password first';
  if (method !== STORED && method !== DEFLATED) {
    return `It is compressed by ${METHODS[method] ?? `method ${method}`}, which is not read here: unpack the ZIP file first`;
  }
  if (entry.relativeOffsetOfLocalHeader + packed > size) return 'The ZIP file is cut short before it';
  if (method === STORED && packed !== whole) return 'The ZIP file contradicts itself about its size';
  if (whole > packed * MOST_RATIO + MOST_RATIO) return 'It claims to be larger than it can be';
  return null;
}

/** In words without names. */
function archiveWords(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message === OVERLAPPING) return message;
  if (/strong encryption/.test(message)) return 'The ZIP file is encrypted: unpack it with its password first';
  if (/multi-disk/.test(message)) return 'It is one part of a ZIP file in several: put them together first';
  if (/not found|unexpected EOF|comment length/.test(message))
    return 'The ZIP file is cut short or damaged: its directory is not at its end';
  return systemWords(error) ?? 'The directory of the ZIP file is damaged';
}

const WINDOW = 256 * 1024;

/** Reads the directory by large pieces instead of twice an entry, and gives way after each. */
class WindowReader extends RandomAccessReader {
  readonly #handle: FileHandle;
  #window: Buffer = Buffer.alloc(0);
  #from = 0;

  constructor(handle: FileHandle) {
    super();
    this.#handle = handle;
  }

  override read(...[buffer, offset, length, position, done]: Parameters<RandomAccessReader['read']>): void {
    const callback: Done = done;
    void this.#fill(position, length).then(
      () => {
        const at = position - this.#from;
        const copied = this.#window.copy(buffer, offset, at, Math.min(at + length, this.#window.length));
        setImmediate(callback, null, copied);
      },
      (error: unknown) => setImmediate(callback, error instanceof Error ? error : new Error('unreadable'), 0),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    setImmediate(callback, null);
  }

  override _readStreamForRange(): Readable {
    throw new TypeError('entries are read by themselves');
  }

  async #fill(position: number, length: number): Promise<void> {
    if (position >= this.#from && position + length <= this.#from + this.#window.length) return;
    const buffer = Buffer.allocUnsafe(Math.max(WINDOW, length));
    let read = 0;
    while (read < buffer.length) {
      const { bytesRead } = await this.#handle.read(buffer, read, buffer.length - read, position + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    this.#window = buffer.subarray(0, read);
    this.#from = position;
  }
}

type Done = (error: Error | null, bytesRead?: number) => void;
