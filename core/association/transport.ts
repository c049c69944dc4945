/**
 * The line below the upper layer: a TCP or TLS socket behind a small face (PS3.8 §9.1). Nagle is off, every `write` is one system call,
 * and chunks are views into a buffer that is used again. It knows nothing of PDUs.
 */
import type { Socket } from 'node:net';
import { TransportError } from '../errors.ts';
import { isTlsAlert, tlsFailure } from './tls.ts';
import { quickAcknowledge, type Acknowledgements } from './quick-ack.ts';
import type { ChunkTaker } from './read-buffer.ts';
import type { Endpoint, TlsInformation } from './types.ts';

export interface TransportReceiver {
  /** The view is valid during the call, and on while the transport is paused from within it. */
  data(chunk: Uint8Array): void;
  /** Once: the other side ended or broke the line. Not called after `close` or `destroy`. */
  closed(error: TransportError | undefined): void;
}

export interface Transport {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly tls?: TlsInformation;
  /** Bytes that wait in this process for the peer to take them. */
  readonly queued: number;
  /** Reading starts. */
  start(receiver: TransportReceiver): void;
  /** `done` is called when the bytes have left for the system, or the line is gone: the buffer may be used again. */
  write(bytes: Uint8Array, done?: () => void): void;
  /** What is written until the end of this turn leaves in one system call. */
  gather(): void;
  pause(): void;
  resume(): void;
  /** Sends what is queued and the end of our stream; goes on reading. */
  end(): void;
  /** The line is only waited out: it no longer keeps the process alive. */
  linger(): void;
  /** Closes both directions in good order. */
  close(): void;
  /** Closes at once; what is queued is lost. */
  destroy(): void;
}

export class SocketTransport implements Transport {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly tls?: TlsInformation;
  readonly #socket: Socket;
  readonly #chunks: ChunkTaker | undefined;
  readonly #acknowledgements: Acknowledgements | undefined;
  #receiver: TransportReceiver | undefined;
  #paused = false;
  #gathering = false;
  #writes = 0;
  #over = false;
  #error: TransportError | undefined;

  /** The socket is connected without Nagle's algorithm and does not read yet; `chunks` is given when it was made with a read buffer of our own. */
  constructor(socket: Socket, options: { readonly tls?: TlsInformation; readonly chunks?: ChunkTaker } = {}) {
    this.#socket = socket;
    this.#chunks = options.chunks;
    if (options.tls) this.tls = options.tls;
    else this.#acknowledgements = quickAcknowledge(socket);
    this.local = endpoint(socket.localAddress, socket.localPort);
    this.remote = endpoint(socket.remoteAddress, socket.remotePort);
    socket.setKeepAlive(true, 30_000);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // TLS 1.3 tells of a missing client certificate only after the handshake.
      this.#error = isTlsAlert(error) ? tlsFailure(error) : new TransportError('established', errorCode(error), error.message);
    });
    socket.on('end', () => {
      this.#closed();
    });
    socket.on('close', () => {
      // A chunk that is still being looked at holds the line paused.
      const idle = !this.#paused;
      this.#closed();
      if (idle) this.#chunks?.release?.();
    });
  }

  get queued(): number {
    return this.#socket.writableLength;
  }

  start(receiver: TransportReceiver): void {
    this.#receiver = receiver;
    if (this.#chunks) {
      this.#chunks.take = (chunk) => {
        this.#deliver(chunk);
        return !this.#paused;
      };
    } else {
      this.#socket.on('data', (chunk: Uint8Array) => {
        this.#deliver(chunk);
      });
    }
    if (this.#socket.destroyed) this.#closed();
    else if (!this.#paused) this.#socket.resume();
  }

  write(bytes: Uint8Array, done?: () => void): void {
    if (this.#over || !this.#socket.writable) {
      done?.();
      return;
    }
    this.#writes += 1;
    this.#socket.write(bytes, done && (() => done()));
  }

  gather(): void {
    if (this.#gathering || this.#over) return;
    this.#gathering = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#gathering = false;
      this.#socket.uncork();
    });
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    if (this.#receiver && !this.#over) this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  linger(): void {
    this.#socket.unref();
  }

  close(): void {
    this.#over = true;
    // A peer that does not read must not keep the socket open.
    if (this.#socket.writableLength > 0) this.#socket.destroy();
    else this.#socket.destroySoon();
  }

  destroy(): void {
    this.#over = true;
    this.#socket.destroy();
  }

  #deliver(chunk: Uint8Array): void {
    if (this.#over) return;
    const writes = this.#writes;
    this.#acknowledgements?.came();
    this.#receiver?.data(chunk);
    this.#acknowledgeAfter(writes);
  }

  /** What was written meanwhile takes the acknowledgement along. */
  #acknowledgeAfter(writes: number): void {
    if (this.#writes === writes && !this.#over) this.#acknowledgements?.unanswered();
  }

  #closed(): void {
    if (this.#over || !this.#receiver) return;
    this.close();
    this.#receiver.closed(this.#error);
  }
}

/** Node's code for what broke, or the TLS library's reason where that says more. */
export function errorCode(error: NodeJS.ErrnoException): string {
  if (error.code) return error.code;
  return error.name === 'AggregateError' ? 'ECONNREFUSED' : error.name;
}

/** IPv4 addresses without the prefix that they have on a socket for both. */
export function endpoint(address: string | undefined, port: number | undefined): Endpoint {
  return { address: (address ?? '').replace(/^::ffff:/, ''), port: port ?? 0 };
}
