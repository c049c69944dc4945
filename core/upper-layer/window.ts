/** Asynchronous operations window (PS3.7 §D.3.3.3): absent means one each way, 0 is unlimited, an answer may only narrow a proposal. */
import type { AsynchronousOperations } from '../pdu/types.ts';

const synchronous: AsynchronousOperations = { invoked: 1, performed: 1 };

/**
 * What holds after a proposal and its answer, both in the requestor's words (it invokes at most `invoked`, performs at most `performed`).
 * An answer that goes beyond the proposal is cut down to it; one without a proposal means nothing.
 */
export function agreedWindow(
  proposed: AsynchronousOperations | undefined,
  answered: AsynchronousOperations | undefined,
): AsynchronousOperations {
  if (!proposed || !answered) return synchronous;
  return { invoked: narrower(proposed.invoked, answered.invoked), performed: narrower(proposed.performed, answered.performed) };
}

/** The same window seen from the other side: what one invokes the other performs. */
export function mirrored({ invoked, performed }: AsynchronousOperations): AsynchronousOperations {
  return { invoked: performed, performed: invoked };
}

function narrower(a: number, b: number): number {
  if (a === 0) return b;
  return b === 0 ? a : Math.min(a, b);
}
