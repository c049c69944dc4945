/**
 * The port that others call (PS3.8 §9.1.4): takes lines over TCP or TLS, bounds those that have not associated yet, and hands each to an
 * acceptance. Connections without an association never use up the association limit.
 */
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { TransportError } from '../errors.ts';
import { requireWithin } from '../pdu/check.ts';
import { prepareAcknowledgements } from './quick-ack.ts';
import { withReadBuffer, type ChunkTaker } from './read-buffer.ts';
import { serverTlsOptions, tlsFailure, tlsInformation, verifyClient } from './tls.ts';
import { endpoint, errorCode, SocketTransport, type Transport } from './transport.ts';
import type { Endpoint, Knock, TlsOptions } from './types.ts';

export interface ListenerOptions {
  readonly host: string | undefined;
  readonly port: number;
  readonly tls: TlsOptions | undefined;
  /** Lines at once that have not associated. */
  readonly unassociated: number;
  /** Milliseconds for the TLS handshake; 0 takes Node's own limit. */
  readonly handshake: number;
  readonly onLine: (transport: Transport, line: Line) => void;
  readonly onKnock: (knock: Knock) => void;
}

/** The socket's place among the unassociated ones. */
export interface Line {
  /** It is an association now: no longer counts as unassociated. */
  leave(): void;
  /** The association has ended and the socket has not: counts again, until it is gone. */
  rejoin(): void;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** No new lines; those that have not associated are closed. */
  close(): void;
  /** Closes what is left; settles when the port and every socket of it are gone. */
  gone(): Promise<void>;
}

const BACKLOG = 511;

/** Rejects with a `UsageError` for a port or TLS options that cannot be, with a `TransportError` when the port cannot be opened. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  requireWithin('the port', options.port, { from: 0, to: 65_535 });
  const lines: Lines = { unassociated: new Set(), open: new Set() };
  const server = options.tls ? tlsServer(options, options.tls, lines) : plainServer(options, lines);
  const address = await listening(server, options);
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
  return {
    host: address.address,
    port: address.port,
    close() {
      // Associations go on: what the server waits for is their affair.
      server.close();
      server.unref();
      for (const socket of lines.unassociated) socket.destroy();
    },
    async gone() {
      const gone = [...lines.open].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
      for (const socket of lines.open) socket.destroy();
      await Promise.all([closed, ...gone]);
    },
  };
}

interface Lines {
  readonly unassociated: Set<Socket>;
  /** Every socket of this port, until it is closed. */
  readonly open: Set<Socket>;
}

function listening(server: Server, options: ListenerOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    // For good: a system that is short of descriptors may fail to take a line long after the port was opened, and goes on taking others.
    server.on('error', (error: NodeJS.ErrnoException) => {
      reject(new TransportError('connect', errorCode(error), error.message));
    });
    server.listen({ port: options.port, backlog: BACKLOG, ...(options.host !== undefined && { host: options.host }) }, () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address);
    });
  });
}

function plainServer(options: ListenerOptions, lines: Lines): Server {
  prepareAcknowledgements();
  const server = createServer({ pauseOnConnect: true, noDelay: true });
  server.on('connection', (accepted) => {
    if (!admit(accepted, options, lines)) return;
    const chunks: ChunkTaker = {};
    const buffered = withReadBuffer(accepted, chunks);
    const socket = buffered ?? accepted;
    enter(socket, lines);
    options.onLine(new SocketTransport(socket, buffered && { chunks }), lineOf(socket, lines));
  });
  return server;
}

function tlsServer(options: ListenerOptions, tls: TlsOptions, lines: Lines): Server {
  const server = createTlsServer({
    ...serverTlsOptions(tls),
    noDelay: true,
    ...(options.handshake > 0 && { handshakeTimeout: options.handshake }),
  });
  const rawByPeer = new Map<string, Socket>();
  /** Of lines that were let in: a socket that has failed no longer knows who was at its other end. */
  const remotes = new WeakMap<Socket, Endpoint>();
  server.on('connection', (socket: Socket) => {
    if (!admit(socket, options, lines)) return;
    enter(socket, lines);
    remotes.set(socket, remoteOf(socket));
    const key = peerKey(socket);
    rawByPeer.set(key, socket);
    socket.once('close', () => rawByPeer.delete(key));
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const raw: unknown = Reflect.get(socket, '_parent');
    const remote = raw instanceof Socket ? remotes.get(raw) : remoteOf(socket);
    // Node hangs up on a certificate that it refuses; why is on the socket.
    const refused: unknown = socket.authorizationError;
    const detail = typeof refused === 'string' ? refused : tlsFailure(error).code;
    if (remote) options.onKnock({ remote, outcome: 'tls-failed', detail });
    socket.destroy();
  });
  server.on('secureConnection', (socket) => {
    const refusal = verifyClient(socket, tls);
    if (refusal) {
      options.onKnock({ remote: remoteOf(socket), outcome: 'tls-failed', detail: refusal.code });
      socket.destroy();
      return;
    }
    const raw = rawByPeer.get(peerKey(socket)) ?? socket;
    socket.pause();
    options.onLine(new SocketTransport(socket, { tls: tlsInformation(socket) }), lineOf(raw, lines));
  });
  return server;
}

/** Whether there is room for another line; closes the socket when there is not. */
function admit(socket: Socket, options: ListenerOptions, { unassociated }: Lines): boolean {
  if (unassociated.size < options.unassociated) return true;
  const detail = `more than ${options.unassociated} connections without an association`;
  options.onKnock({ remote: remoteOf(socket), outcome: 'limit', detail });
  socket.destroy();
  return false;
}

function enter(socket: Socket, { unassociated, open }: Lines): void {
  socket.on('error', () => undefined);
  unassociated.add(socket);
  open.add(socket);
  socket.once('close', () => {
    unassociated.delete(socket);
    open.delete(socket);
  });
}

function lineOf(socket: Socket, { unassociated }: Lines): Line {
  return {
    leave() {
      unassociated.delete(socket);
    },
    rejoin() {
      if (!socket.destroyed) unassociated.add(socket);
    },
  };
}

function peerKey(socket: Socket): string {
  const { address, port } = remoteOf(socket);
  return `${address} ${port}`;
}

function remoteOf(socket: Socket): Endpoint {
  return endpoint(socket.remoteAddress, socket.remotePort);
}
