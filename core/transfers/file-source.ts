/** The bytes of a file's data set, pulled straight into the sender's buffers. The file must be as long as when it was looked at. */
import type { ByteSource } from '../association/types.ts';
import { fileWords } from './file-words.ts';
import { openInPool, type OpenFile, type OpenForReading } from './open-file.ts';
import type { EntryPlace } from './zip/entry-place.ts';
import { openEntry } from './zip/entry-file.ts';

export interface FileRange {
  readonly path: string;
  /** Where the file lies in the archive at that path. */
  readonly entry?: EntryPlace;
  readonly offset: number;
  readonly bytes: number;
  /** Default: through the pool. */
  readonly openFile?: OpenForReading;
}

/** Systems take at most 1 024 views in one call. */
const VIEWS = 512;

/** @throws Error with words for people when the file cannot be read or has changed. */
export async function openFileSource(range: FileRange, counted: (bytes: number) => void): Promise<ByteSource> {
  let handle: OpenFile;
  try {
    handle = range.entry ? await openEntry(range.path, range.entry) : await (range.openFile ?? openInPool)(range.path);
  } catch (error) {
    throw new Error(fileWords(error), { cause: error });
  }
  const size = await handle.size();
  if (size !== range.offset + range.bytes) {
    await handle.close();
    throw new Error('The file has changed since it was looked at');
  }
  return new FileSource(handle, range, counted);
}

class FileSource implements ByteSource {
  readonly #handle: OpenFile;
  readonly #counted: (bytes: number) => void;
  #at: number;
  #left: number;
  #open = true;

  constructor(handle: OpenFile, { offset, bytes }: FileRange, counted: (bytes: number) => void) {
    this.#handle = handle;
    this.#at = offset;
    this.#left = bytes;
    this.#counted = counted;
  }

  async fill(views: readonly Uint8Array[]): Promise<number> {
    let filled = 0;
    let rest: readonly Uint8Array[] = views;
    while (rest.length > 0 && this.#left > 0) {
      const bytesRead = await this.#read(rest.slice(0, VIEWS));
      if (bytesRead === 0) throw new Error('The file became shorter while it was sent');
      this.#at += bytesRead;
      this.#left -= bytesRead;
      filled += bytesRead;
      rest = behind(rest, bytesRead);
    }
    this.#counted(filled);
    return filled;
  }

  async #read(views: readonly Uint8Array[]): Promise<number> {
    try {
      return await this.#handle.read(views, this.#at);
    } catch (error) {
      throw new Error(fileWords(error), { cause: error });
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }
}

/** What is left of the views after so many bytes. */
function behind(views: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  let index = 0;
  for (const view of views) {
    if (left < view.length) break;
    left -= view.length;
    index += 1;
  }
  const [first, ...others] = views.slice(index);
  return first ? [first.subarray(left), ...others] : [];
}
