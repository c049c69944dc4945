/** What a look at a file comes to in the queue: an object that waits, or something that is set aside with its reason. */
import type { FileScan } from './scan-file.ts';
import type { ObjectRecord } from './types.ts';
import type { EntryPlace } from './zip/entry-place.ts';

interface Scanned {
  readonly index: number;
  readonly path: string;
  readonly entry: EntryPlace | undefined;
  readonly scan: FileScan;
  /** SOP Instance UIDs that are in the queue already; undefined where they may come again. */
  readonly seen: Set<string> | undefined;
}

const DUPLICATE = 'Another file of this transfer carries the same SOP Instance UID';

export function recordOf({ index, path, entry, scan, seen }: Scanned): ObjectRecord {
  const nothing = { index, path, ...(entry && { entry }), offset: 0, bytes: 0, status: null, comment: '', failures: 0 } as const;
  if (scan.kind !== 'object') {
    return { ...nothing, sopClassUid: '', sopInstanceUid: '', transferSyntaxUid: '', state: 'set-aside', words: scan.words };
  }
  const { offset, bytes } = scan;
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = scan.header;
  const duplicate = seen?.has(sopInstanceUid) ?? false;
  seen?.add(sopInstanceUid);
  const state = duplicate ? 'set-aside' : 'waiting';
  return { ...nothing, offset, bytes, sopClassUid, sopInstanceUid, transferSyntaxUid, state, words: duplicate ? DUPLICATE : '' };
}
