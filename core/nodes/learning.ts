/** How what was seen of a node changes what is known of it. Pure. */
import type { Failure } from '../association/types.ts';
import type { NodeAbilities } from '../contract/nodes.ts';
import type { Climbed } from './ladder.ts';
import type { Known } from './node-table.ts';
import type { Learnt } from './types.ts';

/** Round trips that are kept for the sparkline. */
const ROUND_TRIPS = 20;

const NO: Readonly<Record<keyof NodeAbilities, string>> = {
  query: 'no query',
  get: 'no C-GET',
  move: 'no C-MOVE',
  store: 'no store',
  commitment: 'no commitment',
  worklist: 'no worklist',
};

export function climbed(known: Known, found: Climbed, now: string): Known {
  const checked: Known = {
    ...known,
    lastChecked: now,
    implementation: found.implementation ?? known.implementation,
    abilities: found.abilities ?? known.abilities,
    certificate: found.certificate ?? known.certificate,
    roundTrips: found.roundTripMs === null ? known.roundTrips : withRoundTrip(known.roundTrips, found.roundTripMs),
  };
  if (found.failedAt === null) return working({ ...checked, lastSeen: now }, known, notOffered(found.abilities));
  const unreachable = found.failedAt === 'name' || found.failedAt === 'reach' || (found.failure !== null && isSilence(found.failure));
  return {
    ...checked,
    lastSeen: unreachable ? checked.lastSeen : now,
    outcome: unreachable ? 'unreachable' : 'refused',
    stateText: textOf(found.failure),
  };
}

export function learnt(known: Known, what: Learnt, now: string): Known {
  if (what.kind === 'answered') {
    const seen: Known = {
      ...known,
      lastSeen: now,
      lastChecked: now,
      implementation: what.implementation ?? known.implementation,
      abilities: { ...known.abilities, ...what.abilities },
      roundTrips: what.roundTripMs === undefined ? known.roundTrips : withRoundTrip(known.roundTrips, what.roundTripMs),
    };
    return working(seen, known, what.abilities ?? {});
  }
  const { failure, refused } = what;
  if (refused) {
    // What the ladder found already is no news: a printer takes no queries, and is in order.
    if (known.abilities[refused] === false && known.outcome === 'ok') return { ...known, lastSeen: now };
    return { ...known, lastSeen: now, abilities: { ...known.abilities, [refused]: false }, outcome: 'refused', stateText: NO[refused] };
  }
  if (failure?.kind === 'failed' && failure.phase === 'cancelled') return known;
  const unreachable = failure !== null && isSilence(failure);
  return {
    ...known,
    lastSeen: unreachable ? known.lastSeen : now,
    outcome: unreachable ? 'unreachable' : 'refused',
    stateText: textOf(failure),
  };
}

/**
 * It answered. What it had refused to do when it was asked stays refused until it has done it: an accepted context or an echo proves
 * nothing of that (Orthanc accepts every query context and hangs up when it is used).
 */
function working(seen: Known, before: Known, found: Partial<NodeAbilities>): Known {
  const refused = refusedAbility(before);
  // Found not to be offered at all, it is no refusal any more.
  if (refused === undefined || found[refused] != null) return { ...seen, outcome: 'ok', stateText: '' };
  return { ...seen, abilities: { ...seen.abilities, [refused]: false }, outcome: 'refused', stateText: NO[refused] };
}

/** An accepted context proves nothing, one that is not accepted does. */
const notOffered = (abilities: NodeAbilities | null): Partial<NodeAbilities> =>
  Object.fromEntries(Object.entries(abilities ?? {}).filter(([, able]) => able === false));

/** What was refused when it was asked, where it was one thing and not the whole call. */
export function refusedAbility({ outcome, stateText }: Known): keyof NodeAbilities | undefined {
  if (outcome !== 'refused') return undefined;
  const abilities: readonly (keyof NodeAbilities)[] = ['query', 'get', 'move', 'store', 'commitment', 'worklist'];
  return abilities.find((ability) => NO[ability] === stateText);
}

const withRoundTrip = (trips: readonly number[], ms: number): readonly number[] => [...trips, Math.round(ms * 10) / 10].slice(-ROUND_TRIPS);

/** Nobody there: no line came about. */
const isSilence = (failure: Failure): boolean =>
  failure.kind === 'failed' && (failure.phase === 'name' || failure.phase === 'connect' || failure.code === 'connect-timeout');

function textOf(failure: Failure | null): string {
  switch (failure?.kind) {
    case undefined:
      return 'refused';
    case 'rejected':
      return 'refused';
    case 'aborted':
      return 'hung up';
    case 'failed':
      switch (failure.phase) {
        case 'name':
          return 'unknown name';
        case 'connect':
          return failure.code === 'ECONNREFUSED' ? 'nothing listens' : 'no answer';
        case 'tls':
          return 'encryption';
        case 'first-byte':
          return 'not DICOM';
        case 'timer':
          return failure.code === 'connect-timeout' ? 'no answer' : 'silent';
        case 'established':
          return failure.problem ? 'not DICOM' : 'line broke';
        case 'no-context':
          return 'nothing accepted';
        case 'cancelled':
          return '';
      }
  }
}
