/**
 * A file within a ZIP archive, read as if it lay in a folder: no temporary file, nothing held but a piece. What is deflated is inflated in
 * the pool, forwards; reading further back begins anew. The last piece is given only when length and checksum are right.
 */
import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { systemWords } from '../file-words.ts';
import type { OpenFile } from '../open-file.ts';
import { openArchive, type OpenArchive } from './archive.ts';
import type { EntryPlace } from './entry-place.ts';

/** To be read from its beginning to its end. @throws what the system says, or in words that its local header is damaged. */
export async function openEntry(archive: string, place: EntryPlace): Promise<OpenFile> {
  const opened = await openArchive(archive);
  const { handle } = opened;
  const close = (): Promise<void> => handle.close();
  try {
    return new EntryFile({ handle, place, start: await startOf(opened, place), close });
  } catch (error) {
    await close();
    throw error;
  }
}

/** For a look at its header: what is stored as it is is read at any place, unchecked. The archive stays open when it is closed. */
export async function lookIntoEntry(archive: OpenArchive, place: EntryPlace): Promise<OpenFile> {
  const start = await startOf(archive, place);
  const { handle } = archive;
  return place.deflated ? new EntryFile({ handle, place, start, close: () => Promise.resolve() }) : storedEntry(handle, place, start);
}

const LOCAL_HEADER = 30;
const DAMAGED = 'It is damaged in the ZIP file';

/** The local header: signature(4) … name length(2 at 26) extra length(2 at 28), name, extra, and then the bytes. */
async function startOf({ handle, size }: OpenArchive, { header, packed }: EntryPlace): Promise<number> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(LOCAL_HEADER), 0, LOCAL_HEADER, header);
  if (bytesRead < LOCAL_HEADER || buffer.readUInt32LE(0) !== 0x04034b50) throw new Error(DAMAGED);
  const start = header + LOCAL_HEADER + buffer.readUInt16LE(26) + buffer.readUInt16LE(28);
  if (start + packed > size) throw new Error('The ZIP file is cut short before its end');
  return start;
}

const storedEntry = (handle: FileHandle, { size }: EntryPlace, start: number): OpenFile => ({
  size: () => size,
  async read(views, position) {
    const left = Math.max(0, size - position);
    const [first = new Uint8Array(0)] = views;
    return (await handle.read(first, 0, Math.min(first.length, left), start + position)).bytesRead;
  },
  close: () => Promise.resolve(),
});

interface EntryFileOptions {
  readonly handle: FileHandle;
  readonly place: EntryPlace;
  /** Where its packed bytes begin. */
  readonly start: number;
  readonly close: () => Promise<void>;
}

class EntryFile implements OpenFile {
  readonly #handle: FileHandle;
  readonly #place: EntryPlace;
  readonly #start: number;
  readonly #close: () => Promise<void>;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  /** What was taken out and not given yet, and where in the file it lies. */
  #rest: Uint8Array = new Uint8Array(0);
  #restAt = 0;
  #crc = 0;

  constructor({ handle, place, start, close }: EntryFileOptions) {
    this.#handle = handle;
    this.#place = place;
    this.#start = start;
    this.#close = close;
  }

  size(): number {
    return this.#place.size;
  }

  async read(views: readonly Uint8Array[], position: number): Promise<number> {
    if (position < this.#restAt) await this.#begin();
    while (this.#restAt + this.#rest.length <= position) if (!(await this.#next())) return 0;
    this.#drop(position - this.#restAt);
    let filled = 0;
    for (const view of views) {
      for (let at = 0; at < view.length;) {
        if (this.#rest.length === 0 && !(await this.#next())) return filled;
        const part = this.#rest.subarray(0, view.length - at);
        view.set(part, at);
        this.#drop(part.length);
        at += part.length;
        filled += part.length;
      }
    }
    return filled;
  }

  async close(): Promise<void> {
    await this.#end();
    await this.#close();
  }

  #drop(bytes: number): void {
    this.#rest = this.#rest.subarray(bytes);
    this.#restAt += bytes;
  }

  /** False at the end of the file. @throws in words when the entry is not what the directory says. */
  async #next(): Promise<boolean> {
    const { size } = this.#place;
    if (this.#restAt + this.#rest.length >= size) return false;
    const chunk = await this.#pull();
    if (!chunk) throw new Error(DAMAGED);
    this.#drop(this.#rest.length);
    this.#rest = chunk;
    this.#crc = crc32(chunk, this.#crc);
    const end = this.#restAt + chunk.length;
    if (end > size) throw new Error('It is larger than the ZIP file says');
    if (end === size && ((await this.#pull()) || this.#crc !== this.#place.crc32)) throw new Error(DAMAGED);
    return true;
  }

  async #pull(): Promise<Uint8Array | undefined> {
    this.#chunks ??= this.#open();
    try {
      const next = await this.#chunks.next();
      return next.done === true ? undefined : next.value;
    } catch (error) {
      throw new Error(systemWords(error) ?? DAMAGED, { cause: error });
    }
  }

  #open(): AsyncIterator<Uint8Array> {
    const packed = pieces(this.#handle, this.#start, this.#place.packed);
    if (!this.#place.deflated) return packed;
    const inflated = createInflateRaw({ chunkSize: PIECE });
    // A failure shows to whoever takes what comes out.
    pipeline(Readable.from(packed, { objectMode: false }), inflated, () => undefined);
    return inflated[Symbol.asyncIterator]();
  }

  async #begin(): Promise<void> {
    await this.#end();
    this.#rest = new Uint8Array(0);
    this.#restAt = 0;
    this.#crc = 0;
  }

  async #end(): Promise<void> {
    const chunks = this.#chunks;
    this.#chunks = undefined;
    await chunks?.return?.();
  }
}

const PIECE = 128 * 1024;

async function* pieces(handle: FileHandle, start: number, length: number): AsyncGenerator<Uint8Array, undefined> {
  for (let at = 0; at < length;) {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE, length - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start + at);
    if (bytesRead === 0) return undefined;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
  return undefined;
}
