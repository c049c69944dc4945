/** Climbs under way: those who verify one node at the same time share one climb; it stops when the last of them leaves. */
import type { Rung } from '../contract/nodes.ts';
import type { About, Step } from '../failures/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { ApplicationEntity } from '../services/types.ts';
import { climb, type Climbed } from './ladder.ts';
import type { NodeRequest } from './types.ts';

export interface ClimbsOptions {
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  readonly request: (id: string) => NodeRequest;
  readonly about: (id: string, step: Step) => About;
  /** A climb of the node began or ended. */
  readonly changed: (id: string) => void;
  /** Not called for a climb that was stopped. */
  readonly ended: (id: string, found: Climbed) => void;
}

export interface Climbs {
  isClimbing(id: string): boolean;
  /** Verifies without anybody watching. */
  start(id: string): void;
  join(id: string, signal?: AbortSignal): AsyncIterable<readonly Rung[]>;
  stop(id: string): void;
  close(): void;
}

interface Climb {
  readonly controller: AbortController;
  ladder: readonly Rung[];
  over: boolean;
  climbers: number;
  /** Woken at the next change. */
  waiting: (() => void)[];
}

export function createClimbs(options: ClimbsOptions): Climbs {
  const climbs = new Map<string, Climb>();

  const wake = (running: Climb): void => {
    for (const go of running.waiting.splice(0)) go();
  };

  const begin = (id: string): Climb => {
    const running: Climb = { controller: new AbortController(), ladder: [], over: false, climbers: 0, waiting: [] };
    const { signal } = running.controller;
    climbs.set(id, running);
    options.changed(id);
    void climb({
      entity: options.entity,
      clock: options.clock,
      request: options.request(id),
      about: (step) => options.about(id, step),
      signal,
      show: (ladder) => {
        running.ladder = ladder;
        wake(running);
      },
    })
      .then((found) => {
        climbs.delete(id);
        if (signal.aborted) options.changed(id);
        else options.ended(id, found);
      })
      .catch(() => {
        climbs.delete(id);
        options.changed(id);
      })
      .finally(() => {
        running.over = true;
        wake(running);
      });
    return running;
  };

  const enter = (id: string): Climb => {
    const present = climbs.get(id);
    const running = present && !present.controller.signal.aborted ? present : begin(id);
    running.climbers += 1;
    return running;
  };
  const leave = (running: Climb): void => {
    running.climbers -= 1;
    if (running.climbers === 0 && !running.over) running.controller.abort();
  };

  async function* join(id: string, signal?: AbortSignal): AsyncGenerator<readonly Rung[]> {
    const running = enter(id);
    const onAbort = (): void => wake(running);
    signal?.addEventListener('abort', onAbort);
    try {
      let shown: readonly Rung[] | undefined;
      while (signal?.aborted !== true) {
        if (running.ladder !== shown && running.ladder.length > 0) {
          shown = running.ladder;
          yield shown;
        } else if (running.over) {
          return;
        } else {
          await new Promise<void>((resolve) => running.waiting.push(resolve));
        }
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      leave(running);
    }
  }

  return {
    isClimbing: (id) => climbs.has(id),
    start: (id) => void enter(id),
    join,
    stop: (id) => climbs.get(id)?.controller.abort(),
    close: () => {
      for (const { controller } of climbs.values()) controller.abort();
    },
  };
}
