/**
 * Associations over TCP and TLS: how one is opened or served, how it ends, and what may be asked of it. The four outcomes of opening are
 * values (PS3.8 §7.1); limits and clocks are plain data that can be given per entity, per node and per association.
 */
import type { AsynchronousOperations, PduProblem, SopClassExtended, UserInformation } from '../pdu/types.ts';
import type { AcceptedContext, Agreement, AssociationRole, Offer, RejectedContext, SupportedContext } from '../upper-layer/types.ts';
import type { TransportPhase } from '../errors.ts';

/** All in milliseconds; 0 switches a clock off. */
export interface Timeouts {
  /** Name look-up and TCP connect. Default 10 000. */
  readonly connect: number;
  /** From the open line to the answer to our A-ASSOCIATE-RQ. Default 30 000. */
  readonly association: number;
  /** Silence while we wait for an answer; restarted by any sign of life. Default 60 000. */
  readonly message: number;
  /** As acceptor: silence while nothing is under way in either direction. Default 60 000. */
  readonly idle: number;
  /** ARTIM of PS3.8 §9.1.5. Default 30 000. */
  readonly artim: number;
}

export interface Limits {
  /** Associations at once that have been accepted; beyond: A-ASSOCIATE-RJ 2/3/2. Default 32. */
  readonly associations: number;
  /** Connections that have not associated yet; beyond: closed. Default 64. */
  readonly unassociated: number;
  /** What we announce as maximum length received (PS3.8 §D.1): 0 for no limit, or at least 7. Default 131 072. */
  readonly maximumLength: number;
  /** What we tolerate from a peer that ignores it; beyond: A-ABORT 2/6. Default 64 MiB. */
  readonly maximumDataLength: number;
  readonly maximumControlLength: number;
  readonly maximumCommandLength: number;
  /** Largest data set that is not streamed (identifiers). Default 16 MiB. */
  readonly maximumIdentifierLength: number;
}

/** Certificates are PEM text; nothing here is ever logged. */
export interface TlsOptions {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** SHA-256 of the peer's certificate in hex: when given it alone decides. */
  readonly fingerprint?: string;
  /** Name to check the certificate against, when the host is an address. */
  readonly serverName?: string;
  /** As acceptor: require a certificate from the caller. */
  readonly requireClientCertificate?: boolean;
}

export interface TlsInformation {
  readonly protocol: string;
  readonly cipher: string;
  /** As acceptor only where one was asked for and shown. */
  readonly peerCertificate?: CertificateFacts;
}

/** What a certificate says of itself, without its key. */
export interface CertificateFacts {
  /** Distinguished names: `O=Hospital, CN=pacs1`. */
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses that it is for. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, 64 hexadecimal digits in small letters. */
  readonly fingerprint: string;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface ProposedSyntaxes {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

export interface AssociateRequest {
  /** Name or address. */
  readonly host: string;
  /** 1-65 535. */
  readonly port: number;
  /** Default `ANY-SCP`. */
  readonly calledTitle?: string;
  /** Replaces the entity's own title for this call. */
  readonly callingTitle?: string;
  /** Replaces the entity's requested contexts for this call; the list is never changed. */
  readonly contexts?: readonly ProposedSyntaxes[];
  /** SCP/SCU role selection (PS3.7 §D.3.3.4): a C-GET needs the role of SCP for what is to come. */
  readonly roles?: Offer['roles'];
  /** PS3.7 §D.3.3.3. What was agreed is `agreement.asynchronousOperations`. */
  readonly asynchronousOperations?: Offer['asynchronousOperations'];
  /** PS3.7 §D.3.3.5. The answer is in `peer.sopClassExtended`. */
  readonly sopClassExtended?: Offer['sopClassExtended'];
  /** PS3.7 §D.3.3.6: has no answer. */
  readonly sopClassCommonExtended?: Offer['sopClassCommonExtended'];
  /** PS3.7 §D.3.3.7. The answer to one that asks for it is `peer.userIdentityResponse`. */
  readonly userIdentity?: Offer['userIdentity'];
  /** What we announce for this association instead of the entity's `limits.maximumLength`. */
  readonly maximumLength?: number;
  readonly timeouts?: Partial<Timeouts>;
  readonly tls?: TlsOptions;
  /** Local address to bind to. */
  readonly localAddress?: string;
  /** Ends the attempt at any moment before an association is established; what comes after is `abort` or `release`. */
  readonly signal?: AbortSignal;
}

/** A-ASSOCIATE-RJ (PS3.8 Table 9-21). */
export interface Rejected {
  readonly kind: 'rejected';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

/** A-ABORT or A-P-ABORT (PS3.8 Table 9-26). `by` tells who sent it; `detail` why we did. */
export interface Aborted {
  readonly kind: 'aborted';
  readonly by: 'peer' | 'us';
  readonly source: number;
  readonly reason: number;
  readonly detail?: string;
}

/** No association came about, or the line broke. */
export interface Failed {
  readonly kind: 'failed';
  readonly phase: TransportPhase | 'timer' | 'cancelled' | 'no-context';
  /**
   * The system's or the TLS library's word (`ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`, `WRONG_VERSION_NUMBER`, …) or one of ours: by
   * phase 'timer' `connect-`, `association-`, `message-`, `idle-` or `artim-timeout`; `closed` for an end without a word; `cancelled`;
   * `no-context`; `fingerprint-mismatch`; `unrecognised-pdu`, `invalid-pdu` or `pdu-too-long` with `problem`.
   */
  readonly code: string;
  readonly detail: string;
  /** What the peer said when it did not speak DICOM. */
  readonly problem?: PduProblem;
  /** For 'tls': what the peer showed when its certificate was refused. */
  readonly certificate?: CertificateFacts;
  /** For 'no-context': what each proposal got. */
  readonly rejected?: readonly RejectedContext[];
}

export type Failure = Rejected | Aborted | Failed;

/** How an association ended. */
export type AssociationEnd = { readonly kind: 'released'; readonly by: 'peer' | 'us' } | Aborted | Failed;

/** What is known of an association, on both sides; plain data, safe to log but for `request.userInformation.userIdentity`. */
export interface AssociationFacts {
  readonly id: string;
  readonly role: AssociationRole;
  readonly callingTitle: string;
  readonly calledTitle: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly accepted: readonly AcceptedContext[];
  readonly rejected: readonly RejectedContext[];
  readonly agreement: Agreement;
  /** What the other side said of itself: implementation, maximum length, roles, identity response. */
  readonly peer: UserInformation;
  readonly tls?: TlsInformation;
}

/** A live count of what went over the line; the same object is updated, read it at your own pace. */
export interface Traffic {
  bytesIn: number;
  bytesOut: number;
  messagesIn: number;
  messagesOut: number;
}

/**
 * Bytes of one data set to be sent, pulled by the sender: `fill` writes into the views in order and says how many bytes it wrote; fewer
 * than asked means the end. Views may lie in one buffer with gaps (headers), so that one `readv` fills many PDUs.
 */
export interface ByteSource {
  fill(views: readonly Uint8Array[]): number | Promise<number>;
  close(): void | Promise<void>;
}

/**
 * Takes the data set of one incoming object as it arrives. `write`'s view is valid only during the call: take it down or copy it before
 * returning, at the latest in `flush`, which is called before the read buffer is reused. A promise from either stops reading until it
 * settles. Exactly one of `finish` and `discard` ends it.
 */
export interface ByteSink {
  write(bytes: Uint8Array): void | Promise<void>;
  flush?(): void | Promise<void>;
  /** All bytes were given. The answer goes to the peer as it stands. */
  finish(): Answer | Promise<Answer>;
  /** The association ended in the middle: leave nothing behind. */
  discard(): void | Promise<void>;
}

/** A status, alone or with the elements that explain it (PS3.7 Annex C). */
export type Answer =
  | number
  | {
      readonly status: number;
      /** At most 64 characters; no patient data. */
      readonly errorComment?: string;
      readonly errorId?: number;
      readonly offendingElements?: readonly number[];
    };

/**
 * What an acceptor decides before it answers the request: titles, user identity, extended negotiation (PS3.7 Annex D.3.3). `undefined`
 * admits. The caller's user identity must not be logged.
 */
export type Admit = (caller: CallerFacts) => AdmitRefusal | Admission | undefined | Promise<AdmitRefusal | Admission | undefined>;

/** Admitted, with what the answer says beside the contexts. */
export interface Admission {
  /** Server response for a user identity of type 3-5 that asked for one; types 1 and 2 get their empty one without it. */
  readonly userIdentityResponse?: Uint8Array;
  /** Our side of the SOP class extended items. */
  readonly sopClassExtended?: readonly SopClassExtended[];
  /** The most that we allow either way, in our own words; default 16 and 16. Never more than the caller proposes. */
  readonly asynchronousOperations?: AsynchronousOperations;
}

export interface CallerFacts {
  readonly callingTitle: string;
  readonly calledTitle: string;
  readonly remote: Endpoint;
  readonly local: Endpoint;
  readonly contexts: readonly ProposedSyntaxes[];
  readonly userInformation: UserInformation;
  readonly tls?: TlsInformation;
}

export interface AdmitRefusal {
  readonly result: 1 | 2;
  readonly source: 1 | 2 | 3;
  readonly reason: number;
}

/** Somebody touched our port and no association came of it: unknown caller, TLS on a plain port, a web browser, a port scan. */
export interface Knock {
  readonly remote: Endpoint;
  readonly callingTitle?: string;
  readonly calledTitle?: string;
  /** What it proposed, where it came to an A-ASSOCIATE-RQ. */
  readonly abstractSyntaxes?: readonly string[];
  readonly outcome: 'refused' | 'limit' | 'tls-on-plain-port' | 'http' | 'not-dicom' | 'silent' | 'tls-failed';
  readonly refusal?: { readonly result: number; readonly source: number; readonly reason: number };
  readonly detail: string;
}

/** Notifications: many may listen, nobody answers. They cost nothing when nobody listens. */
export interface AssociationObserver {
  /** An association is established, in or out. `traffic` is live. */
  established?(facts: AssociationFacts, traffic: Traffic): void;
  /** A message was sent or received completely; no patient data. */
  message?(facts: AssociationFacts, message: ObservedMessage): void;
  ended?(facts: AssociationFacts, end: AssociationEnd, traffic: Traffic): void;
  /** As requestor: no association came about. */
  refused?(
    request: AssociateRequest & { readonly id: string; readonly callingTitle: string; readonly calledTitle: string },
    failure: Failure,
  ): void;
  /** As acceptor: no association came about. */
  knock?(knock: Knock): void;
}

/** One DIMSE message as the network log shows it. */
export interface ObservedMessage {
  readonly direction: 'in' | 'out';
  readonly contextId: number;
  readonly commandField: number;
  readonly messageId: number;
  readonly sopClassUid?: string;
  readonly status?: number;
  readonly errorComment?: string;
  /** (remaining, completed, failed, warning) where given. */
  readonly counters?: readonly [number, number, number, number];
}

export type { AcceptedContext, Agreement, AssociationRole, Offer, RejectedContext, SupportedContext };
