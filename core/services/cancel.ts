/** C-CANCEL for one operation of ours (PS3.7 §9.3.2.3): sent at most once, not before its request and not after the operation is over. */
import { CommandField } from '../dimse/types.ts';
import type { Exchange } from './exchange.ts';

export interface Cancelling {
  /** Listens to the signal from now on. */
  start(): void;
  /** The request is on its way: a cancel may follow. */
  sent(): void;
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
  let state: 'waiting' | 'sent' | 'done' = 'waiting';
  let wanted = false;
  const now = (): void => {
    wanted = true;
    if (state !== 'sent') return;
    state = 'done';
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
    sent() {
      state = 'sent';
      if (wanted) now();
    },
    now,
    over() {
      state = 'done';
      signal?.removeEventListener('abort', now);
    },
  };
}
