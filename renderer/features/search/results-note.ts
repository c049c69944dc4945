/** The line below the results: how many there are and what may be missing. */
import { countText, pluralText } from '../../format/quantity.ts';
import type { SearchState } from './session.ts';

/** Of studies that were asked for by their UIDs: how many nobody has. */
const missingNote = (studyUids: readonly string[] | undefined, { phase, matches }: Pick<SearchState, 'phase' | 'matches'>): string => {
  if (studyUids === undefined || phase !== 'ended') return '';
  const found = new Set(matches.map(({ row }) => row.studyUid));
  const missing = studyUids.filter((uid) => !found.has(uid)).length;
  return missing === 0 ? '' : `${countText(missing)} of ${countText(studyUids.length)} found nowhere`;
};

export const resultsNote = ({ phase, matches, asked, progress }: SearchState): string => {
  if (phase === 'never' || asked === null) return '';
  const studies = pluralText(matches.length, 'study', 'studies');
  const found = phase === 'asking' ? `${studies} so far` : studies;
  const failed = [...progress.values()].filter(({ state }) => state === 'failed').length;
  const without = failed === 0 ? '' : `without ${pluralText(failed, 'node that failed', 'nodes that failed')}`;
  return [found, missingNote(asked.query.studyUids, { phase, matches }), without, `${countText(asked.query.limit)} is the limit per node`]
    .filter((part) => part !== '')
    .join(' · ');
};
