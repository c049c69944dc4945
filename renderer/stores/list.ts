// Lists that the engine keeps up to date: a snapshot, then what changed. Rows keep their identity until they change, so that a table draws
// only what is new. A stream that ends by itself is listened to again.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ListEvent, StreamEvent, StreamName, StreamPayload } from '../../core/contract.ts';
import type { Api } from '../api.ts';
import { KeyedRows } from './keyed-rows.ts';

export interface ListState<Row> {
  /** False until the first snapshot: then an empty list is really empty. */
  readonly loaded: boolean;
  readonly rows: readonly Row[];
  readonly byKey: KeyedRows<Row>;
}

export type ListStore<Row> = StoreApi<ListState<Row>>;

export const emptyList = <Row>(): ListState<Row> => ({ loaded: false, rows: [], byKey: KeyedRows.empty<Row>() });

export const createListStore = <Row>(): ListStore<Row> => createStore(() => emptyList<Row>());

/** The list after an event; `keyOf` reads the property that identifies a row. */
export function applyListEvent<Row, Key extends keyof Row>(
  state: ListState<Row>,
  event: ListEvent<Row, Key>,
  keyOf: (row: Row) => Row[Key],
): ListState<Row> {
  const byKey = after(state.byKey, event, (row) => String(keyOf(row)));
  return { loaded: true, rows: byKey.rows, byKey };
}

function after<Row, Key extends keyof Row>(
  before: KeyedRows<Row>,
  event: ListEvent<Row, Key>,
  keyOf: (row: Row) => string,
): KeyedRows<Row> {
  switch (event.kind) {
    case 'snapshot':
      return KeyedRows.empty<Row>().with(event.rows, keyOf);
    case 'upsert':
      return before.with(event.rows, keyOf);
    case 'remove':
      return before.without(new Set(event.keys.map(String)), keyOf);
  }
}

const AGAIN_MS = 1_000;

interface Feed<N extends StreamName> {
  readonly name: N;
  readonly payload: StreamPayload<N>;
  readonly take: (event: StreamEvent<N>) => void;
}

/** Listens for as long as the window lives; returns dispose. */
export function follow<N extends StreamName>(api: Api, { name, payload, take }: Feed<N>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dispose = () => {};
  const start = () => {
    dispose = api.listen(name, payload, { event: take, end: () => (timer = setTimeout(start, AGAIN_MS)) });
  };
  start();
  return () => {
    clearTimeout(timer);
    dispose();
  };
}
