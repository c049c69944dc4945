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
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { TransportError, UsageError } from '../errors.ts';
import type { CertificateFacts, TlsInformation, TlsOptions } from './types.ts';

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
  const reason = whyUnusable(tls);
  if (reason !== undefined) throw new UsageError('invalid-argument', `The certificate, key or CA cannot be used: ${reason}.`);
  return createSecureContext(contextOptions(tls));
}

/** Why the TLS library does not take these (`KEY_VALUES_MISMATCH`, `NO_START_LINE`, …), or `undefined`. */
export function whyUnusable(tls: TlsOptions): string | undefined {
  // The library passes over a CA text without any certificate.
  if (tls.ca !== undefined && !/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(tls.ca)) return 'NO_START_LINE';
  try {
    createSecureContext(contextOptions(tls));
    return undefined;
  } catch (error) {
    return error instanceof Error ? tlsFailure(error).code : 'unknown';
  }
}

/** Whether a pass phrase is needed to read the PEM key. */
export const isEncryptedKey = (pem: string): boolean => /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);

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

/** The peer's certificate was refused; the certificate comes along, so that a person can look at it. */
export class CertificateRefused extends TransportError {
  readonly certificate: CertificateFacts | undefined;
  constructor(socket: TLSSocket, code: string, message: string) {
    super('tls', code, message);
    this.certificate = shownCertificate(socket);
  }
}

/** Why the server's certificate is refused, or `undefined`. */
export function verifyServer(socket: TLSSocket, tls: TlsOptions): CertificateRefused | undefined {
  if (tls.fingerprint !== undefined) return verifyPin(socket, tls.fingerprint);
  if (socket.authorized) return undefined;
  // The name was checked too: Node compares it with the certificate even where it does not refuse by itself.
  const error: unknown = socket.authorizationError;
  const code = String(error);
  return new CertificateRefused(socket, code, `the peer's certificate is not trusted: ${code}`);
}

/** Why the caller's certificate is refused, or `undefined`. */
export function verifyClient(socket: TLSSocket, tls: TlsOptions): CertificateRefused | undefined {
  return tls.fingerprint === undefined ? undefined : verifyPin(socket, tls.fingerprint);
}

function verifyPin(socket: TLSSocket, fingerprint: string): CertificateRefused | undefined {
  if (shownCertificate(socket)?.fingerprint === hexDigits(fingerprint)) return undefined;
  return new CertificateRefused(socket, 'fingerprint-mismatch', 'the peer showed another certificate than the one that is trusted for it');
}

function hexDigits(text: string): string {
  return text.replace(/[^0-9a-f]/gi, '').toLowerCase();
}

export function tlsInformation(socket: TLSSocket): TlsInformation {
  const peerCertificate = shownCertificate(socket);
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    ...(peerCertificate && { peerCertificate }),
  };
}

function shownCertificate(socket: TLSSocket): CertificateFacts | undefined {
  // Not `getPeerX509Certificate`: each call takes the certificate out of the chain, so that the next one tells of another.
  const { raw } = socket.getPeerCertificate() as { readonly raw?: Buffer };
  return raw && certificateFacts(new X509Certificate(raw));
}

/** The certificates of a PEM text, in its order. @throws what the library says of the first that cannot be read. */
export function readCertificates(pem: string): readonly CertificateFacts[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => certificateFacts(new X509Certificate(block)));
}

function certificateFacts(certificate: X509Certificate): CertificateFacts {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: (certificate.subjectAltName ?? '')
      .split(', ')
      .map((name) => name.replace(/^(?:DNS|IP Address|URI|email):/, ''))
      .filter(Boolean),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    fingerprint: hexDigits(certificate.fingerprint256),
  };
}

/** Node writes each part of a distinguished name on a line of its own. */
const oneLine = (name: string): string => name.trim().replaceAll('\n', ', ');

/**
 * One code a cause for OpenSSL (Node) and BoringSSL (Electron): the alert or reason in capitals, such as `WRONG_VERSION_NUMBER`,
 * `TLSV13_ALERT_CERTIFICATE_REQUIRED`, `NO_SHARED_CIPHER`, or the code of the verification (`CERT_HAS_EXPIRED`).
 */
export function tlsFailure(error: NodeJS.ErrnoException & { readonly reason?: string }): TransportError {
  const reason = error.reason ?? /(?:OPENSSL_internal:|SSL routines:[^:]*:)([\w /]+)/.exec(error.message)?.[1];
  const code = reason ? reason.trim().replace(/\W+/g, '_').toUpperCase() : (error.code ?? error.name).replace(/^ERR_(?:OSSL|SSL)_/, '');
  return new TransportError('tls', code, error.message.replace(/^[0-9A-F]+:/, ''));
}

/**
 * As `tlsFailure`, for a handshake that we began. A server of TLS 1.2 that misses our certificate says the same as one that shares no cipher;
 * it says so only after both have agreed on keys.
 */
export function handshakeFailure(error: NodeJS.ErrnoException, { keysAgreed, tls }: Handshake): TransportError {
  const failure = tlsFailure(error);
  if (!keysAgreed || tls.certificate !== undefined || !failure.code.endsWith('ALERT_HANDSHAKE_FAILURE')) return failure;
  return new TransportError('tls', 'CERTIFICATE_REQUIRED', failure.message);
}

export interface Handshake {
  readonly keysAgreed: boolean;
  readonly tls: TlsOptions;
}

/** Whether the TLS library, not the system, ended the line. */
export function isTlsAlert(error: NodeJS.ErrnoException): boolean {
  return /^ERR_SSL_/.test(error.code ?? '') || (error.code === 'EPROTO' && /SSL/.test(error.message));
}
