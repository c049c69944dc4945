/**
 * Typed errors with stable codes. Outcomes that the protocol defines are values, never these: an error here is a mistake of the caller
 * (`UsageError`), a peer that breaks the standard (`ProtocolError`, ends in A-ABORT) or a broken line (`TransportError`, with its phase).
 */

export type UsageCode =
  | 'too-many-contexts'
  | 'no-contexts'
  | 'invalid-ae-title'
  | 'invalid-uid'
  | 'not-established'
  | 'context-not-accepted'
  | 'role-not-negotiated'
  | 'invalid-argument';

/** The caller asked for something that must not be sent. Nothing has been sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    readonly code: UsageCode,
    message: string,
  ) {
    super(message);
  }
}

/** A-ABORT source and reason (PS3.8 §9.3.8) with which a violation is answered, and its cause in words. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  constructor(
    readonly code: string,
    message: string,
    readonly abort: { readonly source: 0 | 2; readonly reason: 0 | 1 | 2 | 4 | 5 | 6 } = { source: 2, reason: 0 },
  ) {
    super(message);
  }
}

/** Where on the way to an association, or within it, the line broke. */
export type TransportPhase = 'name' | 'connect' | 'tls' | 'first-byte' | 'established';

/** A broken or refused line. `code` is the operating system's or TLS library's word (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, …). */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    readonly phase: TransportPhase,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
