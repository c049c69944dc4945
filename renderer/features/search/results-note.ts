/** The line below the results: how many there are and what may be missing. */
import { countText, pluralText } from '../../format/quantity.ts';
import type { SearchState } from './session.ts';

export const resultsNote = ({ phase, matches, asked, progress }: SearchState): string => {
  if (phase === 'never' || asked === null) return '';
  const studies = pluralText(matches.length, 'study', 'studies');
  const found = phase === 'asking' ? `${studies} so far` : studies;
  const failed = [...progress.values()].filter(({ state }) => state === 'failed').length;
  const without = failed === 0 ? '' : `without ${pluralText(failed, 'node that failed', 'nodes that failed')}`;
  return [found, without, `${countText(asked.query.limit)} is the limit per node`].filter((part) => part !== '').join(' · ');
};
