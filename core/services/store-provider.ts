/**
 * Storage as SCP (PS3.4 Annex B, PS3.7 §9.1.1): the data set of a C-STORE streams into the sink that the handler gives, and the answer goes
 * out when the sink says that it is safe. Nothing here holds an object.
 */
import type { ByteSink } from '../association/types.ts';
import { Status } from '../dimse/index.ts';
import { replyOf, responseTo, type Reply } from './answers.ts';
import type { PeerRequest } from './peer-request.ts';
import { swallow, type Receiver } from './receiver.ts';
import { requestContext } from './request-context.ts';
import type { Handlers, IncomingStore } from './types.ts';

/** PS3.4 Table B.2-1. */
const CANNOT_UNDERSTAND = 0xc000;
const OUT_OF_RESOURCES = 0xa700;

export function receiveStore(request: PeerRequest, handler: Handlers['store']): Receiver {
  const refuse = (reply: Reply): Receiver =>
    swallow(() => {
      answer(request, reply);
    });
  if (!handler) return refuse({ status: Status.SopClassNotSupported });
  if (request.command.affectedSopClassUid !== request.context.abstractSyntax) {
    return refuse({ status: Status.SopClassNotSupported, errorComment: 'the presentation context carries another SOP class' });
  }
  try {
    const taken = handler(incomingStore(request));
    return isSink(taken) ? new StoreReceiver(request, taken) : refuse(replyOf(taken, CANNOT_UNDERSTAND));
  } catch {
    return refuse({ status: CANNOT_UNDERSTAND });
  }
}

function incomingStore(request: PeerRequest): IncomingStore {
  const { affectedSopClassUid, affectedSopInstanceUid, moveOriginatorTitle, moveOriginatorMessageId } = request.command;
  return requestContext(request, {
    sopClassUid: affectedSopClassUid ?? '',
    sopInstanceUid: affectedSopInstanceUid ?? '',
    ...(moveOriginatorTitle !== undefined && { moveOriginator: { title: moveOriginatorTitle, messageId: moveOriginatorMessageId ?? 0 } }),
  });
}

function isSink(taken: unknown): taken is ByteSink {
  return typeof taken === 'object' && taken !== null && 'write' in taken && 'finish' in taken && 'discard' in taken;
}

function answer(request: PeerRequest, reply: Reply): void {
  request.respond(responseTo(request.command, reply));
  request.done();
}

class StoreReceiver implements Receiver {
  readonly #request: PeerRequest;
  readonly #sink: ByteSink;
  /** A write or flush that has not settled; reading is stopped meanwhile. */
  #pending: Promise<void> | undefined;
  #failed = false;

  constructor(request: PeerRequest, sink: ByteSink) {
    this.#request = request;
    this.#sink = sink;
  }

  data(bytes: Uint8Array): void {
    if (this.#failed) return;
    this.#attempt(() => this.#sink.write(bytes));
  }

  flush(): Promise<void> | undefined {
    if (!this.#failed && this.#sink.flush) this.#attempt(() => this.#sink.flush?.());
    return this.#pending;
  }

  end(): void {
    const pending = this.flush();
    if (pending) void pending.then(() => this.#finish());
    else this.#finish();
  }

  discard(): void {
    if (!this.#failed) this.#discard();
  }

  #attempt(act: () => void | Promise<void>): void {
    try {
      const result = act();
      if (result) this.#wait(result);
    } catch {
      this.#fail();
    }
  }

  #wait(result: Promise<void>): void {
    const { association } = this.#request.exchange;
    association.pause();
    const settled = Promise.all([this.#pending, result])
      .catch(() => this.#fail())
      .then(() => {
        if (this.#pending === settled) this.#pending = undefined;
        association.resume();
      });
    this.#pending = settled;
  }

  #fail(): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#discard();
  }

  #discard(): void {
    try {
      const discarded = this.#sink.discard();
      if (discarded) discarded.catch(() => undefined);
    } catch {
      // The object is lost either way; the answer or the end of the association says so.
    }
  }

  #finish(): void {
    if (this.#failed) {
      answer(this.#request, { status: OUT_OF_RESOURCES });
      return;
    }
    const reply = (given: unknown): void => answer(this.#request, replyOf(given, CANNOT_UNDERSTAND));
    const broken = (): void => answer(this.#request, { status: OUT_OF_RESOURCES });
    try {
      const given = this.#sink.finish();
      if (given instanceof Promise) given.then(reply, broken);
      else reply(given);
    } catch {
      broken();
    }
  }
}
