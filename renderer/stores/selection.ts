// What is selected in the screen that is in front: the subject of every action.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InboxTarget, MatchRow } from '../../core/contract.ts';

export type Selection =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'nodes'; readonly ids: readonly string[] }
  | { readonly kind: 'knocks'; readonly ids: readonly string[] }
  | { readonly kind: 'matches'; readonly rows: readonly MatchRow[] }
  /** `instances` is how many objects that is; `label` names it for people: '1 study, 240 images'. */
  | {
      readonly kind: 'inbox';
      readonly targets: readonly InboxTarget[];
      readonly instances: number;
      readonly patients: number;
      readonly studyUids: readonly string[];
      /** Images of selected studies that came at other times than the rows tell. */
      readonly otherArrivals?: number;
      readonly label: string;
    }
  | { readonly kind: 'transfers'; readonly ids: readonly string[] }
  | { readonly kind: 'log'; readonly ids: readonly string[] };

export type SelectionStore = StoreApi<Selection>;

export const NOTHING: Selection = { kind: 'nothing' };

export const createSelection = (): SelectionStore => createStore<Selection>(() => NOTHING);

/** Replaces the selection as a whole: fields of another kind never stay behind. */
export const select = (store: SelectionStore, selection: Selection): void => store.setState(selection, true);
