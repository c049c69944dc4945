// Widths and panes, remembered.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isRecord, recall, remember } from '../lib/remember.ts';

export interface Layout {
  /** px at 100 % scale */
  readonly railWidth: number;
  readonly inspectorWidth: number;
  readonly inspectorOpen: boolean;
}

export type LayoutStore = StoreApi<Layout>;

const KEY = 'layout';
const initial: Layout = { railWidth: 220, inspectorWidth: 340, inspectorOpen: true };

const isLayout = (value: unknown): value is Layout =>
  isRecord(value) &&
  typeof value['railWidth'] === 'number' &&
  typeof value['inspectorWidth'] === 'number' &&
  typeof value['inspectorOpen'] === 'boolean';

export function createLayout(): LayoutStore {
  const store = createStore<Layout>(() => recall(KEY, isLayout) ?? initial);
  store.subscribe((layout) => remember(KEY, layout));
  return store;
}
