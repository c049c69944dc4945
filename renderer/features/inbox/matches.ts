/** What the filter finds, as the engine says it: until the answer to a new letter is there, the answer to the last one stands. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InboxFilter, InboxMatches } from '../../../core/contract.ts';
import type { Api } from '../../api.ts';
import { follow } from '../../stores/list.ts';

export interface Matches {
  /** UIDs of the studies that are shown; null: all. */
  readonly store: StoreApi<{ readonly studies: ReadonlySet<string> | null }>;
  /** null: no filter. */
  readonly ask: (filter: InboxFilter | null) => void;
}

export const applyMatches = (before: ReadonlySet<string> | null, event: InboxMatches): ReadonlySet<string> => {
  if (event.kind === 'all') return new Set(event.studies);
  const studies = new Set(before);
  for (const uid of event.more) studies.add(uid);
  for (const uid of event.fewer) studies.delete(uid);
  return studies;
};

export const createMatches = (api: Api): Matches => {
  const store = createStore<{ readonly studies: ReadonlySet<string> | null }>(() => ({ studies: null }));
  let asked = '';
  let dispose = (): void => undefined;
  const ask = (filter: InboxFilter | null): void => {
    const key = filter === null ? '' : JSON.stringify(filter);
    if (key === asked) return;
    asked = key;
    dispose();
    dispose = () => undefined;
    if (filter === null) store.setState({ studies: null });
    else {
      const take = (event: InboxMatches): void => store.setState(({ studies }) => ({ studies: applyMatches(studies, event) }));
      dispose = follow(api, { name: 'inbox.search', payload: { filter }, take });
    }
  };
  return { store, ask };
};
