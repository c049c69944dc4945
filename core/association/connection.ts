/**
 * One upper layer connection (PS3.8 §9.2): feeds the state table with what the line and the user bring, and carries out the effects that
 * it names. It decides nothing that the table decides, and knows no DIMSE. Timers other than ARTIM belong to its user.
 */
import type { Clock } from '../lib/clock.ts';
import { ProtocolError, type TransportError } from '../errors.ts';
import { encodePdu } from '../pdu/index.ts';
import type { AssociateAc, AssociateRj, AssociateRq, ControlPdu, PduLimits, PduProblem, PduSink, PdvHeader } from '../pdu/types.ts';
import { abortFor, eventOf, step } from '../upper-layer/machine.ts';
import type { AssociationRole, Effect, EventNumber, State } from '../upper-layer/types.ts';
import { LineReader } from './line-reader.ts';
import type { Transport } from './transport.ts';
import type { AssociationEnd, Traffic } from './types.ts';

/** Who uses the connection; all calls are synchronous and in the order of the line. */
export interface UpperLayerUser {
  /** Acceptor, Sta3: answer with `accept` or `reject`; nothing is read until then. */
  associateIndication(request: AssociateRq): void;
  associateConfirm(answer: AssociateAc | AssociateRj): void;
  fragment(header: PdvHeader, bytes: Uint8Array, end: boolean): void;
  /** The views given since the last call end here; a promise keeps them, and stops reading, until it settles. */
  chunkEnd(): void | Promise<void>;
  /** Sta8: answer with `respondRelease`. */
  releaseIndication(): void;
  /** Once. The socket may outlive it by ARTIM. */
  ended(end: AssociationEnd, problem?: PduProblem): void;
  /** Once, after `ended`: the socket is gone. */
  closed(): void;
}

export interface ConnectionOptions {
  readonly role: AssociationRole;
  readonly transport: Transport;
  readonly limits: PduLimits;
  /** Milliseconds. */
  readonly artim: number;
  readonly clock: Clock;
  readonly user: UpperLayerUser;
}

/** What an A-ABORT of ours says (PS3.8 §9.3.8), and why. */
export interface AbortCause {
  readonly source: number;
  readonly reason: number;
  readonly detail: string;
}

export class Connection {
  readonly traffic: Traffic = { bytesIn: 0, bytesOut: 0, messagesIn: 0, messagesOut: 0 };
  readonly #role: AssociationRole;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #artim: number;
  #user: UpperLayerUser;
  readonly #reader: LineReader;
  #state: State = 1;
  #cancelArtim: (() => void) | undefined;
  #received: ControlPdu | undefined;
  #toSend: Uint8Array | undefined;
  #cause: AbortCause | undefined;
  #lineError: TransportError | undefined;
  #problem: PduProblem | undefined;
  #end: AssociationEnd | undefined;
  #closed = false;
  #deliver = false;

  constructor(options: ConnectionOptions) {
    this.#role = options.role;
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#artim = options.artim;
    this.#user = options.user;
    this.#reader = new LineReader({
      transport: options.transport,
      limits: options.limits,
      sink: this.#sink(),
      chunkEnd: () => this.#user.chunkEnd(),
      onError: (error) => this.failed(error),
    });
  }

  /** Another user from now on. */
  handOver(user: UpperLayerUser): void {
    this.#user = user;
  }

  get state(): State {
    return this.#state;
  }

  get transport(): Transport {
    return this.#transport;
  }

  /** Bytes of this process that the peer has not taken yet. */
  get queued(): number {
    return this.#transport.queued;
  }

  get end(): AssociationEnd | undefined {
    return this.#end;
  }

  /** Requestor: the line is open; sends the encoded A-ASSOCIATE-RQ (Sta1 -> 4 -> 5). */
  request(request: Uint8Array): void {
    this.#toSend = request;
    this.#dispatch(1);
    this.#dispatch(2);
    this.#listen();
  }

  /** Acceptor: a line was opened to us (Sta1 -> 2); ARTIM runs. */
  await(): void {
    this.#dispatch(5);
    this.#listen();
  }

  /** Sends the encoded A-ASSOCIATE-AC. */
  accept(answer: Uint8Array): void {
    this.#toSend = answer;
    if (this.#dispatch(7)) this.resume();
  }

  /** Sends the encoded A-ASSOCIATE-RJ. */
  reject(answer: Uint8Array): void {
    this.#toSend = answer;
    if (this.#dispatch(8)) this.resume();
  }

  /** Sends whole P-DATA-TF PDUs; `done` when the bytes may be used again. False when nothing may be sent any more. */
  sendData(pdus: Uint8Array, done?: () => void): boolean {
    const transition = step(this.#state, 9, this.#role);
    if (!transition) {
      done?.();
      return false;
    }
    this.#write(pdus, done);
    return true;
  }

  /** What is sent until the end of this turn leaves in one system call. */
  gather(): void {
    this.#transport.gather();
  }

  release(): boolean {
    return this.#dispatch(11);
  }

  respondRelease(): void {
    this.#dispatch(14);
  }

  /** `end` replaces the plain "aborted by us", where a clock or the like is the reason. */
  abort(cause?: AbortCause, end?: AssociationEnd): void {
    this.#cause = cause;
    if (end) this.#finish(end);
    this.#dispatch(15);
  }

  /** Gives up at once, without a word: the line is dead or must be. */
  destroy(end: AssociationEnd): void {
    this.#finish(end);
    this.#shut('destroy');
  }

  /** Stops reading after the current piece. Counts: as many `resume` as `pause`. */
  pause(): void {
    this.#reader.pause();
  }

  resume(): void {
    this.#reader.resume();
  }

  get paused(): boolean {
    return this.#reader.paused;
  }

  #listen(): void {
    this.#transport.start({
      data: (chunk) => {
        this.traffic.bytesIn += chunk.length;
        this.#reader.take(chunk);
      },
      closed: (error) => {
        this.#lineError = error;
        this.#dispatch(17);
        this.#shut('close');
      },
    });
  }

  /** What a peer sent must never throw further than here: a violation is its A-ABORT, anything else a plain one. */
  failed(error: unknown): void {
    const detail = error instanceof Error ? error.message : 'internal error';
    this.abort(error instanceof ProtocolError ? { ...error.abort, detail } : { source: 2, reason: 0, detail });
  }

  #sink(): PduSink {
    return {
      pdu: (pdu) => {
        this.#received = pdu;
        this.#cause = this.#unexpected(pdu.kind);
        this.#dispatch(eventOf(pdu));
      },
      dataPdu: () => {
        if (this.#state !== 6) this.#cause = this.#unexpected('P-DATA-TF');
        this.#deliver = false;
        this.#dispatch(10);
      },
      fragment: (header, bytes, end) => {
        if (this.#deliver) this.#user.fragment(header, bytes, end);
      },
      problem: (problem) => {
        const { state } = this;
        this.#problem = problem;
        this.#cause = { ...abortFor(19, problem), detail: problem.detail };
        this.#dispatch(19);
        // Who has not spoken DICOM yet may not know what an A-ABORT is: a browser waits for the end of the line.
        if (state === 2 || state === 5) this.#transport.end();
      },
    };
  }

  #unexpected(kind: ControlPdu['kind'] | 'P-DATA-TF'): AbortCause {
    return { ...abortFor(10), detail: `unexpected ${kind.toUpperCase()} PDU in Sta${this.#state}` };
  }

  /** Runs the cell of the table; false when it is empty, which a local request met too late. */
  #dispatch(event: EventNumber): boolean {
    const transition = step(this.#state, event, this.#role);
    if (!transition) return false;
    this.#state = transition.next;
    if (transition.next === 13) this.#transport.linger();
    for (const effect of transition.effects) this.#perform(effect, event);
    return true;
  }

  #perform(effect: Effect, event: EventNumber): void {
    switch (effect) {
      case 'connect':
      case 'send-data':
        // Done by the caller: the line is opened before, data go out as vectors.
        return;
      case 'send-associate-rq':
      case 'send-associate-ac':
      case 'send-associate-rj':
        if (this.#toSend) this.#write(this.#toSend);
        return;
      case 'send-release-rq':
        this.#write(encodePdu({ kind: 'release-rq' }));
        return;
      case 'send-release-rp':
        this.#write(encodePdu({ kind: 'release-rp' }));
        if (this.#state === 13) this.#finish({ kind: 'released', by: 'peer' });
        return;
      case 'send-abort-user':
      case 'send-abort-provider':
        this.#sendAbort(event);
        return;
      case 'indicate-associate':
        this.pause();
        if (this.#received?.kind === 'associate-rq') this.#user.associateIndication(this.#received);
        return;
      case 'confirm-accept':
      case 'confirm-reject':
        if (this.#received?.kind === 'associate-ac' || this.#received?.kind === 'associate-rj') this.#user.associateConfirm(this.#received);
        return;
      case 'indicate-data':
        this.#deliver = true;
        return;
      case 'indicate-release':
        this.#user.releaseIndication();
        return;
      case 'indicate-collision':
        // The requestor answers first (Sta9 -> 11); the acceptor waits for that answer (Sta10 -> 12).
        if (this.#role === 'requestor') this.#dispatch(14);
        return;
      case 'confirm-release':
        this.#finish({ kind: 'released', by: 'us' });
        if (this.#state === 12) this.#dispatch(14);
        return;
      case 'indicate-abort':
        this.#finish(this.#abortedByPeer());
        return;
      case 'indicate-provider-abort':
        if (event === 17) this.#finish(this.#lineBroken());
        return;
      case 'start-artim':
      case 'restart-artim':
        this.#startArtim();
        return;
      case 'stop-artim':
        this.#cancelArtim?.();
        return;
      case 'close':
        if (this.#received?.kind === 'abort') this.#finish(this.#abortedByPeer());
        this.#shut(event === 18 ? 'destroy' : 'close');
    }
  }

  #write(bytes: Uint8Array, done?: () => void): void {
    this.traffic.bytesOut += bytes.length;
    this.#transport.write(bytes, done);
  }

  #sendAbort(event: EventNumber): void {
    const { source, reason, detail } = this.#cause ?? { ...abortFor(event), detail: 'aborted' };
    this.#write(encodePdu({ kind: 'abort', source, reason }));
    this.#finish({ kind: 'aborted', by: 'us', source, reason, detail });
  }

  #abortedByPeer(): AssociationEnd {
    const { source, reason } = this.#received?.kind === 'abort' ? this.#received : { source: 0, reason: 0 };
    return { kind: 'aborted', by: 'peer', source, reason };
  }

  #lineBroken(): AssociationEnd {
    return {
      kind: 'failed',
      phase: this.#lineError?.phase === 'tls' ? 'tls' : this.traffic.bytesIn === 0 ? 'first-byte' : 'established',
      code: this.#lineError?.code ?? 'closed',
      detail: this.#lineError?.message ?? 'the peer closed the line without a word',
    };
  }

  #startArtim(): void {
    this.#cancelArtim?.();
    if (this.#artim === 0) return;
    this.#cancelArtim = this.#clock.setTimer(this.#artim, () => {
      this.#finish({ kind: 'failed', phase: 'timer', code: 'artim-timeout', detail: `the peer was silent for ${this.#artim} ms` });
      this.#dispatch(18);
    });
  }

  #finish(end: AssociationEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#user.ended(end, this.#problem);
  }

  #shut(how: 'close' | 'destroy'): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelArtim?.();
    this.#reader.close();
    if (how === 'destroy') this.#transport.destroy();
    else this.#transport.close();
    this.#finish(this.#lineBroken());
    this.#user.closed();
  }
}
