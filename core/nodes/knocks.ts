/**
 * Who called our port lately, let in or not: what a move that brought nothing is held against (FAILURES F12). A bounded memory, newest
 * last; times are the clock's.
 */
import type { AssociationFacts, AssociationObserver, Knock } from '../association/types.ts';
import type { Clock } from '../lib/clock.ts';

const KEPT = 500;

export interface CallsSeen {
  readonly knocks: readonly Knock[];
  /** Associations that our port accepted. */
  readonly accepted: readonly AssociationFacts[];
}

export interface Knocks {
  readonly observer: AssociationObserver;
  /** What came since a moment of the clock. */
  since(at: number): CallsSeen;
}

interface Timed<T> {
  readonly at: number;
  readonly what: T;
}

export function createKnocks(clock: Clock): Knocks {
  const knocks: Timed<Knock>[] = [];
  const accepted: Timed<AssociationFacts>[] = [];
  const keep = <T>(list: Timed<T>[], what: T): void => {
    list.push({ at: clock.now(), what });
    if (list.length > KEPT) list.splice(0, list.length - KEPT);
  };
  const since = <T>(list: readonly Timed<T>[], at: number): readonly T[] => list.filter((seen) => seen.at >= at).map(({ what }) => what);
  return {
    observer: {
      knock: (knock) => keep(knocks, knock),
      established: (facts) => {
        if (facts.role === 'acceptor') keep(accepted, facts);
      },
    },
    since: (at) => ({ knocks: since(knocks, at), accepted: since(accepted, at) }),
  };
}
