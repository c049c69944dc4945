// A table's columns as the person left them: widths, which are shown, by what it is sorted. Remembered under the table's id.
import { useCallback, useMemo, useState } from 'react';
import { isRecord, recall, remember } from '../../lib/remember.ts';
import type { Column, Sort } from './column.ts';

export interface ColumnsState {
  readonly widths: Readonly<Record<string, number>>;
  /** Chosen visibility, where it differs from the column's own. */
  readonly shown: Readonly<Record<string, boolean>>;
  readonly sort: Sort | null;
}

const MIN_WIDTH = 36;
const MAX_WIDTH = 1_200;

const isState = (value: unknown): value is ColumnsState =>
  isRecord(value) && isRecord(value['widths']) && isRecord(value['shown']) && 'sort' in value;

export interface Columns<Row> {
  readonly all: readonly Column<Row>[];
  readonly visible: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly template: string;
  /** A CSS length of which head and rows are both at least: measured by their words, the two would differ where columns grow. */
  readonly leastWidth: string;
  readonly widthOf: (column: Column<Row>) => number;
  readonly resize: (id: string, width: number) => void;
  /** Back to the width it comes with. */
  readonly unsize: (id: string) => void;
  readonly sortBy: (id: string) => void;
  readonly show: (id: string, shown: boolean) => void;
  readonly reset: () => void;
}

export function useColumns<Row>(tableId: string, all: readonly Column<Row>[], firstSort: Sort | null): Columns<Row> {
  const key = `columns.${tableId}`;
  // The first order counts when the table appears, and whenever the columns are put back.
  const [untouched] = useState<ColumnsState>(() => ({ widths: {}, shown: {}, sort: firstSort }));
  const [state, setState] = useState<ColumnsState>(() => recall(key, isState) ?? untouched);
  const change = useCallback(
    (how: (before: ColumnsState) => ColumnsState) =>
      setState((before) => {
        const after = how(before);
        remember(key, after);
        return after;
      }),
    [key],
  );
  const visible = useMemo(() => all.filter(({ id, optional }) => state.shown[id] ?? !optional), [all, state.shown]);
  // The same until a column changes: the head is drawn for it.
  return useMemo(() => {
    const widthOf = (column: Column<Row>) => state.widths[column.id] ?? column.width;
    return {
      all,
      visible,
      sort: state.sort,
      template: visible.map((column) => trackOf(column, state.widths[column.id])).join(' '),
      leastWidth: scaled(visible.reduce((sum, column) => sum + widthOf(column), 0)),
      widthOf,
      resize: (id, width) =>
        change((s) => ({ ...s, widths: { ...s.widths, [id]: Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width))) } })),
      unsize: (id) => change((s) => ({ ...s, widths: Object.fromEntries(Object.entries(s.widths).filter(([column]) => column !== id)) })),
      sortBy: (id) => change((s) => ({ ...s, sort: { column: id, descending: s.sort?.column === id ? !s.sort.descending : false } })),
      show: (id, shown) => change((s) => ({ ...s, shown: { ...s.shown, [id]: shown } })),
      reset: () => change(() => untouched),
    };
  }, [all, visible, state, change, untouched]);
}

const scaled = (pixels: number): string => `calc(${pixels}px * var(--scale))`;

/** A width chosen by hand stays as chosen: were it to grow on, the edge would run away from the pointer. */
const trackOf = <Row>({ width, grow }: Column<Row>, chosen: number | undefined): string =>
  grow && chosen === undefined ? `minmax(${scaled(width)}, ${width}fr)` : scaled(chosen ?? width);
