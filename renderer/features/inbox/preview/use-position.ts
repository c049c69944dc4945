/** Where one is in a stack, and which way one travels. */
import { useState } from 'react';

export interface Position {
  readonly at: number;
  readonly count: number;
  /** 1 forwards, -1 backwards: what to fetch next. */
  readonly direction: 1 | -1;
  readonly goTo: (index: number) => void;
  /** From wherever it is when the step is taken. */
  readonly step: (by: number) => void;
}

interface At {
  readonly at: number;
  readonly direction: 1 | -1;
}

export const usePosition = (start: number, count: number): Position => {
  const [{ at, direction }, setAt] = useState<At>({ at: start, direction: 1 });
  const move = (to: (now: number) => number): void =>
    setAt((now) => {
      const next = Math.max(0, Math.min(count - 1, to(now.at)));
      return next === now.at ? now : { at: next, direction: next > now.at ? 1 : -1 };
    });
  return {
    at: Math.max(0, Math.min(at, count - 1)),
    count,
    direction,
    goTo: (index) => move(() => index),
    step: (by) => move((now) => now + by),
  };
};
