/** How much of a study, series or instance is in the inbox already, from what the inbox says of itself. */
import type { Match } from './results.ts';

export type Here =
  | { readonly kind: 'none' }
  | { readonly kind: 'all'; readonly count: number }
  | { readonly kind: 'part'; readonly count: number; readonly of: number | null };

/** Objects in the inbox by Study, Series and SOP Instance UID. */
export interface LocalCounts {
  readonly of: (uid: string) => number;
}

/** The UID of a row under which the inbox would hold it. */
export const hereUid = ({ level, row }: Match): string =>
  level === 'IMAGE' ? row.sopInstanceUid : level === 'SERIES' ? row.seriesUid : row.studyUid;

/** How many objects there are; null as soon as one of the nodes that have it does not say, because that one may have more. */
const announced = ({ level, row, answers }: Match): number | null => {
  if (level === 'IMAGE') return 1;
  return [...answers.values()].some(({ instanceCount }) => instanceCount === null) ? null : row.instanceCount;
};

/** Complete only when every node that has it said how many there are. */
export const hereOf = (match: Match, counts: LocalCounts): Here => {
  const count = counts.of(hereUid(match));
  if (count === 0) return { kind: 'none' };
  const of = announced(match);
  return of !== null && count >= of ? { kind: 'all', count } : { kind: 'part', count, of };
};

/** Beside the shape: '118/240', '118' when the node does not say how many. */
export const hereCount = (here: Here): string =>
  here.kind === 'part' ? (here.of === null ? String(here.count) : `${String(here.count)}/${String(here.of)}`) : '';

export const hereWords = (here: Here): string => {
  switch (here.kind) {
    case 'none':
      return 'not here';
    case 'all':
      return 'here';
    case 'part':
      return here.of === null ? `${String(here.count)} here` : `${String(here.count)} of ${String(here.of)} here`;
  }
};
