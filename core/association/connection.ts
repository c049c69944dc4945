/**
 * One upper layer connection (PS3.8 §9.2): feeds the state table with what the line and the user bring, and carries out the effects that
 * it names. It decides nothing that the table decides, and knows no DIMSE. Timers other than ARTIM belong to its user.
 */
import type { Clock } from '../lib/clock.ts';
import type { TransportError } from '../errors.ts';
import { encodePdu } from '../pdu/index.ts';
import type { ControlPdu, PduLimits, PduProblem, PduSink } from '../pdu/types.ts';
import { abortFor, eventOf, step } from '../upper-layer/machine.ts';
import type { AssociationRole, Effect, EventNumber, State } from '../upper-layer/types.ts';
import { Artim } from './artim.ts';
import { abortedByPeer, abortedByUs, artimExpired, causeOf, lineBroken, unexpected, unreadable, type AbortCause } from './ends.ts';
import { LineReader } from './line-reader.ts';
import type { Transport } from './transport.ts';
import type { AssociationEnd, Traffic } from './types.ts';
import type { UpperLayerUser } from './upper-layer-user.ts';

export interface ConnectionOptions {
  readonly role: AssociationRole;
  readonly transport: Transport;
  readonly limits: PduLimits;
  /** Milliseconds. */
  readonly artim: number;
  readonly clock: Clock;
  readonly user: UpperLayerUser;
}

const NOTHING = new Uint8Array(0);

export class Connection {
  readonly traffic: Traffic = { bytesIn: 0, bytesOut: 0, messagesIn: 0, messagesOut: 0 };
  readonly #role: AssociationRole;
  readonly #transport: Transport;
  readonly #artim: Artim;
  #user: UpperLayerUser;
  readonly #reader: LineReader;
  #state: State = 1;
  #received: ControlPdu | undefined;
  #toSend: Uint8Array = NOTHING;
  /** Why an abort of ours would be sent now; put into words only when it is. */
  #cause: (() => AbortCause) | undefined;
  #lineError: TransportError | undefined;
  #problem: PduProblem | undefined;
  #end: AssociationEnd | undefined;
  #closed = false;
  #deliver = false;

  constructor(options: ConnectionOptions) {
    this.#role = options.role;
    this.#transport = options.transport;
    this.#artim = new Artim(options.clock, options.artim, (milliseconds) => {
      this.#finish(artimExpired(milliseconds));
      this.#dispatch(18);
    });
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

  /** Sta3: sends the encoded A-ASSOCIATE-AC and reads on. */
  accept(answer: Uint8Array): void {
    this.#toSend = answer;
    this.#dispatch(7);
    this.resume();
  }

  /** Sta3: sends the encoded A-ASSOCIATE-RJ and reads on. */
  reject(answer: Uint8Array): void {
    this.#toSend = answer;
    this.#dispatch(8);
    this.resume();
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
    this.#cause = cause && (() => cause);
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
    this.abort(causeOf(error));
  }

  #sink(): PduSink {
    return {
      pdu: (pdu) => {
        this.#received = pdu;
        const { state } = this;
        this.#cause = () => unexpected(pdu.kind, state);
        this.#dispatch(eventOf(pdu));
      },
      dataPdu: () => {
        const { state } = this;
        if (state !== 6) this.#cause = () => unexpected('P-DATA-TF', state);
        this.#deliver = false;
        this.#dispatch(10);
      },
      fragment: (header, bytes, end) => {
        if (this.#deliver) this.#user.fragment(header, bytes, end);
      },
      problem: (problem) => {
        const { state } = this;
        this.#problem = problem;
        this.#cause = () => unreadable(problem);
        this.#dispatch(19);
        // Who has not spoken DICOM yet may not know what an A-ABORT is: a browser waits for the end of the line.
        if (state === 2 || state === 5) this.#transport.end();
      },
    };
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
        this.#write(this.#toSend);
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
        if (this.#received?.kind === 'abort') this.#finish(abortedByPeer(this.#received));
        return;
      case 'indicate-provider-abort':
        if (event === 17) this.#finish(this.#broken());
        return;
      case 'start-artim':
      case 'restart-artim':
        this.#artim.start();
        return;
      case 'stop-artim':
        this.#artim.stop();
        return;
      case 'close':
        if (this.#received?.kind === 'abort') this.#finish(abortedByPeer(this.#received));
        this.#shut(event === 18 ? 'destroy' : 'close');
    }
  }

  #write(bytes: Uint8Array, done?: () => void): void {
    this.traffic.bytesOut += bytes.length;
    this.#transport.write(bytes, done);
  }

  #sendAbort(event: EventNumber): void {
    const cause = this.#cause?.() ?? { ...abortFor(event), detail: 'aborted' };
    this.#write(encodePdu({ kind: 'abort', source: cause.source, reason: cause.reason }));
    this.#finish(abortedByUs(cause));
  }

  #broken(): AssociationEnd {
    return lineBroken(this.#lineError, this.traffic.bytesIn === 0);
  }

  #finish(end: AssociationEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#user.ended(end, this.#problem);
  }

  #shut(how: 'close' | 'destroy'): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#artim.stop();
    this.#reader.close();
    if (how === 'destroy') this.#transport.destroy();
    else this.#transport.close();
    this.#finish(this.#broken());
    this.#user.closed();
  }
}
