// What a long run keeps: measured after a full collection, at ten points of the run.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Retained {
  readonly cases: number;
  /** Mebibytes of the heap and of buffers outside of it. */
  readonly heap: number;
  readonly buffers: number;
  readonly resident: number;
}

const MEBIBYTE = 1024 * 1024;

setFlagsFromString('--expose-gc');
const gc: unknown = runInNewContext('gc');
const collect = (): void => {
  if (typeof gc === 'function') Reflect.apply(gc, undefined, []);
};

export function createMemoryRecord(all: number): { readonly after: (cases: number) => void; readonly rows: readonly Retained[] } {
  const rows: Retained[] = [];
  const every = Math.max(1, Math.floor(all / 10));
  return {
    rows,
    after(cases) {
      if (cases % every !== 0) return;
      collect();
      const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
      const [heap = 0, buffers = 0, resident = 0] = [heapUsed, arrayBuffers, rss].map((bytes) => Math.round(bytes / MEBIBYTE));
      rows.push({ cases, heap, buffers, resident });
    },
  };
}

/** Mebibytes of heap gained between a tenth of the run, when everything has been used once, and its end. Buffers come and go with lines. */
export function growth(rows: readonly Retained[]): number {
  return (rows.at(-1)?.heap ?? 0) - (rows[0]?.heap ?? 0);
}
