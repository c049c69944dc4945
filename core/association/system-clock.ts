/** The process's monotonic clock (PS3.8 §9.1.5 asks for timers, not for the time of day). A timer never keeps the process alive. */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../lib/clock.ts';

// Imported: the global is loaded where it is first asked for, and that would be on an open line.
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
