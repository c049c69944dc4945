/** C-CANCEL for one operation of ours (PS3.7 §9.3.2.3): sent at most once, and not after the operation is over. */
import { CommandField } from '../dimse/types.ts';
import type { Exchange } from './exchange.ts';

export interface Cancelling {
  /** Listens to the signal from now on. */
  start(): void;
  now(): void;
  /** The last response came. */
  over(): void;
}

export interface Cancellable {
  readonly contextId: number;
  readonly messageId: number;
  readonly signal: AbortSignal | undefined;
}

export function cancelling(exchange: Exchange, { contextId, messageId, signal }: Cancellable): Cancelling {
  let done = false;
  const now = (): void => {
    if (done) return;
    done = true;
    exchange.association.send({
      contextId,
      command: { commandField: CommandField.CCancelRq, hasDataSet: false, messageIdBeingRespondedTo: messageId },
    });
  };
  return {
    start() {
      if (signal?.aborted) now();
      else signal?.addEventListener('abort', now, { once: true });
    },
    now,
    over() {
      done = true;
      signal?.removeEventListener('abort', now);
    },
  };
}
