// The index of the inbox being made anew from the files: how far it is, and how to end it.
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Rebuilding {
  /** Series looked at, of how many. */
  readonly done: number;
  readonly total: number;
  readonly cancel: () => void;
}

export type RebuildStore = StoreApi<{ readonly running: Rebuilding | null }>;

export const createRebuild = (): RebuildStore => createStore(() => ({ running: null as Rebuilding | null }));
