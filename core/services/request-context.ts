/** What a handler is told about a request, made from the request itself. The signal is made when a handler asks for it. */
import type { PeerRequest } from './exchange.ts';
import type { RequestContext } from './types.ts';

export function requestContext<T extends object>(request: PeerRequest, more: T): RequestContext & T {
  return {
    association: request.exchange.association.facts,
    contextId: request.context.id,
    abstractSyntax: request.context.abstractSyntax,
    transferSyntaxUid: request.context.transferSyntax,
    messageId: request.messageId,
    get signal() {
      return request.signal;
    },
    ...more,
  };
}
