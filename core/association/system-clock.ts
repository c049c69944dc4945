/** The process's monotonic clock (PS3.8 §9.1.5 asks for timers, not for the time of day). A timer never keeps the process alive. */
import type { Clock } from '../lib/clock.ts';

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer(milliseconds, fire) {
    const timer = setTimeout(fire, milliseconds);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
