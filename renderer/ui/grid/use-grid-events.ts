// What keys and the mouse do to a table: pure intents from keys.ts and selection.ts, carried out on the live rows.
import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { Column, TreeShape } from './column.ts';
import { intentOf, type GridIntent } from './keys.ts';
import { scrollTopFor } from './reveal.ts';
import { selectAll, selectOnly, selectRow, type GridSelection, type SelectMode } from './selection.ts';
import { useTypeAhead } from './use-type-ahead.ts';

interface Live<Row> {
  readonly rows: readonly Row[];
  readonly order: readonly string[];
  readonly focusIndex: number;
  readonly element: RefObject<HTMLDivElement | null>;
  readonly rowHeight: number;
  readonly columns: readonly Column<Row>[];
  readonly tree: TreeShape<Row> | null;
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  readonly onOpen?: (row: Row, alternative: boolean) => void;
  readonly onSpace?: (row: Row) => void;
  readonly onInspect?: (row: Row) => void;
}

const indexAt = (target: EventTarget): number => {
  const row = target instanceof Element ? target.closest('[data-row-index]') : null;
  return row instanceof HTMLElement ? Number(row.dataset['rowIndex']) : -1;
};

const isWidget = (target: EventTarget) => target instanceof Element && target.closest('button, input, a, [role="checkbox"]') !== null;

interface Place {
  readonly grid: HTMLElement;
  readonly index: number;
  readonly rowHeight: number;
}

/** Measured now: the table may have been scrolled since its rows were drawn, and must not jump under the pointer. */
function reveal(row: HTMLElement, { grid, index, rowHeight }: Place): void {
  const head = row.parentElement?.offsetTop ?? 0;
  const wanted = scrollTopFor(index, { scrollTop: grid.scrollTop, height: grid.clientHeight, head, rowHeight });
  if (wanted !== grid.scrollTop) grid.scrollTop = wanted;
}

export function useGridEvents<Row>(live: Live<Row>) {
  const typeAhead = useTypeAhead();
  const wantsFocus = useRef(false);
  const pressed = useRef(false);
  const { element, focusIndex, order, rowHeight } = live;

  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    const row = element.current?.querySelector<HTMLElement>(`[data-row-index="${focusIndex}"]`);
    if (!element.current || !row) return;
    reveal(row, { grid: element.current, index: focusIndex, rowHeight });
    row.focus({ preventScroll: true });
  });

  const selectAt = (index: number, mode: SelectMode) => {
    const key = order[index];
    if (key === undefined) return;
    wantsFocus.current = true;
    live.onSelection(selectRow(live.selection, { order, key, mode }));
  };

  const parentOf = (index: number): number | null => {
    const row = live.rows[index];
    if (!live.tree || row === undefined) return null;
    const level = live.tree.level(row);
    for (let above = index - 1; above >= 0; above--) {
      const candidate = live.rows[above];
      if (candidate !== undefined && live.tree.level(candidate) < level) return above;
    }
    return null;
  };

  /** What is opened is selected: actions are about the selection, which must have arrived before they run. */
  const selectFirst = (index: number) => {
    const key = order[index];
    if (key !== undefined && !live.selection.keys.has(key)) flushSync(() => selectAt(index, 'only'));
  };

  const typeTo = (letter: string, index: number) => {
    const found = typeAhead(letter, { rows: live.rows, columns: live.columns, grid: element.current, at: index });
    if (found >= 0) selectAt(found, 'only');
  };

  const carryOut = (intent: GridIntent, index: number): void => {
    const row = live.rows[index];
    if (row === undefined) return;
    switch (intent.kind) {
      case 'move':
        selectAt(intent.to, intent.mode);
        break;
      case 'select-all':
        live.onSelection(selectAll(live.selection, order));
        break;
      case 'toggle':
        selectAt(index, 'toggle');
        break;
      case 'open':
        selectFirst(index);
        live.onOpen?.(row, intent.alternative);
        break;
      case 'space':
        if (live.onSpace) {
          selectFirst(index);
          live.onSpace(row);
        } else selectAt(index, 'toggle');
        break;
      case 'expand':
        live.tree?.onToggle(row, intent.expanded);
        break;
      case 'inspect':
        live.onInspect?.(row);
        break;
      case 'clear':
        live.onSelection({ ...live.selection, keys: new Set(), anchor: null });
        break;
      case 'type':
        typeTo(intent.letter, index);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // The table itself has the keys before any of its rows was chosen.
    const before = event.target === event.currentTarget;
    const index = before ? focusIndex : indexAt(event.target);
    const row = live.rows[index];
    if (row === undefined || (isWidget(event.target) && !event.key.startsWith('Arrow'))) return;
    const intent = intentOf(event, {
      at: before ? -1 : index,
      count: live.rows.length,
      page: Math.max(1, Math.floor((element.current?.clientHeight ?? 0) / live.rowHeight) - 2),
      expanded: live.tree?.expanded(row) ?? null,
      parent: parentOf(index),
      isTree: live.tree !== null,
      hasSelection: live.selection.keys.size > 0,
    });
    if (!intent) return;
    event.preventDefault();
    event.stopPropagation();
    carryOut(intent, index);
  };

  const onMouseDown = (event: MouseEvent): void => {
    const index = indexAt(event.target);
    const key = order[index];
    const row = live.rows[index];
    pressed.current = true;
    window.addEventListener('mouseup', () => (pressed.current = false), { once: true });
    if (key === undefined || row === undefined || isWidget(event.target)) return;
    if (event.target instanceof Element && event.target.closest('[data-twisty]')) {
      event.preventDefault();
      live.tree?.onToggle(row, !live.tree.expanded(row));
      return;
    }
    selectAt(index, clickMode(event, live.selection, key));
  };

  /** A plain click on one of many selected rows selects it alone, but only when no drag came of it. */
  const onClick = (event: MouseEvent) => {
    if (event.shiftKey || modOf(event) || isWidget(event.target)) return;
    const key = order[indexAt(event.target)];
    if (key !== undefined && live.selection.keys.size > 1 && live.selection.keys.has(key)) selectAt(indexAt(event.target), 'only');
  };

  const onDoubleClick = (event: MouseEvent) => {
    const row = live.rows[indexAt(event.target)];
    if (row !== undefined && !isWidget(event.target)) live.onOpen?.(row, event.shiftKey);
  };

  /** Coming in by key with nothing selected takes the row: Enter then has a subject. */
  const onFocus = (event: FocusEvent) => {
    const key = order[indexAt(event.target)];
    if (key === undefined) return;
    const comesIn = !(event.relatedTarget instanceof Element && element.current?.contains(event.relatedTarget));
    if (comesIn && !pressed.current && live.selection.keys.size === 0) live.onSelection(selectOnly(key));
    else if (live.selection.focus !== key) live.onSelection({ ...live.selection, focus: key });
  };

  return { grid: { onKeyDown, onFocus }, body: { onMouseDown, onClick, onDoubleClick } };
}

/** A press on a row of a selection of many may become a drag or a menu for all of them: they stay selected. */
function clickMode(event: MouseEvent, { keys }: GridSelection, key: string): SelectMode {
  if (event.button === 2) return keys.has(key) ? 'focus' : 'only';
  if (event.shiftKey) return 'extend';
  if (modOf(event)) return 'toggle';
  return keys.size > 1 && keys.has(key) ? 'focus' : 'only';
}

const modOf = (event: MouseEvent) => event.ctrlKey || event.metaKey;
