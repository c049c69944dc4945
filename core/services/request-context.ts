/** What a handler is told about a request, made from the request itself. The signal is made when a handler asks for it. */
import type { PeerRequest } from './peer-request.ts';
import type { RequestContext } from './types.ts';

export const requestContext = <T extends object>(request: PeerRequest, more: T): RequestContext & T =>
  Object.assign(new Context(request), more);

/** A class, so that what is made a thousand times a second has one shape. */
class Context implements RequestContext {
  readonly association: RequestContext['association'];
  readonly contextId: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxUid: string;
  readonly messageId: number;
  readonly #request: PeerRequest;

  constructor(request: PeerRequest) {
    this.#request = request;
    this.association = request.exchange.association.facts;
    this.contextId = request.context.id;
    this.abstractSyntax = request.context.abstractSyntax;
    this.transferSyntaxUid = request.context.transferSyntax;
    this.messageId = request.messageId;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }
}
