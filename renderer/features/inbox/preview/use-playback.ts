/** Playing a stack: on to the next frame when it is due and decoded, from the end to the beginning, until told to stop. */
import { useEffect, useRef, useState } from 'react';
import type { FrameCache } from './frame-cache.ts';
import { faster, nextDue, rateOf, slower } from './playback.ts';
import type { StackFrame } from './stack.ts';
import type { Position } from './use-position.ts';

export interface Playback {
  readonly playing: boolean;
  /** Frames a second that are wanted. */
  readonly rate: number;
  /** Frames a second of the last second; null before there was one. */
  readonly reached: number | null;
  readonly toggle: () => void;
  readonly faster: () => void;
  readonly slower: () => void;
}

export interface PlaybackInput {
  readonly frames: FrameCache;
  readonly stack: readonly StackFrame[];
  readonly position: Position;
  /** Of the frame that is shown; null when the object does not say. */
  readonly frameTime: number | null;
}

const SECOND_MS = 1_000;

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

export const usePlayback = ({ frames, stack, position, frameTime }: PlaybackInput): Playback => {
  const [playing, setPlaying] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const [reached, setReached] = useState<number | null>(null);
  const rate = chosen ?? rateOf(frameTime);
  const live = useRef({ position, rate });
  useEffect(() => {
    live.current = { position, rate };
  });
  const canPlay = playing && stack.length > 1;
  useEffect(() => {
    if (!canPlay) return undefined;
    const stop = new AbortController();
    const stopped = (): boolean => stop.signal.aborted;
    const run = async (): Promise<void> => {
      let due = performance.now();
      let second = { since: due, steps: 0 };
      while (!stopped()) {
        const now = performance.now();
        due = nextDue(due, now, SECOND_MS / live.current.rate);
        const next = (live.current.position.at + 1) % stack.length;
        const address = stack[next];
        const ready = address === undefined ? undefined : frames.get(address, stop.signal).catch(() => undefined);
        await Promise.all([ready, sleep(due - now, stop.signal)]);
        if (stopped()) return;
        live.current.position.goTo(next);
        second = { ...second, steps: second.steps + 1 };
        const passed = performance.now() - second.since;
        if (passed < SECOND_MS) continue;
        setReached((second.steps * SECOND_MS) / passed);
        second = { since: performance.now(), steps: 0 };
      }
    };
    void run();
    return () => stop.abort();
  }, [canPlay, frames, stack]);
  return {
    playing: canPlay,
    rate,
    reached: canPlay ? reached : null,
    toggle: () => {
      setReached(null);
      setPlaying((now) => !now);
    },
    faster: () => setChosen(faster(rate)),
    slower: () => setChosen(slower(rate)),
  };
};
