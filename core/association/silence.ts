/**
 * The two clocks of an established association: silence of a peer that owes us something, and silence while nothing is under way. One timer
 * an association, looked at only when it fires, so that traffic costs no timers.
 */
import type { Clock } from '../lib/clock.ts';

/** Whose turn it is. Work of our own is never the peer's silence. */
export type Turn = 'peer' | 'ours' | 'nobody';

export interface SilenceOptions {
  readonly clock: Clock;
  /** Milliseconds; 0 is for ever. */
  readonly message: number;
  readonly idle: number;
  readonly turn: () => Turn;
  readonly onSilence: (which: 'message' | 'idle', milliseconds: number) => void;
}

/** How often at least the turn is looked at while it is ours. */
const LONGEST_CHECK = 60_000;

export class Silence {
  readonly #options: SilenceOptions;
  #lastSign: number;
  #cancel: () => void = () => undefined;

  constructor(options: SilenceOptions) {
    this.#options = options;
    this.#lastSign = options.clock.now();
    this.#arm();
  }

  /** A sign of life, or a change of whose turn it is. */
  sign(): void {
    this.#lastSign = this.#options.clock.now();
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => undefined;
  }

  #arm(remaining = LONGEST_CHECK): void {
    const { message, idle, clock } = this.#options;
    // The shortest clock, because whose turn it is may change in between.
    const limits = [message, idle, remaining].filter((limit) => limit > 0);
    this.#cancel = clock.setTimer(Math.min(...limits), () => {
      this.#check();
    });
  }

  #check(): void {
    const { clock, message, idle, turn, onSilence } = this.#options;
    const whose = turn();
    const limit = whose === 'peer' ? message : idle;
    if (whose === 'ours' || limit === 0) {
      this.#lastSign = clock.now();
      this.#arm();
      return;
    }
    const remaining = this.#lastSign + limit - clock.now();
    if (remaining <= 0) onSilence(whose === 'peer' ? 'message' : 'idle', limit);
    else this.#arm(remaining);
  }
}
