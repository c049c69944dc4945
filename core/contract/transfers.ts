/** Sends and retrieves: a durable queue, each with its objects. */
import { z } from 'zod';
import type { Explanation } from './failure.ts';
import { inboxTarget } from './inbox.ts';
import { call, id, nothing, stream, uid, type ListEvent } from './spec.ts';
import { queryLevel } from './search.ts';

/** One thing to retrieve, with the unique keys from the top to its level. */
export const pullItem = z
  .object({
    level: queryLevel,
    patientId: z.string().max(64).optional(),
    studyUid: uid.optional(),
    seriesUid: uid.optional(),
    sopInstanceUid: uid.optional(),
    /** What the node said it has, for the progress; null when it did not. */
    expected: z.number().int().min(0).nullable(),
  })
  .strict();
export type PullItem = z.infer<typeof pullItem>;

export type TransferState =
  | 'preparing'
  | 'waiting'
  | 'running'
  | 'paused'
  /** All objects answered with 0000 (or already there). */
  | 'done'
  /** Ended, but some failed, were warned of or set aside. */
  | 'partial'
  | 'failed'
  | 'cancelled';

export interface TransferView {
  readonly id: string;
  /** `import`: files of this computer into the inbox; no node has a part in it. */
  readonly direction: 'send' | 'pull' | 'move' | 'import';
  /** For people, may name the patient: never logged. */
  readonly label: string;
  readonly nodeId: string;
  readonly nodeName: string;
  /** Of a move to a third node. */
  readonly destinationName: string | null;
  readonly via: 'C-STORE' | 'C-GET' | 'C-MOVE' | 'files';
  readonly state: TransferState;
  /** null: the other side does not say. */
  readonly total: number | null;
  readonly completed: number;
  readonly warning: number;
  readonly failed: number;
  /** Not sent because of what they are: not DICOM, truncated, no UID. */
  readonly setAside: number;
  /** Objects that reached our inbox for this pull. */
  readonly arrived: number;
  readonly bytes: number;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number;
  /** ms since the other side gave a sign; null when not running. */
  readonly lastSign: number | null;
  readonly created: string;
  readonly started: string | null;
  readonly ended: string | null;
  /** ISO 8601 of the next attempt while waiting for one. */
  readonly nextAttempt: string | null;
  readonly attempt: number;
  /** One honest sentence: '409 stored, 2 changed on arrival, 1 refused'. */
  readonly summary: string;
  readonly failure: Explanation | null;
}

export interface TransferObject {
  readonly index: number;
  /** File name only, or the end of the UID. */
  readonly name: string;
  readonly sopClassName: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxName: string;
  readonly bytes: number;
  readonly state: 'waiting' | 'running' | 'done' | 'warning' | 'failed' | 'set-aside' | 'cancelled';
  readonly status: number | null;
  /** Status in words, or why it was set aside. */
  readonly words: string;
  readonly comment: string;
}

const transferId = z.object({ id }).strict();

export const transferCalls = {
  /** Absolute paths of files and folders (checked again by the desktop), things of the inbox, or both. */
  'transfers.send': call(
    z
      .object({
        nodeId: id,
        paths: z.array(z.string().min(1).max(4_096)).max(100_000).optional(),
        targets: z.array(inboxTarget).max(10_000).optional(),
        /** What was stored is asked commitment for when the send has ended. */
        commitment: z.boolean().optional(),
      })
      .strict(),
  ).returns<{ readonly id: string }>(),
  /** Files and folders into the inbox, as they are; absolute paths, checked again by the desktop. */
  'transfers.import': call(z.object({ paths: z.array(z.string().min(1).max(4_096)).min(1).max(100_000) }).strict()).returns<{
    readonly id: string;
  }>(),
  'transfers.pull': call(
    z
      .object({
        nodeId: id,
        items: z.array(pullItem).min(1).max(10_000),
        model: z.enum(['study', 'patient']),
        /** 'auto': what the node is set to, or what was proven. */
        via: z.enum(['auto', 'get', 'move']),
        /** Another node; null is this computer. */
        destinationId: id.nullable(),
        label: z.string().max(200),
      })
      .strict(),
  ).returns<{ readonly id: string }>(),
  'transfers.pause': call(transferId).returns<null>(),
  'transfers.resume': call(transferId).returns<null>(),
  'transfers.cancel': call(transferId).returns<null>(),
  /** Only what has no 0000 yet. */
  'transfers.retry': call(transferId).returns<null>(),
  /** Takes an ended one off the list. */
  'transfers.remove': call(transferId).returns<null>(),
  'transfers.clearEnded': call(nothing).returns<null>(),
  'transfers.objects': call(
    z
      .object({ id, offset: z.number().int().min(0), limit: z.number().int().min(1).max(1_000), only: z.enum(['all', 'problems']) })
      .strict(),
  ).returns<{ readonly total: number; readonly rows: readonly TransferObject[] }>(),
};

export const transferStreams = {
  /** Samples at 10 Hz while something runs. */
  transfers: stream(nothing).emits<ListEvent<TransferView, 'id'>>(),
};
