/** The objects among files and folders of the command line; what is none is reported with its reason. */
import { findFileObjects, type FileObject } from '../transfers/file-objects.ts';
import { lookAtOnce, openAtOnce } from '../transfers/open-file.ts';
import type { Report } from './report.ts';

export type { FileObject };

export interface FoundObjects {
  /** Found while they are taken. */
  readonly items: AsyncIterable<FileObject>;
  /** So far. */
  readonly skipped: number;
}

export function findObjects(paths: readonly string[], report: Report, signal: AbortSignal): FoundObjects {
  let count = 0;
  const skipped = ({ path, reason }: { readonly path: string; readonly reason: string }): void => {
    count += 1;
    report.say({ kind: 'skipped', path, message: reason }, `- ${path}: ${reason}`);
  };
  return {
    items: findFileObjects(paths, { signal, skipped, openFile: openAtOnce, look: lookAtOnce }),
    get skipped() {
      return count;
    },
  };
}
