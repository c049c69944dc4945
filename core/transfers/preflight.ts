/**
 * Looks at everything that was chosen before anything is sent: objects go into the queue, the rest is set aside with its reason. Streams,
 * so that the first results show at once and a huge folder is never held.
 */
import path from 'node:path';
import type { OpenForReading } from './open-file.ts';
import { scanFile, type FileScan } from './scan-file.ts';
import type { ObjectRecord } from './types.ts';
import { walkFiles } from './walk.ts';

export interface PreflightOptions {
  readonly sources: Iterable<string>;
  readonly signal: AbortSignal;
  /** Takes the next objects, in order. A promise pauses the looking until it settles. */
  readonly add: (objects: readonly ObjectRecord[]) => void | Promise<void>;
  /** Default: through the pool. */
  readonly openFile?: OpenForReading;
}

const BATCH = 100;
/** Files looked at at once: enough to hide the latency of a share or a disc. */
const AT_ONCE = 4;

export async function preflight({ sources, signal, add, openFile }: PreflightOptions): Promise<void> {
  const seen = new Set<string>();
  let batch: ObjectRecord[] = [];
  let index = 0;
  const take = (place: string, scan: FileScan): void | Promise<void> => {
    batch.push(recordOf({ index, place, scan, seen }));
    index += 1;
    // The first few go out alone: something shows at once.
    return batch.length >= (index < BATCH ? 10 : BATCH) ? flush() : undefined;
  };
  const flush = (): void | Promise<void> => {
    const full = batch;
    batch = [];
    return full.length > 0 ? add(full) : undefined;
  };
  const pending: { readonly place: string; readonly scan: Promise<FileScan> }[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = pending.shift();
    if (first) await take(first.place, await first.scan);
  };
  for await (const found of walkFiles(sources, signal)) {
    const scan: Promise<FileScan> =
      found.kind === 'file' ? scanFile(found.path, found.size, openFile) : Promise.resolve({ kind: 'set-aside', words: found.words });
    pending.push({ place: found.path, scan });
    if (pending.length >= AT_ONCE) await takeFirst();
    if (signal.aborted) break;
  }
  while (pending.length > 0) await takeFirst();
  if (!signal.aborted) await flush();
}

interface Scanned {
  readonly index: number;
  readonly place: string;
  readonly scan: FileScan;
  /** SOP Instance UIDs that are in the queue already. */
  readonly seen: Set<string>;
}

const DUPLICATE = 'Another file of this transfer carries the same SOP Instance UID';

function recordOf({ index, place, scan, seen }: Scanned): ObjectRecord {
  const nothing = { index, path: place, offset: 0, bytes: 0, status: null, comment: '', failures: 0 } as const;
  if (scan.kind === 'set-aside') {
    return { ...nothing, sopClassUid: '', sopInstanceUid: '', transferSyntaxUid: '', state: 'set-aside', words: scan.words };
  }
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = scan.header;
  const duplicate = seen.has(sopInstanceUid);
  seen.add(sopInstanceUid);
  const state = duplicate ? 'set-aside' : 'waiting';
  const words = duplicate ? DUPLICATE : '';
  return { ...nothing, offset: scan.offset, bytes: scan.bytes, sopClassUid, sopInstanceUid, transferSyntaxUid, state, words };
}

/** What is shown of a file: its name, never its folders. */
export const fileName = (place: string): string => path.basename(place);
