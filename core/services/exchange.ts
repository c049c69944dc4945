/**
 * The two directions of DIMSE on one association (PS3.7 §7.5): operations that we invoked, matched with their responses by message id, and
 * operations that the peer invoked, performed within the negotiated window. It routes; services give the meaning.
 */
import { ProtocolError, UsageError } from '../errors.ts';
import type { EstablishedAssociation, MessageUser } from '../association/established.ts';
import type { OutgoingMessage } from '../association/outgoing.ts';
import type { Turn } from '../association/silence.ts';
import type { AcceptedContext, AssociationEnd } from '../association/types.ts';
import { commandName, createMessageIds, encodeCommand, isResponse, RESPONSE } from '../dimse/index.ts';
import { CommandField, type CommandSet } from '../dimse/types.ts';
import { UnderWay, type Performer, type PeerRequest } from './peer-request.ts';
import { collect, swallow, type Receiver } from './receiver.ts';
import { OperationsWindow } from './window.ts';

/** An operation of ours that awaits its responses. */
export interface Invoked {
  readonly contextId: number;
  /** Of the request. */
  readonly commandField: number;
  /** A response and its identifier; true when more will follow. */
  response(command: CommandSet, identifier: Uint8Array | undefined): boolean;
  /** No further response will come. */
  ended(end: AssociationEnd): void;
}

interface Asked {
  readonly operation: Invoked;
  /** Before that nothing can be an answer to it. */
  sent: boolean;
}

/** A request of ours, its message id included. */
export interface Request extends OutgoingMessage {
  readonly command: CommandSet & { readonly messageId: number };
}

export class Exchange implements MessageUser {
  readonly association: EstablishedAssociation;
  readonly #performer: Performer;
  readonly #invoked = new Map<number, Asked>();
  readonly #performed = new Map<number, UnderWay>();
  readonly #ids = createMessageIds(this.#invoked);
  readonly #mostPerformed: number;
  readonly #window: OperationsWindow;
  #waitingForQuiet: (() => void)[] = [];
  #receiver: Receiver | undefined;
  #held: { readonly start: () => Receiver; ended: boolean } | undefined;
  #releaseAsked = false;

  constructor(association: EstablishedAssociation, performer: Performer) {
    this.association = association;
    this.#performer = performer;
    const { invoked, performed } = association.facts.agreement.asynchronousOperations;
    this.#window = new OperationsWindow(invoked);
    this.#mostPerformed = performed === 0 ? Number.POSITIVE_INFINITY : performed;
  }

  /** An accepted context for the abstract syntax on which we have the role. Throws `UsageError`: nothing may be sent. */
  contextFor(abstractSyntax: string, role: 'scu' | 'scp', transferSyntax?: string): AcceptedContext {
    const { accepted, role: side } = this.association.facts;
    this.requireEstablished();
    const fitting = accepted.filter(
      (context) => context.abstractSyntax === abstractSyntax && (transferSyntax === undefined || context.transferSyntax === transferSyntax),
    );
    if (fitting.length === 0) throw new UsageError('context-not-accepted', `No presentation context for ${abstractSyntax} was accepted.`);
    const requestorRole = side === 'requestor' ? role : role === 'scu' ? 'scp' : 'scu';
    const usable = fitting.find((context) => (requestorRole === 'scu' ? context.requestorIsScu : context.requestorIsScp));
    if (!usable) throw new UsageError('role-not-negotiated', `The role of ${role.toUpperCase()} for ${abstractSyntax} was not negotiated.`);
    return usable;
  }

  requireEstablished(): void {
    if (this.association.end) throw new UsageError('not-established', `The association has ended (${this.association.end.kind}).`);
  }

  get end(): AssociationEnd | undefined {
    return this.association.end;
  }

  /** A message id for a request that `ask` will send, or that `invoke` will register. */
  nextMessageId(): number {
    return this.#ids.next();
  }

  /**
   * Sends a request as soon as the window has a place for it (PS3.7 §D.3.3.3), and then calls `sent`. Throws a `UsageError` for what must
   * not be sent; nothing is then outstanding.
   */
  ask(request: Request, operation: Invoked, sent: () => void = () => undefined): void {
    encodeCommand(request.command);
    const asked: Asked = { operation, sent: false };
    this.#invoked.set(request.command.messageId, asked);
    this.#window.enter(() => {
      if (this.association.end) return;
      asked.sent = true;
      this.association.send(request);
      sent();
    });
  }

  /** Settles when there is a place in the window, which is then taken; `undefined` when there is one at once. */
  place(): Promise<void> | undefined {
    if (!this.#window.hasRoom) return new Promise((resolve) => this.#window.enter(resolve));
    this.#window.enter(() => undefined);
    return undefined;
  }

  /** Gives back a place for which nothing was sent after all. */
  leavePlace(): void {
    this.#window.leave();
  }

  /** Routes the responses to a request that is sent by its owner, in a place that it has taken. */
  invoke(messageId: number, operation: Invoked): void {
    this.#invoked.set(messageId, { operation, sent: true });
  }

  /** Settles when nothing that we invoked is outstanding. */
  quiet(): Promise<void> | undefined {
    if (this.#invoked.size === 0) return undefined;
    return new Promise((resolve) => this.#waitingForQuiet.push(resolve));
  }

  /** Ours: the peer asked, and no request of ours waits for it in turn. */
  turn(): Turn {
    for (const request of this.#performed.values()) if (!request.waitsForPeer) return 'ours';
    if (this.#invoked.size > 0) return 'peer';
    return this.#performed.size > 0 ? 'ours' : 'nobody';
  }

  command(context: AcceptedContext, command: CommandSet): void {
    if (isResponse(command.commandField)) this.#receiver = this.#response(context, command);
    else if (command.commandField === CommandField.CCancelRq) this.#receiver = swallow(() => this.#cancel(command));
    else this.#request(context, command);
  }

  data(bytes: Uint8Array): void {
    this.#receiver?.data(bytes);
  }

  messageEnd(): void {
    if (this.#held) {
      this.#held.ended = true;
      return;
    }
    const receiver = this.#receiver;
    this.#receiver = undefined;
    receiver?.end();
  }

  chunkEnd(): void | Promise<void> {
    return this.#receiver?.flush?.();
  }

  releaseIndication(): void {
    if (this.#performed.size === 0) this.association.respondRelease();
    else this.#releaseAsked = true;
  }

  ended(end: AssociationEnd): void {
    this.#receiver?.discard?.();
    this.#receiver = undefined;
    this.#held = undefined;
    for (const request of this.#performed.values()) request.cancel();
    const invoked = [...this.#invoked.values()];
    this.#invoked.clear();
    for (const { operation } of invoked) operation.ended(end);
    this.#window.close();
    this.#quiet();
  }

  #response(context: AcceptedContext, command: CommandSet): Receiver {
    const id = command.messageIdBeingRespondedTo;
    const asked = id === undefined ? undefined : this.#invoked.get(id);
    if (id === undefined || !asked?.sent) {
      throw new ProtocolError(
        'unexpected-response',
        `a ${commandName(command.commandField)} answers message ${id ?? 'unknown'}, which is not outstanding`,
        { source: 2, reason: 0 },
      );
    }
    const { operation } = asked;
    if (command.commandField !== (operation.commandField | RESPONSE) || context.id !== operation.contextId) {
      throw new ProtocolError(
        'mismatched-response',
        `a ${commandName(command.commandField)} on context ${context.id} answers a ${commandName(operation.commandField)} on context ${operation.contextId}`,
        { source: 2, reason: 0 },
      );
    }
    const settle = (identifier: Uint8Array | undefined): void => {
      if (this.#invoked.get(id) !== asked || operation.response(command, identifier)) return;
      this.#invoked.delete(id);
      this.#window.leave();
      this.#quiet();
    };
    return command.hasDataSet ? collect(this.association.limits.maximumIdentifierLength, settle) : swallow(() => settle(undefined));
  }

  #cancel(command: CommandSet): void {
    const id = command.messageIdBeingRespondedTo;
    if (id !== undefined) this.#performed.get(id)?.cancel();
  }

  /** Beyond the window a request waits, unread, for a place: the peer asked for more than was agreed, and loses nothing. */
  #request(context: AcceptedContext, command: CommandSet): void {
    const start = (): Receiver => this.#start(context, command);
    if (this.#performed.size < this.#mostPerformed) {
      this.#receiver = start();
      return;
    }
    this.#held = { start, ended: false };
    this.association.pause();
  }

  #start(context: AcceptedContext, command: CommandSet): Receiver {
    const request = new UnderWay(this, { context, command }, (finished) => this.#finished(finished));
    // A message id that is in use already is the performer's to refuse; the first keeps the place.
    if (!this.#performed.has(request.messageId)) this.#performed.set(request.messageId, request);
    return this.#performer.perform(request);
  }

  isUnderWay(request: PeerRequest): boolean {
    return this.#performed.get(request.messageId) === request;
  }

  #finished(request: UnderWay): void {
    if (this.#performed.get(request.messageId) === request) this.#performed.delete(request.messageId);
    if (this.#performed.size < this.#mostPerformed) this.#startHeld();
    if (this.#releaseAsked && this.#performed.size === 0) this.association.respondRelease();
  }

  /** The request that waited for a place is refused like any other, but not on the reading path, where a violation is caught. */
  #startHeld(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    try {
      this.#receiver = held.start();
      if (held.ended) this.messageEnd();
    } catch (error) {
      this.association.failed(error);
    }
    this.association.resume();
  }

  #quiet(): void {
    if (this.#invoked.size === 0) for (const go of this.#waitingForQuiet.splice(0)) go();
  }
}
