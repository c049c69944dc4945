/** The objects among files and folders of the command line; what is none is reported with its reason and skipped. */
import path from 'node:path';
import { openFileSource } from '../transfers/file-source.ts';
import { preflight } from '../transfers/preflight.ts';
import type { ObjectRecord } from '../transfers/types.ts';
import type { StoreItem } from '../services/types.ts';
import type { Report } from './report.ts';

export interface FileItem extends StoreItem {
  readonly path: string;
  readonly bytes: number;
}

export interface FoundObjects {
  readonly items: readonly FileItem[];
  readonly skipped: number;
}

export async function readObjects(paths: readonly string[], report: Report, signal: AbortSignal): Promise<FoundObjects> {
  const items: FileItem[] = [];
  let skipped = 0;
  await preflight({
    sources: paths.map((name) => path.resolve(name)),
    signal,
    add(records) {
      for (const record of records) {
        // Only what is no object has no UID: a second file of the same object was asked for, so it is sent.
        if (record.sopInstanceUid !== '') {
          items.push(itemOf(record));
          continue;
        }
        skipped += 1;
        report.say({ kind: 'skipped', path: record.path, message: record.words }, `- ${record.path}: ${record.words}`);
      }
    },
  });
  return { items, skipped };
}

function itemOf({ path: file, offset, bytes, sopClassUid, sopInstanceUid, transferSyntaxUid }: ObjectRecord): FileItem {
  return {
    path: file,
    bytes,
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    open: () => openFileSource({ path: file, offset, bytes }, uncounted),
  };
}

const uncounted = (): void => undefined;
