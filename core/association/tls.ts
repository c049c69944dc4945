/**
 * TLS for both sides by the BCP 195 profiles (PS3.15 Annex B.9, B.10): TLS 1.2 and 1.3, forward secrecy, typed failures. A pinned
 * fingerprint, when given, alone decides. Keys, pass phrases and certificates never reach a message.
 */
import {
  createSecureContext,
  type ConnectionOptions,
  type SecureContextOptions,
  type TLSSocket,
  type TlsOptions as ServerOptions,
} from 'node:tls';
import { isIP } from 'node:net';
import { TransportError, UsageError } from '../errors.ts';
import type { TlsInformation, TlsOptions } from './types.ts';

/** The suites of BCP 195 (RFC 9325) in its order; TLS 1.3 suites are the library's own. */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
].join(':');

function contextOptions(tls: TlsOptions): SecureContextOptions {
  return {
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    ...(tls.ca !== undefined && { ca: tls.ca }),
    ...(tls.certificate !== undefined && { cert: tls.certificate }),
    ...(tls.key !== undefined && { key: tls.key }),
    ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
  };
}

/** Reads key and certificates; an unreadable or mismatched pair is a `UsageError` before anything is sent. */
function secureContext(tls: TlsOptions): ReturnType<typeof createSecureContext> {
  try {
    return createSecureContext(contextOptions(tls));
  } catch (error) {
    const reason = error instanceof Error ? tlsFailure(error).code : 'unknown';
    throw new UsageError('invalid-argument', `The certificate, key or CA cannot be used: ${reason}.`);
  }
}

export function clientTlsOptions(tls: TlsOptions, host: string): ConnectionOptions {
  const name = tls.serverName ?? host;
  return {
    secureContext: secureContext(tls),
    // Checked by `verifyServer`, so that a pin can decide alone and each failure keeps its code.
    rejectUnauthorized: false,
    ...(isIP(name) === 0 && { servername: name }),
    host: name,
  };
}

export function serverTlsOptions(tls: TlsOptions): ServerOptions {
  secureContext(tls);
  const asksForCertificate = tls.requireClientCertificate === true || tls.fingerprint !== undefined;
  return {
    ...contextOptions(tls),
    requestCert: asksForCertificate,
    // With a pin the chain need not be known; `verifyClient` decides.
    rejectUnauthorized: asksForCertificate && tls.fingerprint === undefined,
  };
}

/** Why the server's certificate is refused, or `undefined`. */
export function verifyServer(socket: TLSSocket, tls: TlsOptions): TransportError | undefined {
  if (tls.fingerprint !== undefined) return verifyPin(socket, tls.fingerprint);
  if (socket.authorized) return undefined;
  // The name was checked too: Node compares it with the certificate even where it does not refuse by itself.
  const error: unknown = socket.authorizationError;
  const code = String(error);
  return new TransportError('tls', code, `the peer's certificate is not trusted: ${code}`);
}

/** Why the caller's certificate is refused, or `undefined`. */
export function verifyClient(socket: TLSSocket, tls: TlsOptions): TransportError | undefined {
  return tls.fingerprint === undefined ? undefined : verifyPin(socket, tls.fingerprint);
}

function verifyPin(socket: TLSSocket, fingerprint: string): TransportError | undefined {
  const presented = hexDigits(socket.getPeerCertificate().fingerprint256);
  if (presented === hexDigits(fingerprint)) return undefined;
  return new TransportError('tls', 'fingerprint-mismatch', 'the peer showed another certificate than the one that is trusted for it');
}

function hexDigits(text: string | undefined): string {
  return (text ?? '').replace(/[^0-9a-f]/gi, '').toLowerCase();
}

export function tlsInformation(socket: TLSSocket): TlsInformation {
  const certificate = socket.getPeerCertificate();
  const shown = Object.keys(certificate).length > 0;
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    ...(shown && {
      peerSubject: distinguishedName(certificate.subject),
      peerIssuer: distinguishedName(certificate.issuer),
      peerFingerprint: hexDigits(certificate.fingerprint256),
      validTo: certificate.valid_to,
    }),
  };
}

function distinguishedName(name: object | undefined): string {
  return Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}

/**
 * One code a cause for OpenSSL (Node) and BoringSSL (Electron): the alert or reason in capitals, such as `WRONG_VERSION_NUMBER`,
 * `TLSV13_ALERT_CERTIFICATE_REQUIRED`, `NO_SHARED_CIPHER`, or the code of the verification (`CERT_HAS_EXPIRED`).
 */
export function tlsFailure(error: NodeJS.ErrnoException & { readonly reason?: string }): TransportError {
  const reason = error.reason ?? /(?:OPENSSL_internal:|SSL routines:[^:]*:)([\w /]+)/.exec(error.message)?.[1];
  const code = reason ? reason.trim().replace(/\W+/g, '_').toUpperCase() : (error.code ?? error.name).replace(/^ERR_(?:OSSL|SSL)_/, '');
  return new TransportError('tls', code, error.message.replace(/^[0-9A-F]+:/, ''));
}

/** Whether the TLS library, not the system, ended the line. */
export function isTlsAlert(error: NodeJS.ErrnoException): boolean {
  return /^ERR_SSL_/.test(error.code ?? '') || (error.code === 'EPROTO' && /SSL/.test(error.message));
}
