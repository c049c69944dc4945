/**
 * The pure layers wired as an association wires them, with no socket and no time: splitter, state machine, negotiation, message assembly.
 * Whatever comes, an endpoint must say how it ends; what it writes is kept, so that its abort can be judged.
 */
import { createMessageAssembler } from '../../core/dimse/assembler.ts';
import { ProtocolError } from '../../core/errors.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import { createPduSplitter } from '../../core/pdu/splitter.ts';
import type { Abort, AssociateRq, ControlPdu, PduProblem, PduSplitter } from '../../core/pdu/types.ts';
import { answerAssociate } from '../../core/upper-layer/answer.ts';
import { checkAssociateRq } from '../../core/upper-layer/check.ts';
import { abortFor, eventOf, step } from '../../core/upper-layer/machine.ts';
import { readAssociateAc } from '../../core/upper-layer/propose.ts';
import type { AssociationRole, Effect, EventNumber, Offer, State } from '../../core/upper-layer/types.ts';

const offer: Offer = { maximumLength: 65_536, implementationClassUid: '1.2.3', implementationVersionName: 'FUZZ' };
const limits = { maximumDataLength: 1 << 20, maximumControlLength: 1 << 16 };
const MAXIMUM_COMMAND = 1 << 12;

export interface Outcome {
  readonly state: State;
  /** A-ABORTs that were sent. */
  readonly aborts: readonly Abort[];
  /** What was wrong, if something was. */
  readonly fault: ProtocolError | PduProblem | 'unexpected-pdu' | undefined;
  readonly consumed: number;
  readonly messages: number;
  readonly dataBytes: number;
}

export interface Side {
  readonly role: AssociationRole;
  /** What we asked for as requestor. */
  readonly request: AssociateRq;
}

export function runEndpoint(side: Side, chunks: readonly Uint8Array[]): Outcome {
  return new Endpoint(side).run(chunks);
}

class Endpoint {
  readonly #role: AssociationRole;
  readonly #request: AssociateRq;
  #state: State;
  #closed = false;
  #fault: Outcome['fault'];
  readonly #aborts: Abort[] = [];
  #messages = 0;
  #dataBytes = 0;
  readonly #splitter: PduSplitter;
  readonly #assembler = createMessageAssembler(
    {
      command: () => undefined,
      data: (bytes) => {
        this.#dataBytes += bytes.length;
      },
      end: () => {
        this.#messages += 1;
      },
    },
    { maximumCommandLength: MAXIMUM_COMMAND },
  );

  constructor({ role, request }: Side) {
    this.#role = role;
    this.#request = request;
    this.#state = role === 'acceptor' ? 2 : 5;
    this.#splitter = createPduSplitter(
      {
        pdu: (pdu) => {
          this.#pdu(pdu);
        },
        dataPdu: () => {
          this.#event(10);
        },
        fragment: (header, bytes, end) => {
          if (this.#state === 6 || this.#state === 7) this.#assembler.fragment(header, bytes, end);
        },
        problem: (problem) => {
          this.#fault ??= problem;
          this.#event(19, problem);
        },
      },
      limits,
    );
  }

  run(chunks: readonly Uint8Array[]): Outcome {
    let consumed = 0;
    for (const chunk of chunks) {
      if (this.#closed) break;
      consumed += this.#push(chunk);
    }
    const { aborts, messages, dataBytes } = { aborts: this.#aborts, messages: this.#messages, dataBytes: this.#dataBytes };
    return { state: this.#state, aborts, fault: this.#fault, consumed, messages, dataBytes };
  }

  /** As a socket with one read buffer does: what was pushed is overwritten afterwards, so nothing may have kept a view of it. */
  #push(chunk: Uint8Array): number {
    const line = Buffer.from(chunk);
    try {
      return this.#splitter.push(line);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#violation(error);
      return chunk.length;
    } finally {
      line.fill(0xee);
    }
  }

  #violation(error: ProtocolError): void {
    this.#fault ??= error;
    this.#send({ kind: 'abort', ...error.abort });
    this.#splitter.discard();
    this.#state = 13;
  }

  #pdu(pdu: ControlPdu): void {
    this.#event(eventOf(pdu));
    if (pdu.kind === 'associate-rq' && this.#state === 3) this.#answer(pdu);
    if (pdu.kind === 'associate-ac' && this.#state === 6) {
      const agreement = readAssociateAc(this.#request, pdu);
      if (agreement instanceof ProtocolError) this.#violation(agreement);
    }
    if (pdu.kind === 'release-rq' && (this.#state === 8 || this.#state === 9 || this.#state === 12)) this.#event(14);
  }

  #answer(request: AssociateRq): void {
    const refusal = checkAssociateRq(request);
    if (refusal) {
      encodePdu({ kind: 'associate-rj', ...refusal });
      this.#event(8);
      return;
    }
    const supported = request.contexts.map(({ abstractSyntax }) => ({ abstractSyntax, transferSyntaxes: [], scpRole: true }));
    encodePdu(answerAssociate(request, { supported, offer }).answer);
    this.#event(7);
  }

  #event(event: EventNumber, problem?: PduProblem): void {
    const transition = step(this.#state, event, this.#role);
    if (!transition) throw new Error(`no cell for event ${event} in Sta${this.#state}`);
    this.#state = transition.next;
    for (const effect of transition.effects) this.#perform(effect, event, problem);
  }

  #perform(effect: Effect, event: EventNumber, problem: PduProblem | undefined): void {
    if (effect === 'send-abort-user' || effect === 'send-abort-provider') {
      if (event !== 19) this.#fault ??= 'unexpected-pdu';
      this.#send(abortFor(event, problem));
      this.#splitter.discard();
    }
    if (effect === 'close') {
      this.#closed = true;
      this.#splitter.discard();
    }
  }

  #send(abort: Abort): void {
    encodePdu(abort);
    this.#aborts.push(abort);
  }
}
