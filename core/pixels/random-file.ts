/** A file read at any place, so that a frame of a large object costs its own bytes only. For the worker thread: calls block. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UnavailableError } from './unavailable.ts';

/** Bytes that may be read in one piece. */
const LARGEST_READ = 1 << 30;

export class RandomFile {
  size = 0;
  /** Changes when the file does. */
  version = '';
  #descriptor = -1;

  constructor(readonly path: string) {}

  /** Reading is possible until the returned session is disposed, so that a file that nobody looks at can be moved or deleted. */
  open(): Disposable {
    try {
      this.#descriptor = openSync(this.path, 'r');
    } catch (error) {
      throw new UnavailableError('no-file', `The file cannot be opened (${codeOf(error)}). It may have been moved or deleted.`);
    }
    const { size, mtimeMs, ino } = fstatSync(this.#descriptor);
    this.size = size;
    this.version = `${size} ${mtimeMs} ${ino}`;
    return { [Symbol.dispose]: () => closeSync(this.#descriptor) };
  }

  /** Fewer bytes than asked for at the end of the file. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (wanted > LARGEST_READ) throw new UnavailableError('too-large', 'The image is too large for a preview.');
    const bytes = new Uint8Array(wanted);
    let done = 0;
    while (done < wanted) {
      const count = readSync(this.#descriptor, bytes, done, wanted - done, offset + done);
      if (count === 0) return bytes.subarray(0, done);
      done += count;
    }
    return bytes;
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown error');
