/** One request of ours with one response: C-ECHO and the N-services. */
import type { AcceptedContext } from '../association/types.ts';
import { statusOf } from '../dimse/index.ts';
import type { CommandSet } from '../dimse/types.ts';
import type { Exchange } from './exchange.ts';
import { parseIdentifier } from './identifiers.ts';
import type { FinalStatus } from './types.ts';

export interface Request {
  readonly context: AcceptedContext;
  /** Without message id. */
  readonly command: CommandSet;
  readonly dataSet?: Uint8Array;
}

/** A signal ends the association: these requests have no cancel (PS3.7 §9.3.2.3). */
export function requestOnce(
  exchange: Exchange,
  request: Request,
  signal?: AbortSignal,
): Promise<FinalStatus & { readonly response?: CommandSet }> {
  const { context, command, dataSet } = request;
  return new Promise((resolve) => {
    const onAbort = (): void => exchange.association.abort('cancelled');
    const settle = (final: FinalStatus & { readonly response?: CommandSet }): void => {
      signal?.removeEventListener('abort', onAbort);
      resolve(final);
    };
    const messageId = exchange.nextMessageId();
    const message = { contextId: context.id, command: { ...command, messageId }, ...(dataSet && { dataSet }) };
    exchange.ask(message, {
      contextId: context.id,
      commandField: command.commandField,
      response(response, identifier) {
        const parsed = identifier && parseIdentifier(identifier, context.transferSyntax);
        settle({ kind: 'status', status: statusOf(response), response, ...(parsed && { identifier: parsed }) });
        return false;
      },
      ended: (end) => settle({ kind: 'ended', end }),
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
  });
}
