// A scripted peer on a raw socket: says the bytes that a test gives it, expects the bytes that should come, stalls, drips, closes, resets.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { fromHex, toHex } from '../../core/lib/bytes.ts';
import { until } from './until.ts';

export interface RawPduReceived {
  readonly type: number;
  /** The whole PDU, header included. */
  readonly bytes: Uint8Array;
  readonly hex: string;
}

export class RawPeer implements AsyncDisposable {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #swallowing = false;
  #waiting: (() => void)[] = [];
  #closed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      if (!this.#swallowing) this.#received = Buffer.concat([this.#received, chunk]);
      this.#notify();
    });
    for (const event of ['end', 'error', 'close']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#closed ||= event === 'close';
        this.#notify();
      });
    }
  }

  /** Calls a port on loopback. */
  static async call(port: number): Promise<RawPeer> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const peer = new RawPeer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return peer;
  }

  /** Hexadecimal text or bytes. */
  send(...parts: readonly (string | Uint8Array)[]): void {
    for (const part of parts) this.#socket.write(typeof part === 'string' ? fromHex(part) : part);
  }

  /** One byte at a time, each in a segment of its own as far as the system allows. */
  async drip(bytes: Uint8Array): Promise<void> {
    for (const byte of bytes) {
      await new Promise<void>((resolve) => {
        this.#socket.write(Uint8Array.of(byte), () => {
          setImmediate(resolve);
        });
      });
    }
  }

  /** The next whole PDU; fails when the line ends first. */
  async pdu(): Promise<RawPduReceived> {
    await this.#until(() => this.#complete() || this.#ended, 'a PDU');
    if (!this.#complete()) throw new Error(`the line ended after ${toHex(this.#received)}`);
    const length = 6 + this.#received.readUInt32BE(2);
    const bytes = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return { type: bytes[0] ?? 0, bytes, hex: toHex(bytes) };
  }

  /** The peer closed its side; nothing but what was already read came before. */
  async end(): Promise<void> {
    await this.#until(() => this.#ended, 'the end of the line');
  }

  /** Bytes that came and were not read as PDUs. */
  get unread(): string {
    return toHex(this.#received);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Nothing more is read from now on: the other side's writes pile up. */
  stall(): void {
    this.#socket.pause();
  }

  /** From now on what comes is read and forgotten. */
  swallow(): void {
    this.#swallowing = true;
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Ends our direction in good order. */
  close(): void {
    this.#socket.end();
  }

  /** RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    await this.#until(() => this.#closed, 'the raw socket to close');
  }

  /** Waits for events of the socket, not for time to pass. */
  async #until(condition: () => boolean, what: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`waited 10 s for ${what}; got ${toHex(this.#received)}`));
      }, 10_000);
    });
    try {
      while (!condition()) await Promise.race([late, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
    } finally {
      clearTimeout(timer);
    }
  }

  #notify(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  #complete(): boolean {
    return this.#received.length >= 6 && this.#received.length >= 6 + this.#received.readUInt32BE(2);
  }
}

export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** The next caller. */
  accept(): Promise<RawPeer>;
}

/** A port that takes calls and says nothing by itself. */
export async function rawServer(): Promise<RawServer> {
  const callers: RawPeer[] = [];
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    callers.push(new RawPeer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const accepted: RawPeer[] = [];
  return {
    port: address.port,
    async accept() {
      await until(() => callers.length > 0, { what: 'a caller' });
      const peer = callers.shift();
      if (!peer) throw new Error('no caller');
      accepted.push(peer);
      return peer;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const peer of [...accepted, ...callers]) await peer[Symbol.asyncDispose]();
    },
  };
}
