/**
 * A file under `.incoming` that grows as an object arrives. Views are collected and written in one vector on this thread, before the buffer
 * that they lie in is used again; small amounts are copied together first. It knows nothing of DICOM.
 */
import type { Buffers } from './buffers.ts';
import type { Files } from './files.ts';
import { behind } from './views.ts';

/**
 * What came is written at once from this size on; less is copied and waits for more. Larger would save calls, yet leave the writing until
 * the sender has done: half the speed at half a megabyte an object.
 */
export const VECTOR = 32 * 1024;
/** Systems take at most 1 024 views in one call. */
const VIEWS = 512;
export interface PartFileOptions {
  readonly files: Files;
  /** Of `VECTOR` bytes, in which small amounts wait. */
  readonly staging: Buffers;
  readonly path: string;
}

export class PartFile {
  readonly path: string;
  /** Bytes given so far. */
  length = 0;
  readonly #files: Files;
  readonly #staging: Buffers;
  readonly #fd: number;
  #views: Uint8Array[] = [];
  #pending = 0;
  #staged: Uint8Array | undefined;
  #stagedLength = 0;
  #open = true;

  /** @throws what the system says when it cannot be made. */
  constructor({ files, staging, path }: PartFileOptions) {
    this.#files = files;
    this.#staging = staging;
    this.path = path;
    this.#fd = files.openSync(this.path, 'wx', 0o644);
  }

  /** The view must stay as it is until `take` has returned. */
  add(view: Uint8Array): void {
    this.#views.push(view);
    this.#pending += view.length;
    this.length += view.length;
    if (this.#views.length >= VIEWS) this.take();
  }

  /** After this the views may be used again. @throws what the system says when the bytes cannot be written. */
  take(): void {
    if (this.#pending === 0) return;
    if (this.#stagedLength + this.#pending >= VECTOR) this.#write();
    else this.#stage();
  }

  /** Everything that was given is with the system. */
  complete(): void {
    if (this.#pending + this.#stagedLength > 0) this.#write();
  }

  /** Down to the disk (fdatasync), without holding up this thread. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#files.fdatasync(this.#fd, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Reads back from what was completed. */
  read(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.length - position)));
    const fd = this.#files.openSync(this.path, 'r');
    try {
      const got = this.#files.readSync(fd, bytes, 0, bytes.length, position);
      return bytes.subarray(0, got);
    } finally {
      this.#files.closeSync(fd);
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#views = [];
    this.#giveBack();
    this.#files.closeSync(this.#fd);
  }

  /** Leaves nothing behind. */
  discard(): void {
    try {
      this.close();
    } finally {
      this.#files.rmSync(this.path, { force: true });
    }
  }

  #stage(): void {
    this.#staged ??= this.#staging.take();
    for (const view of this.#views) {
      this.#staged.set(view, this.#stagedLength);
      this.#stagedLength += view.length;
    }
    this.#views.length = 0;
    this.#pending = 0;
  }

  #write(): void {
    let views: readonly Uint8Array[] = this.#views;
    if (this.#staged && this.#stagedLength > 0) views = [this.#staged.subarray(0, this.#stagedLength), ...views];
    let left = this.#pending + this.#stagedLength;
    this.#views = [];
    this.#pending = 0;
    this.#stagedLength = 0;
    while (left > 0) {
      const written = this.#files.writevSync(this.#fd, views);
      left -= written;
      if (left > 0) views = behind(views, written);
    }
    this.#giveBack();
  }

  #giveBack(): void {
    if (this.#staged) this.#staging.give(this.#staged);
    this.#staged = undefined;
  }
}
