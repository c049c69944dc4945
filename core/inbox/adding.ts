/**
 * The way in for objects that no association brings: copies that were made here, files that were found. They go through the writer of
 * received ones, so that nothing is in the inbox that is not whole, checked, placed and indexed like everything else.
 */
import type { Answer, ByteSink } from '../association/types.ts';
import type { ComingObject } from './incoming-object.ts';
import type { Origin } from './index-entry.ts';
import type { InstanceIdentity } from './layout.ts';

export interface AddedObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly from: Origin;
  /** Name of the folder or archive in which it was found: shown with its origin, and not written into its file, which may be handed on. */
  readonly foundIn?: string;
}

export type Added =
  /** It is on the disk under its final name; `identical` was there before. */
  | ({ readonly kind: 'stored' | 'identical' | 'other-bytes'; readonly version: number } & InstanceIdentity)
  /** It is not; why, in the words that a sender would be given. */
  | { readonly kind: 'refused'; readonly status: number; readonly comment: string };

/** Takes the data set, without meta group, in pieces. Each piece may be used again when `write` has returned. */
export interface Adding {
  write(bytes: Uint8Array): void;
  finish(): Promise<Added>;
  /** Leaves nothing behind. */
  discard(): void;
}

const SUCCESS = 0;

export function addTo(take: (object: ComingObject) => ByteSink | Answer, object: AddedObject): Adding {
  let placed: Added | undefined;
  const sink = take({ ...object, associationId: '', placed: (as) => (placed = as) });
  if (typeof sink === 'number' || 'status' in sink) {
    return { write: () => undefined, finish: () => Promise.resolve(refusedBy(sink)), discard: () => undefined };
  }
  return {
    write(bytes) {
      void sink.write(bytes);
      void sink.flush?.();
    },
    async finish() {
      const answer = await sink.finish();
      // Placed, and yet not down on the disk as it was asked for.
      return placed && answer === SUCCESS ? placed : refusedBy(answer);
    },
    discard: () => void sink.discard(),
  };
}

function refusedBy(answer: Answer): Added {
  return typeof answer === 'number'
    ? { kind: 'refused', status: answer, comment: '' }
    : { kind: 'refused', status: answer.status, comment: answer.errorComment ?? '' };
}
