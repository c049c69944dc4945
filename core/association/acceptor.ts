/**
 * Serving associations (PS3.8 §7.1.2): decides on each A-ASSOCIATE-RQ (limits, titles, identity by the owner's `admit`), answers with the
 * contexts that are supported, and tells of callers from whom no association came.
 */
import type { Clock } from '../lib/clock.ts';
import { encodePdu } from '../pdu/index.ts';
import type { AssociateRq, PduProblem } from '../pdu/types.ts';
import { answerAssociate, checkAssociateRq, refusals, type Refusal } from '../upper-layer/index.ts';
import type { Offer, SupportedContext } from '../upper-layer/types.ts';
import { Connection } from './connection.ts';
import { ASYNCHRONOUS_OPERATIONS, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from './defaults.ts';
import { EstablishedAssociation } from './established.ts';
import type { Line } from './listener.ts';
import { outcomeOfProblem } from './strangers.ts';
import type { Transport } from './transport.ts';
import type { Admission, Admit, AdmitRefusal, AssociationEnd, AssociationObserver, CallerFacts, Knock, Limits, Timeouts } from './types.ts';
import type { UpperLayerUser } from './upper-layer-user.ts';

export interface AcceptorOptions {
  readonly supportedContexts: readonly SupportedContext[];
  readonly supportsOther?: ((abstractSyntax: string, transferSyntaxes: readonly string[]) => SupportedContext | undefined) | undefined;
  readonly transferSyntaxOrder?: 'requestor' | 'own' | undefined;
  readonly anyApplicationContext?: boolean | undefined;
  readonly admit?: Admit | undefined;
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly observer?: AssociationObserver | undefined;
  readonly newId: () => string;
  /** Associations of this server that are established now. */
  readonly established: ReadonlySet<EstablishedAssociation>;
  readonly onEstablished: (association: EstablishedAssociation) => void;
}

/** One line from its opening until it is an association, refused, or gone. */
export class Acceptance implements UpperLayerUser {
  readonly #options: AcceptorOptions;
  readonly #transport: Transport;
  readonly #line: Line;
  readonly #connection: Connection;
  #request: AssociateRq | undefined;
  #refused = false;
  #cancelTimer: () => void = () => undefined;

  constructor(options: AcceptorOptions, transport: Transport, line: Line) {
    this.#options = options;
    this.#transport = transport;
    this.#line = line;
    const { limits, timeouts, clock } = options;
    this.#connection = new Connection({ role: 'acceptor', transport, limits, artim: timeouts.artim, clock, user: this });
  }

  /** The line is open: ARTIM runs until the A-ASSOCIATE-RQ is here. */
  open(): void {
    this.#connection.await();
  }

  associateIndication(request: AssociateRq): void {
    this.#request = request;
    const refusal = this.#refusal(request);
    if (refusal) {
      this.#reject(refusal);
      return;
    }
    const admitted = this.#ask(request);
    if (!(admitted instanceof Promise)) {
      this.#decide(request, admitted);
      return;
    }
    this.#limitDecision();
    admitted.then(
      (answer) => {
        this.#decide(request, answer);
      },
      () => {
        this.#reject(refusals.noReason);
      },
    );
  }

  associateConfirm(): void {
    // Only requestors are answered.
  }

  fragment(): void {
    // The table lets none come before an association is established.
  }

  chunkEnd(): void {
    // As above.
  }

  releaseIndication(): void {
    // As above.
  }

  ended(end: AssociationEnd, problem?: PduProblem): void {
    this.#cancelTimer();
    if (!this.#refused) this.#tell(this.#unassociated(end, problem));
  }

  closed(): void {
    this.#line.leave();
  }

  #refusal(request: AssociateRq): Refusal | undefined {
    const { limits, established, anyApplicationContext } = this.#options;
    const wrong = checkAssociateRq(request, { ...(anyApplicationContext !== undefined && { anyApplicationContext }) });
    if (wrong) return wrong;
    return established.size >= limits.associations ? refusals.localLimitExceeded : undefined;
  }

  #ask(request: AssociateRq): ReturnType<Admit> {
    try {
      return this.#options.admit?.(callerFacts(request, this.#transport));
    } catch {
      return refusals.noReason;
    }
  }

  /** A decision that does not come must not hold the caller for ever. */
  #limitDecision(): void {
    const { timeouts, clock } = this.#options;
    if (timeouts.association > 0)
      this.#cancelTimer = clock.setTimer(timeouts.association, () => this.#reject(refusals.temporaryCongestion));
  }

  /** An answer of the owner's that cannot be sent refuses. */
  #decide(request: AssociateRq, answer: AdmitRefusal | Admission | undefined): void {
    if (this.#connection.state !== 3) return;
    try {
      if (answer && 'result' in answer) this.#reject(answer);
      else this.#accept(request, answer ?? {});
    } catch {
      this.#reject(refusals.noReason);
    }
  }

  #reject(refusal: Refusal): void {
    if (this.#connection.state !== 3) return;
    const { result, source, reason, detail = `rejected with ${result}/${source}/${reason}` } = refusal;
    const encoded = encodePdu({ kind: 'associate-rj', result, source, reason });
    this.#cancelTimer();
    this.#refused = true;
    this.#connection.reject(encoded);
    this.#tell({ outcome: source === 3 ? 'limit' : 'refused', refusal: { result, source, reason }, detail });
  }

  #accept(request: AssociateRq, admission: Admission): void {
    const { limits, timeouts, clock, observer, newId, onEstablished } = this.#options;
    const { answer, agreement } = answerAssociate(request, {
      supported: this.#options.supportedContexts,
      otherwise: (abstractSyntax) => this.#otherwise(request, abstractSyntax),
      transferSyntaxOrder: this.#options.transferSyntaxOrder ?? 'requestor',
      ...(admission.userIdentityResponse && { userIdentityResponse: admission.userIdentityResponse }),
      offer: offerOf(admission, limits.maximumLength),
    });
    const encoded = encodePdu(answer);
    this.#cancelTimer();
    this.#line.leave();
    const connection = this.#connection;
    const known = { connection, agreement, id: newId(), limits, timeouts, clock, observer };
    const association = new EstablishedAssociation({ role: 'acceptor', ...known });
    // Nothing is read before the services are in place.
    connection.pause();
    connection.accept(encoded);
    void association.whenEnded.then(() => this.#line.rejoin());
    onEstablished(association);
  }

  #otherwise(request: AssociateRq, abstractSyntax: string): SupportedContext | undefined {
    const offered = request.contexts
      .filter((context) => context.abstractSyntax === abstractSyntax)
      .flatMap((context) => context.transferSyntaxes);
    return this.#options.supportsOther?.(abstractSyntax, offered);
  }

  #unassociated(end: AssociationEnd, problem: PduProblem | undefined): Pick<Knock, 'outcome' | 'detail'> {
    if (problem) return outcomeOfProblem(problem);
    const detail = end.kind === 'released' ? 'released' : (end.detail ?? 'aborted');
    return { outcome: this.#connection.traffic.bytesIn === 0 ? 'silent' : 'not-dicom', detail };
  }

  #tell(what: Pick<Knock, 'outcome' | 'detail' | 'refusal'>): void {
    const request = this.#request;
    const asked = request && {
      callingTitle: request.callingTitle,
      calledTitle: request.calledTitle,
      abstractSyntaxes: request.contexts.map(({ abstractSyntax }) => abstractSyntax),
    };
    this.#options.observer?.knock?.({ remote: this.#transport.remote, ...asked, ...what });
  }
}

function offerOf(admission: Admission, maximumLength: number): Offer {
  const { asynchronousOperations, sopClassExtended } = admission;
  return {
    maximumLength,
    implementationClassUid: IMPLEMENTATION_CLASS_UID,
    implementationVersionName: IMPLEMENTATION_VERSION_NAME,
    asynchronousOperations: asynchronousOperations ?? { invoked: ASYNCHRONOUS_OPERATIONS, performed: ASYNCHRONOUS_OPERATIONS },
    ...(sopClassExtended && { sopClassExtended }),
  };
}

function callerFacts(request: AssociateRq, transport: Transport): CallerFacts {
  return {
    callingTitle: request.callingTitle,
    calledTitle: request.calledTitle,
    remote: transport.remote,
    local: transport.local,
    contexts: request.contexts,
    userInformation: request.userInformation,
    ...(transport.tls && { tls: transport.tls }),
  };
}
