/**
 * A file that is read: through Node's pool, so that a slow disc or a share that hangs holds nothing else up, or at once on this thread, for a
 * program that does nothing else meanwhile. At once costs a tenth for small files.
 */
import fs from 'node:fs';
import { open } from 'node:fs/promises';

export interface OpenFile {
  size(): number | Promise<number>;
  /** Fills the views in order from there on; gives the bytes read, 0 at the end. */
  read(views: readonly Uint8Array[], position: number): number | Promise<number>;
  close(): void | Promise<void>;
}

/** @throws what the system says. */
export type OpenForReading = (path: string) => OpenFile | Promise<OpenFile>;

export const openInPool: OpenForReading = async (path) => {
  const handle = await open(path, 'r');
  return {
    size: async () => (await handle.stat()).size,
    read: async (views, position) => (await handle.readv(views, position)).bytesRead,
    close: () => handle.close(),
  };
};

export const openAtOnce: OpenForReading = (path) => {
  const fd = fs.openSync(path, 'r');
  return {
    size: () => fs.fstatSync(fd).size,
    read: (views, position) => fs.readvSync(fd, views, position),
    close: () => {
      fs.closeSync(fd);
    },
  };
};

export const lookAtOnce = (path: string): fs.Stats => fs.statSync(path);
