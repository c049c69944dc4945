/**
 * Asking for an association (PS3.8 §7.1.1): checks what is asked before anything is opened, connects, negotiates, and gives one of the
 * four outcomes. Believes nothing that was not proposed.
 */
import { ProtocolError, TransportError, UsageError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { encodePdu } from '../pdu/index.ts';
import type { AssociateAc, AssociateRj, AssociateRq, PduProblem } from '../pdu/types.ts';
import { buildAssociateRq, proposeContexts, readAssociateAc } from '../upper-layer/index.ts';
import type { Agreement } from '../upper-layer/types.ts';
import { CONNECT_CANCELLED, CONNECT_TIMEOUT, connect } from './connect.ts';
import { CertificateRefused } from './tls.ts';
import { Connection } from './connection.ts';
import { DEFAULT_CALLED_TITLE, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from './defaults.ts';
import { EstablishedAssociation } from './established.ts';
import type { Transport } from './transport.ts';
import type {
  AssociateRequest,
  AssociationEnd,
  AssociationObserver,
  Failed,
  Failure,
  Limits,
  ProposedSyntaxes,
  Timeouts,
} from './types.ts';
import type { UpperLayerUser } from './upper-layer-user.ts';

/** A request with everything that its entity adds. */
export interface FullRequest extends AssociateRequest {
  readonly id: string;
  readonly callingTitle: string;
  readonly contexts: readonly ProposedSyntaxes[];
  readonly timeouts: Timeouts;
  readonly limits: Limits;
}

export interface RequestorPorts {
  readonly clock: Clock;
  readonly observer?: AssociationObserver | undefined;
}

export type RequestOutcome = EstablishedAssociation | Failure;

/** Rejects with a `UsageError` for what must not be sent; everything that can happen on the way is an outcome. */
export async function requestAssociation(request: FullRequest, ports: RequestorPorts): Promise<RequestOutcome> {
  const prepared = prepareRequest(request);
  const outcome = await attempt(prepared, ports);
  if (!(outcome instanceof EstablishedAssociation)) {
    ports.observer?.refused?.({ ...request, calledTitle: prepared.rq.calledTitle }, outcome);
  }
  return outcome;
}

/** A request that may be sent, as it will be. */
export interface PreparedRequest {
  readonly request: FullRequest;
  readonly rq: AssociateRq;
  readonly encoded: Uint8Array;
}

/** Throws a `UsageError` for what must not be sent. */
export function prepareRequest(request: FullRequest): PreparedRequest {
  const rq = associateRq(request);
  return { request, rq, encoded: encodePdu(rq) };
}

/** Asks over a line that is open. */
export function requestOver(transport: Transport, prepared: PreparedRequest, ports: RequestorPorts): Promise<RequestOutcome> {
  return new Request(prepared, { transport, ports }).outcome;
}

function associateRq(request: FullRequest): AssociateRq {
  return buildAssociateRq({
    calledTitle: request.calledTitle ?? DEFAULT_CALLED_TITLE,
    callingTitle: request.callingTitle,
    contexts: proposeContexts(request.contexts),
    offer: {
      maximumLength: request.maximumLength ?? request.limits.maximumLength,
      implementationClassUid: IMPLEMENTATION_CLASS_UID,
      implementationVersionName: IMPLEMENTATION_VERSION_NAME,
      ...(request.asynchronousOperations && { asynchronousOperations: request.asynchronousOperations }),
      ...(request.roles && { roles: request.roles }),
      ...(request.sopClassExtended && { sopClassExtended: request.sopClassExtended }),
      ...(request.sopClassCommonExtended && { sopClassCommonExtended: request.sopClassCommonExtended }),
      ...(request.userIdentity && { userIdentity: request.userIdentity }),
    },
  });
}

async function attempt(prepared: PreparedRequest, ports: RequestorPorts): Promise<RequestOutcome> {
  const { request } = prepared;
  let transport: Transport;
  try {
    transport = await connect({
      host: request.host,
      port: request.port,
      timeout: request.timeouts.connect,
      clock: ports.clock,
      ...(request.localAddress !== undefined && { localAddress: request.localAddress }),
      ...(request.tls && { tls: request.tls }),
      ...(request.signal && { signal: request.signal }),
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return connectFailure(error);
  }
  return requestOver(transport, prepared, ports);
}

function connectFailure(error: unknown): Failed {
  if (!(error instanceof TransportError)) return { kind: 'failed', phase: 'connect', code: 'unknown', detail: String(error) };
  const phase = error.code === CONNECT_TIMEOUT ? 'timer' : error.code === CONNECT_CANCELLED ? 'cancelled' : error.phase;
  const certificate = error instanceof CertificateRefused ? error.certificate : undefined;
  return { kind: 'failed', phase, code: error.code, detail: error.message, ...(certificate && { certificate }) };
}

/** The line is open: Sta5 until the answer, the clock, the signal or the end of the line. */
class Request implements UpperLayerUser {
  readonly outcome: Promise<RequestOutcome>;
  readonly #request: FullRequest;
  readonly #rq: AssociateRq;
  readonly #ports: RequestorPorts;
  readonly #connection: Connection;
  readonly #cancelTimer: () => void;
  #resolve: (outcome: RequestOutcome) => void = () => undefined;

  constructor({ request, rq, encoded }: PreparedRequest, line: { readonly transport: Transport; readonly ports: RequestorPorts }) {
    this.#request = request;
    this.#rq = rq;
    this.#ports = line.ports;
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#connection = new Connection({
      role: 'requestor',
      transport: line.transport,
      limits: request.limits,
      artim: request.timeouts.artim,
      clock: line.ports.clock,
      user: this,
    });
    const limit = request.timeouts.association;
    this.#cancelTimer = limit
      ? line.ports.clock.setTimer(limit, () => this.#giveUp('timer', 'association-timeout', `no answer within ${limit} ms`))
      : () => undefined;
    request.signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#connection.request(encoded);
    if (request.signal?.aborted) this.#onAbort();
  }

  readonly #onAbort = (): void => {
    this.#giveUp('cancelled', CONNECT_CANCELLED, 'cancelled');
  };

  associateIndication(): void {
    // Only acceptors are asked.
  }

  associateConfirm(answer: AssociateAc | AssociateRj): void {
    if (answer.kind === 'associate-rj') {
      this.#settle({ kind: 'rejected', result: answer.result, source: answer.source, reason: answer.reason });
      return;
    }
    const agreement = readAssociateAc(this.#rq, answer);
    if (agreement instanceof ProtocolError) this.#connection.abort({ ...agreement.abort, detail: agreement.message });
    else if (agreement.accepted.length === 0) this.#noContext(agreement);
    else this.#established(agreement);
  }

  fragment(): void {
    // Nothing is read before the association is handed over.
  }

  chunkEnd(): void {
    // As above.
  }

  releaseIndication(): void {
    this.#connection.respondRelease();
  }

  ended(end: AssociationEnd, problem?: PduProblem): void {
    if (end.kind === 'released')
      this.#settle({ kind: 'failed', phase: 'established', code: 'closed', detail: 'released by the peer at once' });
    else if (problem) this.#settle({ kind: 'failed', phase: 'first-byte', code: problem.kind, detail: problem.detail, problem });
    else this.#settle(end);
  }

  closed(): void {
    // `ended` has settled the outcome.
  }

  #established(agreement: Agreement): void {
    this.#connection.pause();
    const { id, limits, timeouts } = this.#request;
    this.#settle(
      new EstablishedAssociation({ connection: this.#connection, role: 'requestor', agreement, id, limits, timeouts, ...this.#ports }),
    );
  }

  #noContext(agreement: Agreement): void {
    const detail = 'the peer accepted none of the proposed presentation contexts';
    const end: Failed = { kind: 'failed', phase: 'no-context', code: 'no-context', detail, rejected: agreement.rejected };
    this.#connection.abort(undefined, end);
  }

  #giveUp(phase: 'timer' | 'cancelled', code: string, detail: string): void {
    this.#connection.abort(undefined, { kind: 'failed', phase, code, detail });
  }

  #settle(outcome: RequestOutcome): void {
    this.#cancelTimer();
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#resolve(outcome);
  }
}
