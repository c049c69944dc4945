/** A clock that stands still until it is told to go on: timers fire in their order, each at its own moment, without any waiting. */
import type { Clock } from '../../core/lib/clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass, firing what becomes due on the way, timers set by timers included. */
  advance(milliseconds: number): void;
  /** Timers that have neither fired nor been cancelled. */
  readonly pending: number;
}

interface Timer {
  readonly due: number;
  readonly fire: () => void;
}

export function createFakeClock(start = 0): FakeClock {
  let now = start;
  let timers: readonly Timer[] = [];

  const nextDue = (until: number): Timer | undefined =>
    timers
      .filter(({ due }) => due <= until)
      .reduce<Timer | undefined>((first, timer) => (first && first.due <= timer.due ? first : timer), undefined);

  return {
    now: () => now,
    setTimer(milliseconds, fire) {
      const timer: Timer = { due: now + Math.max(0, milliseconds), fire };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(milliseconds) {
      const until = now + milliseconds;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        const due = timer;
        now = due.due;
        timers = timers.filter((other) => other !== due);
        due.fire();
      }
      now = until;
    },
    get pending() {
      return timers.length;
    },
  };
}
