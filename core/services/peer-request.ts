/** A request of the peer that is performed (PS3.7 §7.5): what its performer is given, and what becomes of it. */
import type { AcceptedContext } from '../association/types.ts';
import type { CommandSet } from '../dimse/types.ts';
import type { Exchange } from './exchange.ts';
import type { Receiver } from './receiver.ts';

/** Performs the peer's requests. */
export interface Performer {
  /** Takes the data set of a request, if it has one; calls `done` after its last response was sent. */
  perform(request: PeerRequest): Receiver;
}

/** A request of the peer that is under way. */
export interface PeerRequest {
  readonly exchange: Exchange;
  readonly context: AcceptedContext;
  readonly command: CommandSet;
  readonly messageId: number;
  /** Fires on C-CANCEL and when the association ends. */
  readonly signal: AbortSignal;
  /** It waits for the peer itself (sub-operations of a C-GET). */
  waitsForPeer: boolean;
  /** False when the association has ended. */
  respond(response: CommandSet, dataSet?: Uint8Array): boolean;
  /** The last response was sent: the request no longer counts. */
  done(): void;
}

export class UnderWay implements PeerRequest {
  readonly exchange: Exchange;
  readonly context: AcceptedContext;
  readonly command: CommandSet;
  readonly messageId: number;
  waitsForPeer = false;
  readonly #onDone: (request: UnderWay) => void;
  #controller: AbortController | undefined;
  #cancelled = false;

  constructor(
    exchange: Exchange,
    message: { readonly context: AcceptedContext; readonly command: CommandSet },
    onDone: (request: UnderWay) => void,
  ) {
    this.exchange = exchange;
    this.context = message.context;
    this.command = message.command;
    this.messageId = message.command.messageId ?? 0;
    this.#onDone = onDone;
  }

  /** Made when somebody asks for it: most requests are over before anybody could cancel them. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#cancelled) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  cancel(): void {
    this.#cancelled = true;
    this.#controller?.abort();
  }

  respond(response: CommandSet, dataSet?: Uint8Array): boolean {
    const { association } = this.exchange;
    try {
      return association.send({ contextId: this.context.id, command: response, ...(dataSet && { dataSet }) });
    } catch (error) {
      association.failed(error);
      return false;
    }
  }

  done(): void {
    this.#onDone(this);
  }
}
