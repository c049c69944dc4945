/** What the window is told when something went wrong: what happened, why, what to do, who can. Text is final; codes are for experts. */

export type Who = 'you' | 'network' | 'peer' | 'app';
export type Confidence = 'certain' | 'likely' | 'possible';

/** A button. The window turns each kind into one of its actions. */
export type Remedy =
  | { readonly kind: 'verify' }
  | { readonly kind: 'edit-node'; readonly field?: 'title' | 'host' | 'port' | 'ourTitle' | 'retrieve' | 'tls' }
  /** Put this value into the node and verify again. */
  | { readonly kind: 'use-title'; readonly title: string }
  | { readonly kind: 'use-port'; readonly port: number }
  | { readonly kind: 'use-retrieve'; readonly retrieve: 'get' | 'move' }
  | { readonly kind: 'use-encryption'; readonly on: boolean }
  /** Pin the certificate that the explanation shows. */
  | { readonly kind: 'trust-certificate'; readonly fingerprint: string }
  /** Take a certificate under this name for the node. */
  | { readonly kind: 'accept-name'; readonly name: string }
  /** What to ask the other system's administrator, as text to copy. */
  | { readonly kind: 'copy-request'; readonly text: string }
  | { readonly kind: 'open-network' }
  | { readonly kind: 'open-settings'; readonly section: 'me' | 'inbox' | 'search' }
  /** To the field for the pass phrase of our key. */
  | { readonly kind: 'enter-pass-phrase' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'search-again' }
  | { readonly kind: 'show-address' };

/** What a certificate says of itself. */
export interface CertificateView {
  /** Distinguished names: 'O=Hospital, CN=pacs1'. */
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

export interface Explanation {
  /** At most twelve words, names the peer. */
  readonly headline: string;
  readonly why: string;
  readonly confidence: Confidence;
  /** What to do, when no button says it better. */
  readonly advice: string;
  readonly remedies: readonly Remedy[];
  readonly who: Who;
  /** The grey line: 'A-ASSOCIATE-RJ 1/1/7 · PS3.8 9.3.4'. */
  readonly code: string;
  /** The peer's own words (Error Comment), where given. */
  readonly theirWords?: string;
  /** The certificate that was refused. */
  readonly certificate?: CertificateView;
}

/** What a failed call carries over the wire. */
export interface CallFailure {
  readonly code: string;
  readonly message: string;
  readonly explanation?: Explanation;
}
