// The selection of a table as every desktop has it: click, Ctrl/⌘-click, Shift-click, and the same with arrows.
import { useState } from 'react';

export interface GridSelection {
  readonly keys: ReadonlySet<string>;
  /** The row with the focus. */
  readonly focus: string | null;
  /** Where a Shift selection starts. */
  readonly anchor: string | null;
}

export const emptySelection: GridSelection = { keys: new Set(), focus: null, anchor: null };

export const selectOnly = (key: string): GridSelection => ({ keys: new Set([key]), focus: key, anchor: key });

export type SelectMode = 'only' | 'toggle' | 'extend' | 'focus';

export interface Selecting {
  /** Keys of all rows from top to bottom. */
  readonly order: readonly string[];
  readonly key: string;
  readonly mode: SelectMode;
}

export function selectRow(selection: GridSelection, { order, key, mode }: Selecting): GridSelection {
  switch (mode) {
    case 'only':
      return selectOnly(key);
    case 'focus':
      return { ...selection, focus: key };
    case 'toggle': {
      const keys = new Set(selection.keys);
      if (!keys.delete(key)) keys.add(key);
      return { keys, focus: key, anchor: key };
    }
    case 'extend': {
      const from = order.indexOf(selection.anchor ?? selection.focus ?? key);
      const to = order.indexOf(key);
      const [low, high] = from < 0 ? [to, to] : from < to ? [from, to] : [to, from];
      return { keys: new Set(order.slice(low, high + 1)), focus: key, anchor: order[from < 0 ? to : from] ?? key };
    }
  }
}

export const selectAll = (selection: GridSelection, order: readonly string[]): GridSelection => ({
  keys: new Set(order),
  focus: selection.focus ?? order[0] ?? null,
  anchor: order[0] ?? null,
});

export const useGridSelection = (first: GridSelection = emptySelection) => useState(first);
