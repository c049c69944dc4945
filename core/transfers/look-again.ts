/** What was set aside is looked at anew, and nothing else: a share may be back, a copy may have ended, a right may have been given. */
import path from 'node:path';
import type { PreflightDecision } from '../contract/preflight.ts';
import { preflight } from './preflight.ts';
import type { ProblemAt } from './problem.ts';
import type { ObjectRecord } from './types.ts';

export interface LookAgainOptions {
  /** What was set aside. */
  readonly setAside: readonly Pick<ObjectRecord, 'path' | 'entry'>[];
  /** Index of the first thing that is found. */
  readonly from: number;
  /** SOP Instance UIDs that are in the queue already. */
  readonly seen: Iterable<string>;
  readonly decide: (at: ProblemAt) => PreflightDecision;
  readonly signal: AbortSignal;
}

/** What now stands in place of what was set aside; what is still no object is among it, with its reason. */
export async function lookAgain({ setAside, from, seen, decide, signal }: LookAgainOptions): Promise<readonly ObjectRecord[]> {
  const entries = new Set(setAside.flatMap(({ path: place, entry }) => (entry ? [keyOf(place, entry.name)] : [])));
  const wholes = new Set(setAside.flatMap(({ path: place, entry }) => (entry ? [] : [place])));
  const isAsked = ({ path: place, entry }: ObjectRecord): boolean =>
    (entry !== undefined && entries.has(keyOf(place, entry.name))) || isWithin(place, wholes);
  const found: ObjectRecord[] = [];
  await preflight({
    sources: new Set(setAside.map(({ path: place }) => place)),
    signal,
    from,
    seen,
    decide,
    add: (objects) => void found.push(...objects.filter(isAsked)),
  });
  return found;
}

const keyOf = (place: string, entry: string): string => `${place}\0${entry}`;

/** A folder that could not be opened was set aside with all that is in it. */
function isWithin(place: string, wholes: ReadonlySet<string>): boolean {
  for (let at = place; ; at = path.dirname(at)) {
    if (wholes.has(at)) return true;
    if (path.dirname(at) === at) return false;
  }
}
