// A stream of the engine that stands among the exports until it has ended or was cancelled.
import type { Listener } from '../api.ts';
import type { Gantry } from '../gantry.ts';
import { beginExport, type Begun, type Progress } from '../stores/exports.ts';
import { toast } from '../stores/feedback.ts';

interface Run<Event> extends Omit<Begun, 'cancel'> {
  readonly event: (event: Event, change: (progress: Progress) => void) => void;
  /** However it ended. */
  readonly ended?: (() => void) | undefined;
  /** After that, where a person ended it. */
  readonly cancelled?: () => void;
}

/** A failure is told. Gives what cancels it. */
export function runExport<Event>(
  gantry: Gantry,
  listen: (listener: Listener<Event>) => () => void,
  { event, ended, cancelled, ...begun }: Run<Event>,
): () => void {
  const leave = (): void => {
    job.leave();
    ended?.();
  };
  const dispose = listen({
    event: (told) => event(told, (progress) => job.change(progress)),
    end: (failure) => {
      leave();
      if (failure) toast(gantry.feedback, failure.message, { tone: 'problem' });
    },
  });
  const cancel = (): void => {
    dispose();
    leave();
    cancelled?.();
  };
  const job = beginExport(gantry.exports, { ...begun, cancel });
  return cancel;
}
