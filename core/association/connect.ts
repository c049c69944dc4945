/**
 * Opens a line to a peer: name look-up, TCP connect, TLS handshake, each failure with its phase. Ends with a transport that does not read
 * yet, or a `TransportError`. The connect clock covers name and TCP, and once more the handshake.
 */
import { connect as connectTcp, isIP, type NetConnectOpts, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { TransportError, UsageError, type TransportPhase } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { requireWithin } from '../pdu/check.ts';
import { clientTlsOptions, handshakeFailure, tlsInformation, verifyServer } from './tls.ts';
import { prepareAcknowledgements } from './quick-ack.ts';
import { onreadInto, type ChunkTaker } from './read-buffer.ts';
import { SocketTransport, errorCode, type Transport } from './transport.ts';
import type { TlsOptions } from './types.ts';

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string;
  readonly tls?: TlsOptions;
  /** Milliseconds; 0 waits for ever. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** Code of the `TransportError` when the clock ended the attempt. */
export const CONNECT_TIMEOUT = 'connect-timeout';
/** Code of the `TransportError` when the signal ended the attempt. */
export const CONNECT_CANCELLED = 'cancelled';

/** Rejects with a `UsageError` for an address that cannot be. */
export async function connect(options: ConnectOptions): Promise<Transport> {
  requireAddress(options);
  if (options.signal?.aborted) throw new TransportError('name', CONNECT_CANCELLED, 'cancelled');
  const security = options.tls && { tls: options.tls, own: clientTlsOptions(options.tls, options.host) };
  if (!security) prepareAcknowledgements();
  const chunks: ChunkTaker = {};
  const socket = await withinTime(options, openTcp(options, chunks));
  if (!security) return new SocketTransport(socket, { chunks });
  const secured = await withinTime(options, openTls(security, socket));
  return new SocketTransport(secured, { tls: tlsInformation(secured) });
}

function requireAddress({ host, port, localAddress }: ConnectOptions): void {
  if (host.trim() === '') throw new UsageError('invalid-argument', 'the host is empty');
  requireWithin('the port', port, { from: 1, to: 65_535 });
  if (localAddress !== undefined && isIP(localAddress) === 0)
    throw new UsageError('invalid-argument', `the local address “${localAddress}” is no IP address`);
}

interface Attempt<T extends Socket> {
  readonly socket: Socket;
  readonly opened: Promise<T>;
  readonly phase: () => TransportPhase;
}

function openTcp(options: ConnectOptions, chunks: ChunkTaker): Attempt<Socket> {
  let phase: TransportPhase = 'name';
  const address: NetConnectOpts = { host: options.host, port: options.port, noDelay: true };
  if (options.localAddress) address.localAddress = options.localAddress;
  // TLS brings its own reading; a plain line reads into one buffer.
  if (!options.tls) {
    address.onread = onreadInto(chunks);
  }
  const socket = connectTcp(address);
  socket.on('lookup', (error) => {
    if (error as Error | null) return;
    phase = 'connect';
  });
  if (/^[\d.]+$|:/.test(options.host)) phase = 'connect';
  const opened = new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => {
      socket.pause();
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      reject(new TransportError(phase, errorCode(error), error.message));
    });
  });
  return { socket, opened, phase: () => phase };
}

function openTls({ tls, own }: { readonly tls: TlsOptions; readonly own: ConnectionOptions }, socket: Socket): Attempt<TLSSocket> {
  const opened = new Promise<TLSSocket>((resolve, reject) => {
    const secured = connectTls({ ...own, socket });
    let keysAgreed = false;
    secured.once('keylog', () => (keysAgreed = true));
    secured.once('secureConnect', () => {
      const refusal = verifyServer(secured, tls);
      if (refusal) {
        reject(refusal);
        secured.destroy();
        return;
      }
      secured.pause();
      resolve(secured);
    });
    secured.once('error', (error: NodeJS.ErrnoException) => {
      reject(handshakeFailure(error, { keysAgreed, tls }));
    });
    secured.once('close', () => {
      reject(new TransportError('tls', 'ECONNRESET', 'the line was closed during the TLS handshake'));
    });
  });
  return { socket, opened, phase: () => 'tls' };
}

/** The attempt's socket, or the failure of the attempt, the clock or the signal, whichever is first. */
function withinTime<T extends Socket>(options: ConnectOptions, attempt: Attempt<T>): Promise<T> {
  const { signal, clock, timeout } = options;
  return new Promise<T>((resolve, reject) => {
    const give = (error: TransportError): void => {
      settle();
      attempt.socket.on('error', () => undefined);
      attempt.socket.destroy();
      reject(error);
    };
    const onAbort = (): void => give(new TransportError(attempt.phase(), CONNECT_CANCELLED, 'cancelled'));
    const onTimeout = (): void => give(new TransportError(attempt.phase(), CONNECT_TIMEOUT, `no answer within ${timeout} ms`));
    const cancelTimer = timeout > 0 ? clock.setTimer(timeout, onTimeout) : () => undefined;
    const settle = (): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    attempt.opened.then(settle, () => {
      settle();
      attempt.socket.destroy();
    });
    attempt.opened.then(resolve, reject);
    if (signal?.aborted) onAbort();
  });
}
