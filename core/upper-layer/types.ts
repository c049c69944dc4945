/**
 * The upper layer's state machine as data (PS3.8 §9.2, Table 9-10) and the vocabulary of negotiation. Pure: `step` is a table look-up.
 */
import type {
  AssociateAc,
  AssociateRq,
  AsynchronousOperations,
  ContextResult,
  RoleSelection,
  SopClassCommonExtended,
  SopClassExtended,
  UserIdentity,
} from '../pdu/types.ts';

/** Sta1 … Sta13. */
export type State = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;
/** Events 1 … 19 of Table 9-10. */
export type EventNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19;

export type ActionName =
  | `AE-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | `DT-${1 | 2}`
  | `AR-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`
  | `AA-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/** What the edge must do, in order. Names say it; PDUs to send are built by the edge from what it holds. */
export type Effect =
  | 'connect'
  | 'send-associate-rq'
  | 'send-associate-ac'
  | 'send-associate-rj'
  | 'send-release-rq'
  | 'send-release-rp'
  | 'send-abort-user'
  | 'send-abort-provider'
  | 'send-data'
  | 'indicate-associate'
  | 'confirm-accept'
  | 'confirm-reject'
  | 'indicate-data'
  | 'indicate-release'
  | 'confirm-release'
  | 'indicate-collision'
  | 'indicate-abort'
  | 'indicate-provider-abort'
  | 'start-artim'
  | 'restart-artim'
  | 'stop-artim'
  | 'close';

export interface Transition {
  readonly action: ActionName;
  readonly effects: readonly Effect[];
  readonly next: State;
}

export type AssociationRole = 'requestor' | 'acceptor';

/**
 * `step(state, event, role)`: the cell of Table 9-10, or `undefined` where the table is empty (cannot occur by the standard: log and
 * abort locally, never throw). AR-8 depends on the role; AE-6's refusal is chosen by the edge with event 8.
 */
export type Step = (state: State, event: EventNumber, role: AssociationRole) => Transition | undefined;

/** What an acceptor supports for one abstract syntax. */
export interface SupportedContext {
  readonly abstractSyntax: string;
  /** Empty: any that the requestor offers (storage of everything as it comes). */
  readonly transferSyntaxes: readonly string[];
  /** Roles that we grant to the requestor when it proposes them; default SCU only. */
  readonly scuRole?: boolean;
  readonly scpRole?: boolean;
}

/** An accepted context as either side sees it, with the roles that the *requestor* has on it. */
export interface AcceptedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
  readonly requestorIsScu: boolean;
  readonly requestorIsScp: boolean;
}

export interface RejectedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  readonly result: Exclude<ContextResult, 0>;
}

/** What one side says of itself beside its contexts. Built into the 0x50 item by negotiation. */
export interface Offer {
  readonly maximumLength: number;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  readonly asynchronousOperations?: AsynchronousOperations;
  readonly roles?: readonly RoleSelection[];
  readonly sopClassExtended?: readonly SopClassExtended[];
  readonly sopClassCommonExtended?: readonly SopClassCommonExtended[];
  readonly userIdentity?: OfferedIdentity;
}

/** A user identity to be proposed; only type 2 has a secondary field, its passcode. */
export type OfferedIdentity = Omit<UserIdentity, 'secondary'> & Partial<Pick<UserIdentity, 'secondary'>>;

/** What both sides agreed on, from our side's view. */
export interface Agreement {
  readonly accepted: readonly AcceptedContext[];
  readonly rejected: readonly RejectedContext[];
  /** The largest P-DATA-TF length that we may send; 0 from the peer is replaced by our own cap. */
  readonly sendLength: number;
  readonly asynchronousOperations: AsynchronousOperations;
  readonly request: AssociateRq;
  readonly answer: AssociateAc;
}
