/**
 * The seven PDUs and their items as values (PS3.8 §9.3, PS3.7 Annex D.3). Titles are without padding, UIDs without trailing NUL.
 * P-DATA-TF never appears as a value: its fragments stream through `PduSink` as views that are valid only during the call.
 */

export interface ProposedContext {
  /** Odd, 1-255. */
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** Result of PS3.8 Table 9-18: 0 accepted, 1 user rejection, 2 no reason, 3 abstract syntax, 4 transfer syntaxes not supported. */
export type ContextResult = 0 | 1 | 2 | 3 | 4;

export interface ContextAnswer {
  readonly id: number;
  /** As sent; values beyond 4 are possible from odd peers and count as rejected. */
  readonly result: number;
  /** Not significant unless `result` is 0; may then be empty. */
  readonly transferSyntax: string;
}

export interface RoleSelection {
  readonly sopClassUid: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

export interface AsynchronousOperations {
  /** Maximum number of outstanding operations; 0 is unlimited. */
  readonly invoked: number;
  readonly performed: number;
}

export interface SopClassExtended {
  readonly sopClassUid: string;
  readonly information: Uint8Array;
}

export interface SopClassCommonExtended {
  readonly sopClassUid: string;
  readonly serviceClassUid: string;
  readonly relatedGeneralSopClassUids: readonly string[];
}

/** 1 user name · 2 user name and passcode · 3 Kerberos · 4 SAML · 5 JSON web token (PS3.7 §D.3.3.7). Never logged. */
export interface UserIdentity {
  readonly type: number;
  readonly positiveResponseRequested: boolean;
  readonly primary: Uint8Array;
  readonly secondary: Uint8Array;
}

/** User information item 0x50. Absent sub-items are absent properties; unknown sub-items are skipped. */
export interface UserInformation {
  readonly maximumLength?: number;
  readonly implementationClassUid?: string;
  readonly implementationVersionName?: string;
  readonly asynchronousOperations?: AsynchronousOperations;
  readonly roles: readonly RoleSelection[];
  readonly sopClassExtended: readonly SopClassExtended[];
  readonly sopClassCommonExtended: readonly SopClassCommonExtended[];
  readonly userIdentity?: UserIdentity;
  /** Server response of 0x59. */
  readonly userIdentityResponse?: Uint8Array;
}

interface AssociateFields {
  readonly protocolVersion: number;
  readonly calledTitle: string;
  readonly callingTitle: string;
  readonly applicationContext: string;
  readonly userInformation: UserInformation;
}

export interface AssociateRq extends AssociateFields {
  readonly kind: 'associate-rq';
  readonly contexts: readonly ProposedContext[];
}

export interface AssociateAc extends AssociateFields {
  readonly kind: 'associate-ac';
  readonly contexts: readonly ContextAnswer[];
}

/** PS3.8 Table 9-21. */
export interface AssociateRj {
  readonly kind: 'associate-rj';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

export interface ReleaseRq {
  readonly kind: 'release-rq';
}

export interface ReleaseRp {
  readonly kind: 'release-rp';
}

/** PS3.8 Table 9-26. */
export interface Abort {
  readonly kind: 'abort';
  readonly source: number;
  readonly reason: number;
}

/** Every PDU but P-DATA-TF. */
export type ControlPdu = AssociateRq | AssociateAc | AssociateRj | ReleaseRq | ReleaseRp | Abort;

/** Why bytes are not a PDU: event 19 with the A-ABORT reason that answers it (PS3.8 §9.3.8). */
export interface PduProblem {
  readonly kind: 'unrecognised-pdu' | 'invalid-pdu' | 'pdu-too-long';
  readonly reason: 1 | 2 | 4 | 5 | 6;
  /** What was wrong, for people; never contains patient data. */
  readonly detail: string;
  /** Up to 16 bytes of what came, to tell TLS, HTTP, SSH and HL7 apart. */
  readonly firstBytes: Uint8Array;
}

/** One presentation data value item's header (PS3.8 §9.3.5.1). */
export interface PdvHeader {
  readonly contextId: number;
  /** Command (true) or data set (false): bit 0 of the message control header. */
  readonly command: boolean;
  /** Last fragment: bit 1. */
  readonly last: boolean;
}

/** Receives what the splitter finds, in order, synchronously. */
export interface PduSink {
  pdu(pdu: ControlPdu): void;
  /** The header of a P-DATA-TF arrived: event 10 of the state table, once a PDU. `length` is the PDU's. */
  dataPdu(length: number): void;
  /**
   * A piece of a PDV. `bytes` is a view into the chunk that was pushed and is valid only during the call. `end` is true for the piece
   * that completes this PDV; an empty PDV comes as one empty piece with `end`.
   */
  fragment(header: PdvHeader, bytes: Uint8Array, end: boolean): void;
  problem(problem: PduProblem): void;
}

export interface PduSplitter {
  /**
   * Takes the next bytes off the line and returns how many were consumed: all, unless the sink called `pause()`. What was not consumed
   * is pushed again after `resume()` by the owner.
   */
  push(chunk: Uint8Array): number;
  /** To be called from within the sink: stop after the current PDU or fragment. */
  pause(): void;
  resume(): void;
  /** After a problem or an abort everything that follows is swallowed (Sta13). */
  discard(): void;
}

export interface PduLimits {
  /** Hard cap of a P-DATA-TF PDU's length; beyond it the problem is 'pdu-too-long', reason 6. */
  readonly maximumDataLength: number;
  /** Hard cap of any other PDU's length. */
  readonly maximumControlLength: number;
}
