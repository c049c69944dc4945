/** A batch of copies: object after object is rewritten and put into the inbox. One that cannot be copied is told and the others go on. */
import { setImmediate } from 'node:timers/promises';
import type { Piece } from '../dicom/rewrite.ts';
import type { Added, AddedObject, Adding } from '../inbox/adding.ts';
import type { ObjectBytes } from '../objects/open-object.ts';
import { writeCopy } from './write-copy.ts';

export interface Original {
  /** @throws what the system says, DataSetError for what is no object. */
  readonly open: () => ObjectBytes | Promise<ObjectBytes>;
}

/** What becomes of one object. */
export interface Rewritten {
  readonly pieces: readonly Piece[];
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

export interface BatchOptions {
  readonly originals: Iterable<Original>;
  /** @throws when this object cannot be copied; its message is for people. */
  readonly rewrite: (object: ObjectBytes) => Rewritten;
  readonly add: (object: Omit<AddedObject, 'from'>) => Adding;
  readonly signal: AbortSignal;
  readonly progress: (done: number) => void;
}

export interface Batch {
  readonly made: readonly Exclude<Added, { kind: 'refused' }>[];
  /** Why objects have no copy, for people. */
  readonly failed: readonly string[];
}

/** When the signal fires it ends with what was made until then. */
export async function makeCopies({ originals, rewrite, add, signal, progress }: BatchOptions): Promise<Batch> {
  const made: Exclude<Added, { kind: 'refused' }>[] = [];
  const failed: string[] = [];
  for (const { open } of originals) {
    if (stopped(signal)) break;
    try {
      using object = await open();
      const { pieces, sopClassUid, sopInstanceUid } = rewrite(object);
      const adding = add({ sopClassUid, sopInstanceUid, transferSyntaxUid: object.transferSyntaxUid });
      const added = await writeCopy(adding, { object, pieces, signal });
      if (added.kind === 'refused') failed.push(`The inbox did not take it: ${added.comment}`);
      else made.push(added);
    } catch (error) {
      if (stopped(signal)) break;
      failed.push(error instanceof Error ? error.message : String(error));
    }
    progress(made.length + failed.length);
    await setImmediate();
  }
  return { made, failed };
}

/** It may fire while an object is under way. */
const stopped = (signal: AbortSignal): boolean => signal.aborted;
