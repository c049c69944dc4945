/** The association request/reject/release timer (PS3.8 §9.1.5). One at a time; 0 milliseconds is no timer. */
import type { Clock } from '../lib/clock.ts';

export class Artim {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #expired: (milliseconds: number) => void;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, milliseconds: number, expired: (milliseconds: number) => void) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#expired = expired;
  }

  /** Starts, or starts again. */
  start(): void {
    this.stop();
    const milliseconds = this.#milliseconds;
    if (milliseconds > 0) this.#cancel = this.#clock.setTimer(milliseconds, () => this.#expired(milliseconds));
  }

  stop(): void {
    this.#cancel();
  }
}
