/**
 * The vocabulary of explaining: what is known about the conversation that failed, and one row of the catalogue. Rows are data; braces in
 * their text are filled from `About` by `render.ts`.
 */
import type { CertificateView, Confidence, Who } from '../contract/failure.ts';
import type { ListenerEncryption } from '../contract/status.ts';

/** What we had asked for when it went wrong. */
export type Step =
  | 'associate'
  | 'C-ECHO'
  | 'C-STORE'
  | 'C-FIND'
  | 'C-GET'
  | 'C-MOVE'
  | 'N-EVENT-REPORT'
  | 'N-GET'
  | 'N-SET'
  | 'N-ACTION'
  | 'N-CREATE'
  | 'N-DELETE';

/** The conversation that failed. `step` is what had been asked when it did. */
export interface About {
  readonly nodeName: string;
  readonly host: string;
  readonly port: number;
  readonly calledTitle: string;
  readonly callingTitle: string;
  readonly step?: Step;
  /** Milliseconds between the request of `step` and its failure. */
  readonly afterMs?: number;
  /** Objects that had been answered before the failure. */
  readonly objects?: number;
  /** How others reach our inbox. */
  readonly inbox?: Inbox;
  /** Titles that other nodes of the address book have at the same host and port. */
  readonly neighbourTitles?: readonly string[];
  /** A title that the same port was seen to accept. */
  readonly provenTitle?: string;
  /** Whether it is called with encryption; what it showed. */
  readonly encrypted?: boolean;
  readonly certificate?: CertificateView;
  /** Of the clock that ran out. */
  readonly seconds?: number;
}

/** Where our storage SCP listens, as others see it. */
export interface Inbox {
  readonly title: string;
  readonly port: number;
  readonly addresses: readonly string[];
  readonly scope: 'this-computer' | 'network';
  readonly encryption?: Pick<ListenerEncryption, 'mode' | 'port'>;
}

/** A button by name; `remedies.ts` makes it whole. */
export type RemedyName =
  | 'verify'
  | 'retry'
  | 'edit-title'
  | 'edit-host'
  | 'edit-port'
  | 'edit-our-title'
  | 'edit-retrieve'
  | 'edit-encryption'
  | 'encrypt'
  | 'do-not-encrypt'
  | 'trust'
  | 'accept-name'
  | 'try-titles'
  | 'try-ports'
  | 'use-get'
  | 'use-move'
  | 'copy-request'
  | 'open-network'
  | 'show-address'
  | 'search-again'
  | 'pass-phrase'
  | 'settings-me'
  | 'settings-inbox'
  | 'settings-search';

/** One row of the catalogue. */
export interface Cause {
  /** At most twelve words once filled; names the peer; ends with a full stop. */
  readonly headline: string;
  readonly why: string;
  readonly confidence: Confidence;
  readonly advice: string;
  readonly remedies: readonly RemedyName[];
  readonly who: Who;
  /** Where the standard speaks of it, for the grey line. */
  readonly clause?: string;
}

export type CauseTable = Readonly<Record<string, Cause>>;
