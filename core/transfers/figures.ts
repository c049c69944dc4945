/** What moves while a transfer runs: bytes, speed over the last seconds, and when the other side last gave a sign. */
import type { Clock } from '../lib/clock.ts';

const WINDOW_MS = 3_000;

export class Figures {
  readonly #clock: Clock;
  readonly #samples: { readonly at: number; readonly bytes: number }[] = [];
  #bytes = 0;
  #signAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#signAt = clock.now();
  }

  /** Bytes of objects that went over or are on their way in this run. */
  count(bytes: number): void {
    this.#bytes += bytes;
  }

  sign(): void {
    this.#signAt = this.#clock.now();
  }

  /** To be called at a steady pace; speed is measured between calls. */
  sample(): void {
    const now = this.#clock.now();
    this.#samples.push({ at: now, bytes: this.#bytes });
    while ((this.#samples[0]?.at ?? now) < now - WINDOW_MS) this.#samples.shift();
  }

  get bytes(): number {
    return this.#bytes;
  }

  get bytesPerSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return Math.round(((last.bytes - first.bytes) * 1000) / (last.at - first.at));
  }

  get lastSign(): number {
    return Math.round(this.#clock.now() - this.#signAt);
  }
}
