/**
 * Where one is in a stack, and which way one travels. The first step counts at once; what a quick hand adds before the next frame of the
 * screen is drawn once, so that a slow machine skips pictures instead of falling behind.
 */
import { useEffect, useRef, useState } from 'react';

export interface Position {
  readonly at: number;
  readonly count: number;
  /** 1 forwards, -1 backwards: what to fetch next. */
  readonly direction: 1 | -1;
  /** To a place, or from wherever it is when the step is taken. Not while drawing. */
  readonly goTo: (to: number | ((now: number) => number)) => void;
}

interface At {
  readonly at: number;
  readonly direction: 1 | -1;
}

export const usePosition = (start: number, count: number): Position => {
  const [place, setPlace] = useState<At>({ at: start, direction: 1 });
  const live = useRef({ place, count, frame: 0 });
  useEffect(() => {
    live.current.count = count;
  }, [count]);
  const [goTo] = useState(() => {
    const drawn = (): void => {
      live.current.frame = 0;
      setPlace(live.current.place);
    };
    return (to: number | ((now: number) => number)): void => {
      const state = live.current;
      const { at } = state.place;
      const wanted = typeof to === 'number' ? to : to(at);
      const next = Math.max(0, Math.min(state.count - 1, wanted));
      if (next === at) return;
      state.place = { at: next, direction: next > at ? 1 : -1 };
      if (state.frame !== 0) return;
      state.frame = requestAnimationFrame(drawn);
      setPlace(state.place);
    };
  });
  return { ...place, at: Math.max(0, Math.min(place.at, count - 1)), count, goTo };
};
