/**
 * Objects among files and folders, ready to be stored: each file's own bytes, opened when its turn comes. Found while they are taken, at
 * the taker's pace, so that a huge folder is never held. For programs that keep no queue.
 */
import path from 'node:path';
import { sourceOfBytes } from '../association/bytes-source.ts';
import { createChannel } from '../lib/channel.ts';
import type { StoreItem } from '../services/types.ts';
import { openFileSource } from './file-source.ts';
import type { OpenForReading } from './open-file.ts';
import { preflight } from './preflight.ts';
import type { ObjectRecord } from './types.ts';
import type { Look } from './walk.ts';

export interface FileObject extends StoreItem {
  /** Absolute. */
  readonly path: string;
  /** Length of the data set in bytes. */
  readonly bytes: number;
}

/** What is no object, is cut short or cannot be read. */
export interface SkippedFile {
  readonly path: string;
  /** For people. */
  readonly reason: string;
}

export interface FindFileObjectsOptions {
  readonly signal?: AbortSignal;
  /** Called for each file that is left out. */
  readonly skipped?: (file: SkippedFile) => void;
  /** Default: through the pool. */
  readonly openFile?: OpenForReading;
  /** The same for what a place is. */
  readonly look?: Look;
}

/** Objects that may wait for their taker: enough to hide what looking takes, few enough that the first are on their way meanwhile. */
const AHEAD = 16;
/** Looked at between two that are sent: what is under way waits for no more. */
const AT_A_TIME = 1;
/** The latest short files, whose bytes are kept from looking until they are sent: each is opened once. */
const KEPT = 64;

/**
 * Looks at the headers of everything named, folders with all that is below them, in order; two files of the same SOP Instance UID are two
 * objects. Never throws for a bad file.
 */
export async function* findFileObjects(paths: Iterable<string>, options: FindFileObjectsOptions = {}): AsyncGenerator<FileObject, void> {
  const { signal, skipped, openFile, look } = options;
  const left = new AbortController();
  const found = createChannel<FileObject>({ capacity: AHEAD });
  const kept = new Map<ObjectRecord, Uint8Array>();
  const keep = (record: ObjectRecord, whole: Uint8Array): void => {
    kept.set(record, whole);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
  };
  const add = async (records: readonly ObjectRecord[]): Promise<void> => {
    for (const record of records) {
      // Only what is no object has no UID.
      if (record.sopInstanceUid === '') skipped?.({ path: record.path, reason: record.words });
      else await found.send(fileObject(record, { kept, openFile }));
    }
  };
  const looking = preflight({
    sources: Array.from(paths, (name) => path.resolve(name)),
    signal: AbortSignal.any([left.signal, ...(signal ? [signal] : [])]),
    add,
    batch: AT_A_TIME,
    met: (record, { whole }) => {
      if (whole) keep(record, whole);
    },
    ...(openFile && { openFile }),
    ...(look && { look }),
  }).finally(() => found.close());
  try {
    yield* found;
  } finally {
    left.abort();
    await looking;
  }
}

interface Means {
  /** Files whose bytes are at hand. */
  readonly kept: Map<ObjectRecord, Uint8Array>;
  readonly openFile: OpenForReading | undefined;
}

function fileObject(record: ObjectRecord, { kept, openFile }: Means): FileObject {
  const { path: file, entry, offset, bytes, sopClassUid, sopInstanceUid, transferSyntaxUid } = record;
  const range = { path: file, offset, bytes, ...(entry && { entry }), ...(openFile && { openFile }) };
  const open = (): ReturnType<StoreItem['open']> => {
    const whole = kept.get(record);
    kept.delete(record);
    return whole ? sourceOfBytes(whole.subarray(offset)) : openFileSource(range, uncounted);
  };
  return { path: file, bytes, sopClassUid, sopInstanceUid, transferSyntaxUid, open };
}

const uncounted = (): void => undefined;
