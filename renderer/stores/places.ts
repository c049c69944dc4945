// Where the person is, and was: screens with what they should show, like a browser's history.
import { createStore, type StoreApi } from 'zustand/vanilla';

export type Place =
  /** `selfTest`: runs it. */
  | { readonly screen: 'overview'; readonly selfTest?: true }
  | { readonly screen: 'inbox'; readonly studyUid?: string }
  /** `text` is a search as typed into the command field; `nodeId` limits the search to it, `studyUids` asks for these studies and nothing else. */
  | { readonly screen: 'search'; readonly text?: string; readonly nodeId?: string; readonly studyUids?: readonly string[] }
  | { readonly screen: 'transfers'; readonly transferId?: string }
  /** `peer`: only associations with this address or title. */
  | { readonly screen: 'log'; readonly peer?: string }
  /** `field`: the editor's cursor goes there. `adding`: the cursor goes to the field for a new address. */
  | { readonly screen: 'nodes'; readonly tab?: 'knocks'; readonly nodeId?: string; readonly field?: string; readonly adding?: true }
  /** `field`: the cursor goes there, else to the first of the section. */
  | {
      readonly screen: 'settings';
      readonly field?: 'pass-phrase';
      readonly section?: 'me' | 'inbox' | 'clean-up' | 'senders' | 'search' | 'appearance' | 'shortcuts';
    };

export type ScreenId = Place['screen'];

export interface Places {
  readonly history: readonly Place[];
  readonly at: number;
}

export type PlacesStore = StoreApi<Places>;

const KEPT = 50;

export const createPlaces = (first: Place = { screen: 'overview' }): PlacesStore => createStore(() => ({ history: [first], at: 0 }));

export const here = ({ history, at }: Places): Place => history[at] ?? { screen: 'overview' };

/** Goes there and forgets what lay ahead. Every call is a new place object, so a screen sees that it was asked again. */
export function go(store: PlacesStore, place: Place): void {
  const { history, at } = store.getState();
  const behind = history.slice(Math.max(0, at + 2 - KEPT), at + 1);
  store.setState({ history: [...behind, { ...place }], at: behind.length });
}

export const canStep = ({ history, at }: Places, by: -1 | 1): boolean => history[at + by] !== undefined;

export function step(store: PlacesStore, by: -1 | 1): void {
  const places = store.getState();
  if (canStep(places, by)) store.setState({ at: places.at + by });
}
