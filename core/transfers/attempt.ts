/** One attempt at a transfer: what it is given and how it may end. Attempts never throw for what a node, a file or the network does. */
import type { Explanation } from '../contract/failure.ts';
import type { Clock } from '../lib/clock.ts';
import type { Association } from '../services/types.ts';

export type AttemptEnd =
  /** Nothing is left that another try without a change would mend. */
  | { readonly kind: 'finished'; readonly explanation: Explanation | null }
  /** Busy, broken or silent: what is left is tried again later. `progressed`: something went over. */
  | { readonly kind: 'again'; readonly explanation: Explanation; readonly progressed: boolean }
  /** The signal ended it. */
  | { readonly kind: 'stopped' };

/** What a peer may take to end what was cancelled before the association is aborted. */
const STOP_MS = 5_000;

/** Aborts the association some time after the signal, unless it has ended by then. */
export function abortAfterSignal(association: Association, clock: Clock, signal: AbortSignal): void {
  let cancelTimer: (() => void) | undefined;
  const arm = (): void => {
    cancelTimer ??= clock.setTimer(STOP_MS, () => association.abort());
  };
  signal.addEventListener('abort', arm, { once: true });
  if (signal.aborted) arm();
  void association.ended.then(() => {
    signal.removeEventListener('abort', arm);
    cancelTimer?.();
  });
}

/** Asked anew each time: between two looks the signal may have fired. */
export const isStopped = (signal: AbortSignal): boolean => signal.aborted;
