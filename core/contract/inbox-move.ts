/** The inbox on its way into another folder. */
import { z } from 'zod';
import type { Explanation } from './failure.ts';
import { call, nothing, stream } from './spec.ts';

export interface InboxMove {
  readonly from: string;
  readonly to: string;
  /** `carrying`: received as before. `switching`: for a moment senders are told to come back. `removing`: the new folder is the inbox. */
  readonly phase: 'carrying' | 'switching' | 'removing' | 'failed';
  readonly objects: number;
  readonly totalObjects: number;
  readonly bytes: number;
  readonly totalBytes: number;
  /** Why it ended: everything is where it was. */
  readonly failure: Explanation | null;
}

export const inboxMoveCalls = {
  /** Brings everything along into another folder, which is the inbox then. Goes on at the next start when the process ends meanwhile. */
  'inboxMove.start': call(z.object({ folder: z.string().min(1).max(4_096) }).strict()).returns<null>(),
  /** Until the new folder is the inbox: everything stays where it was. Also takes a failed one out of sight. */
  'inboxMove.stop': call(nothing).returns<null>(),
};

export const inboxMoveStreams = {
  inboxMove: stream(nothing).emits<InboxMove | null>(),
};
