/**
 * Ties what our own storage SCP receives to the pull that asked for it: by the association for C-GET; for C-MOVE by the move originator
 * (PS3.7 §9.3.1.1) and by the study, series or object that was asked for. What belongs to no pull is nobody's here.
 */
import type { Arrival, Refused } from '../inbox/incoming.ts';
import type { Live } from '../lib/live.ts';
import type { InboxState } from './types.ts';

export interface Expected {
  readonly fits: (arrival: Arrival) => boolean;
  readonly arrived: (arrival: Arrival) => void;
  readonly fitsRefused: (refused: Refused) => boolean;
  readonly refused: (refused: Refused) => void;
}

export interface Arrivals {
  /** Returns what ends the expecting. */
  expect(expected: Expected): () => void;
  close(): void;
}

export function watchArrivals(state: Live<InboxState>): Arrivals {
  const expecting = new Set<Expected>();
  let stops: readonly (() => void)[] = [];
  const leave = (): void => {
    for (const stop of stops) stop();
    stops = [];
  };
  const stopState = state.subscribe((now) => {
    leave();
    if (now.kind !== 'open') return;
    stops = [
      now.inbox.arrived.listen((arrival) => [...expecting].find(({ fits }) => fits(arrival))?.arrived(arrival)),
      now.inbox.refused.listen((refused) => [...expecting].find(({ fitsRefused }) => fitsRefused(refused))?.refused(refused)),
    ];
  });
  return {
    expect(expected) {
      expecting.add(expected);
      return () => void expecting.delete(expected);
    },
    close() {
      stopState();
      leave();
    },
  };
}
