// A line in memory: what a test delivers comes out of one buffer that is spoiled as soon as it may be used again, what is written is kept
// as PDUs. Quicker than a socket by two orders of magnitude.
import type { Transport, TransportReceiver } from '../../core/association/transport.ts';
import { concat, toHex } from '../../core/lib/bytes.ts';

const endpoint = { address: '127.0.0.1', port: 104 };

export class MemoryLine implements Transport {
  readonly local = endpoint;
  readonly remote = endpoint;
  readonly queued = 0;
  readonly #waiting: Uint8Array[] = [];
  #receiver: TransportReceiver | undefined;
  #paused = false;
  #delivering = false;
  #lent: Uint8Array | undefined;
  #written = new Uint8Array(0);
  #gone = false;
  #changed: () => void = () => undefined;

  start(receiver: TransportReceiver): void {
    this.#receiver = receiver;
    this.#deliver();
  }

  write(bytes: Uint8Array, done?: () => void): void {
    this.#written = concat([this.#written, bytes]);
    if (done) queueMicrotask(done);
    this.#changed();
  }

  gather(): void {
    // Nothing is saved by waiting here.
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#deliver();
  }

  end(): void {
    this.#changed();
  }

  linger(): void {
    // Nothing keeps the process alive here.
  }

  close(): void {
    this.destroy();
  }

  destroy(): void {
    this.#gone = true;
    this.#changed();
  }

  /** What the other side sends. */
  deliver(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#deliver();
  }

  /** The other side closes. */
  hangUp(): void {
    if (!this.#gone) this.#receiver?.closed(undefined);
  }

  /** Whole PDUs that were written so far, in hexadecimal. */
  get pdus(): readonly string[] {
    const found: string[] = [];
    const view = new DataView(this.#written.buffer);
    for (let at = 0; at + 6 <= this.#written.length;) {
      const end = at + 6 + view.getUint32(at + 2);
      found.push(toHex(this.#written.subarray(at, end)));
      at = end;
    }
    return found;
  }

  /** Waits until as many PDUs were written, or the line is gone. */
  async written(count: number): Promise<void> {
    while (!this.#gone && this.pdus.length < count) await new Promise<void>((resolve) => (this.#changed = resolve));
  }

  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    while (!this.#paused && !this.#gone && this.#receiver) {
      this.#lent?.fill(0xee);
      const next = this.#waiting.shift();
      this.#lent = next && new Uint8Array(next);
      if (!this.#lent) break;
      this.#receiver.data(this.#lent);
    }
    this.#delivering = false;
  }
}
