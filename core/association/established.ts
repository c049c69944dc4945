/**
 * An established association below the services (PS3.8 §7.2-7.4): messages in and out over its accepted contexts, the clocks that watch the
 * peer, and the end. It knows messages but no service; who uses it decides what they mean.
 */
import { ProtocolError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createMessageAssembler, type MessageAssembler } from '../dimse/index.ts';
import type { CommandSet } from '../dimse/types.ts';
import type { PdvHeader } from '../pdu/types.ts';
import type { AcceptedContext, Agreement, AssociationRole } from '../upper-layer/types.ts';
import type { Connection } from './connection.ts';
import { associationFacts } from './facts.ts';
import { observed } from './observed.ts';
import { Outgoing, type OutgoingMessage, type PreparedObject } from './outgoing.ts';
import { Silence, type Turn } from './silence.ts';
import type { AssociationEnd, AssociationFacts, AssociationObserver, ByteSource, Limits, Timeouts, Traffic } from './types.ts';
import type { UpperLayerUser } from './upper-layer-user.ts';

/** Gets the messages of an association; all calls are synchronous and in order. */
export interface MessageUser {
  /** A command set is complete; its data set, if it has one, follows as `data`, then comes `messageEnd`. */
  command(context: AcceptedContext, command: CommandSet): void;
  /** The view is valid during the call, at the latest until `chunkEnd`. */
  data(bytes: Uint8Array): void;
  messageEnd(): void;
  /** Views end here; a promise stops reading until it settles. */
  chunkEnd(): void | Promise<void>;
  /** The peer asks to end: call `respondRelease` when nothing is under way. */
  releaseIndication(): void;
  ended(end: AssociationEnd): void;
  /** Whether the peer owes an answer, we do, or nobody does. */
  turn(): Turn;
}

export interface EstablishedOptions {
  readonly connection: Connection;
  readonly role: AssociationRole;
  readonly agreement: Agreement;
  readonly id: string;
  readonly limits: Limits;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly observer?: AssociationObserver | undefined;
}

export class EstablishedAssociation implements UpperLayerUser {
  readonly facts: AssociationFacts;
  readonly limits: Limits;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  /** How the association ended. */
  readonly whenEnded: Promise<AssociationEnd>;
  readonly #connection: Connection;
  readonly #observer: AssociationObserver | undefined;
  readonly #contexts: ReadonlyMap<number, AcceptedContext>;
  readonly #assembler: MessageAssembler;
  readonly #outgoing: Outgoing;
  readonly #silence: Silence;
  #user: MessageUser | undefined;
  #throttled = false;
  #received: { readonly contextId: number; readonly command: CommandSet } | undefined;
  #resolveEnded: (end: AssociationEnd) => void = () => undefined;

  /** Takes over a connection that does not read; `start` lets it read. */
  constructor(options: EstablishedOptions) {
    this.#connection = options.connection;
    this.limits = options.limits;
    this.timeouts = options.timeouts;
    this.clock = options.clock;
    this.#observer = options.observer;
    this.facts = associationFacts({ ...options, transport: options.connection.transport });
    this.#contexts = new Map(options.agreement.accepted.map((context) => [context.id, context]));
    this.#outgoing = new Outgoing(options.connection, options.agreement.sendLength, () => this.#silence.sign());
    this.whenEnded = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#assembler = createMessageAssembler(
      {
        command: (contextId, command) => this.#command(contextId, command),
        data: (bytes) => this.#user?.data(bytes),
        end: () => this.#messageEnd(),
      },
      { maximumCommandLength: options.limits.maximumCommandLength },
    );
    this.#silence = new Silence({
      clock: options.clock,
      message: options.timeouts.message,
      idle: options.role === 'acceptor' ? options.timeouts.idle : 0,
      turn: () => this.#turn(),
      onSilence: (which, milliseconds) => this.#silent(which, milliseconds),
    });
    options.connection.handOver(this);
    this.#observer?.established?.(this.facts, this.traffic);
  }

  get traffic(): Traffic {
    return this.#connection.traffic;
  }

  get end(): AssociationEnd | undefined {
    return this.#connection.end;
  }

  start(user: MessageUser): void {
    this.#user = user;
    if (this.#connection.end) user.ended(this.#connection.end);
    this.#connection.resume();
  }

  /** Sends a whole message, after whatever streams. False when the association has ended. */
  send(message: OutgoingMessage): boolean {
    const sent = this.#outgoing.send(message);
    if (sent) this.#sent(message.contextId, message.command);
    this.#throttle();
    return sent;
  }

  /** Settles when the peer has taken enough of what was sent; `undefined` when there is room at once. */
  room(): Promise<void> | undefined {
    return this.#outgoing.room();
  }

  /** What the work gives, or `undefined` when the association ended first. */
  whileOpen<T>(work: Promise<T>): Promise<{ readonly value: T } | undefined> {
    return this.#outgoing.whileOpen(work);
  }

  prepareObject(context: AcceptedContext, command: CommandSet, source: ByteSource): Promise<PreparedObject> {
    return this.#outgoing.prepare(context, command, source);
  }

  dropObject(prepared: PreparedObject): Promise<void> {
    return this.#outgoing.drop(prepared);
  }

  /** See `Outgoing.sendObject`. A source that fails on the way ends the association: a message cannot be taken back. */
  async sendObject(prepared: PreparedObject): Promise<number | undefined> {
    try {
      const bytes = await this.#outgoing.sendObject(prepared);
      if (bytes !== undefined) this.#sent(prepared.contextId, prepared.command);
      return bytes;
    } catch (error) {
      this.abort('an object could not be read to its end');
      throw error;
    }
  }

  /** Stops reading; counts. */
  pause(): void {
    this.#connection.pause();
  }

  resume(): void {
    this.#silence.sign();
    this.#connection.resume();
  }

  release(): void {
    this.#silence.sign();
    this.#connection.release();
  }

  respondRelease(): void {
    this.#connection.respondRelease();
  }

  /** A-ABORT from the service user. */
  abort(detail = 'aborted'): void {
    this.#connection.abort({ source: 0, reason: 0, detail });
  }

  /** Something went wrong off the reading path: a violation of the peer's is its A-ABORT, anything else a plain one. */
  failed(error: unknown): void {
    this.#connection.failed(error);
  }

  /** Closes the socket at once. */
  destroy(): void {
    this.#connection.destroy({ kind: 'aborted', by: 'us', source: 0, reason: 0, detail: 'closed' });
  }

  associateIndication(): void {
    // The table lets none reach an established association.
  }

  associateConfirm(): void {
    // As above.
  }

  fragment(header: PdvHeader, bytes: Uint8Array, end: boolean): void {
    this.#assembler.fragment(header, bytes, end);
  }

  chunkEnd(): void | Promise<void> {
    this.#silence.sign();
    return this.#user?.chunkEnd();
  }

  releaseIndication(): void {
    this.#user?.releaseIndication();
  }

  ended(end: AssociationEnd): void {
    this.#silence.stop();
    this.#outgoing.close();
    this.#user?.ended(end);
    this.#observer?.ended?.(this.facts, end, this.traffic);
    this.#resolveEnded(end);
  }

  closed(): void {
    // The end is what matters; the socket's own end is the connection's affair.
  }

  #command(contextId: number, command: CommandSet): void {
    const context = this.#contexts.get(contextId);
    if (!context)
      throw new ProtocolError('unknown-context', `a message came on presentation context ${contextId}, which was not accepted`, {
        source: 2,
        reason: 6,
      });
    this.#received = { contextId, command };
    this.#user?.command(context, command);
  }

  #messageEnd(): void {
    this.traffic.messagesIn += 1;
    if (this.#observer?.message && this.#received)
      this.#observer.message(this.facts, observed('in', this.#received.contextId, this.#received.command));
    this.#user?.messageEnd();
  }

  #sent(contextId: number, command: CommandSet): void {
    this.#silence.sign();
    this.traffic.messagesOut += 1;
    if (this.#observer?.message) this.#observer.message(this.facts, observed('out', contextId, command));
  }

  /** A peer that asks and does not read the answers is not asked on. */
  #throttle(): void {
    const room = this.#throttled ? undefined : this.#outgoing.room();
    if (!room) return;
    this.#throttled = true;
    this.#connection.pause();
    void room.then(() => {
      this.#throttled = false;
      this.#connection.resume();
    });
  }

  #turn(): Turn {
    if (this.#outgoing.writing) return 'peer';
    if (this.#connection.paused) return 'ours';
    if (this.#assembler.underway || this.#connection.state !== 6) return 'peer';
    return this.#user?.turn() ?? 'ours';
  }

  #silent(which: 'message' | 'idle', milliseconds: number): void {
    const what = which === 'message' ? 'while it owed an answer' : 'with nothing under way';
    const detail = `the peer was silent for ${milliseconds} ms ${what}`;
    this.#connection.abort(undefined, { kind: 'failed', phase: 'timer', code: `${which}-timeout`, detail });
  }
}
