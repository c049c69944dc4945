/**
 * The table: an ARIA grid (treegrid with `tree`) of which only the visible rows exist. Roving focus, desktop selection, type-ahead, sortable and
 * resizable columns that are remembered under `id`. It knows nothing of what the rows mean.
 */
import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type HTMLAttributes, type ReactNode } from 'react';
import { ContextMenu } from '../menu.tsx';
import type { Column, Sort, TreeShape } from './column.ts';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import styles from './grid.module.css';
import type { GridSelection } from './selection.ts';
import { createSorter } from './sort-rows.ts';
import { useColumns } from './use-columns.ts';
import { useGridEvents } from './use-grid-events.ts';
import { useRowHeight } from './use-row-height.ts';

/** Attributes of a row that are not the table's own: drag, drop, data-*. */
export type RowAttributes = HTMLAttributes<HTMLDivElement> & {
  readonly 'data-drop'?: string | undefined;
  readonly 'data-dim'?: string | undefined;
};

export interface GridProps<Row> {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly Row[];
  /** Keep its identity between renders. */
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** The row in one sentence for a screen reader; without it the cells are read. Keep its identity while it says the same: rows are drawn for it. */
  readonly rowLabel?: (row: Row) => string;
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  readonly firstSort?: Sort;
  readonly tree?: TreeShape<Row>;
  /** Enter and double click; `alternative` with Shift. */
  readonly onOpen?: (row: Row, alternative: boolean) => void;
  readonly onSpace?: (row: Row) => void;
  /** Right arrow where there is nothing to expand. */
  readonly onInspect?: (row: Row) => void;
  /** Content of the context menu; the row under the pointer has been selected before. */
  readonly menu?: () => ReactNode;
  /** Keep its identity as long as it gives the same. */
  readonly rowProps?: (row: Row) => RowAttributes;
  /** Instead of rows when there are none. */
  readonly empty?: ReactNode;
}

/** Rows that are drawn beyond those that are seen, so that scrolling finds them there. */
const OVERSCAN = 12;

function Table<Row>(props: GridProps<Row>) {
  const { rows: given, rowKey, selection, tree = null } = props;
  const columns = useColumns(props.id, props.columns, props.firstSort ?? null);
  const level = tree?.level ?? null;
  const [sorted] = useState(() => createSorter<Row>());
  const rows = useMemo(
    () => sorted(given, { columns: props.columns, sort: columns.sort, level }),
    [sorted, given, props.columns, columns.sort, level],
  );
  const order = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const focusIndex = useMemo(() => Math.max(0, selection.focus === null ? 0 : order.indexOf(selection.focus)), [order, selection.focus]);

  const element = useRef<HTMLDivElement>(null);
  const [probe, rowHeight] = useRowHeight();
  // The first rows to be seen are drawn alone, what scrolling may need a frame later: a row takes a millisecond and a half.
  const areThere = useAFrameLater(rows.length > OVERSCAN);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => element.current,
    estimateSize: () => rowHeight,
    overscan: areThere ? OVERSCAN : 0,
    rangeExtractor: useCallback((range: Range) => withFocus(defaultRangeExtractor(range), focusIndex, range.count), [focusIndex]),
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

  const events = useGridEvents({ ...props, rows, order, focusIndex, element, rowHeight, columns: columns.visible, tree });

  const body = (
    <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }} {...events.body}>
      {virtual.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        const key = order[index];
        if (row === undefined || key === undefined) return null;
        return (
          <GridRow
            key={key}
            row={row}
            index={index}
            top={start}
            columns={columns.visible}
            level={tree ? tree.level(row) : null}
            expanded={tree ? tree.expanded(row) : null}
            selected={selection.keys.has(key)}
            focusable={index === focusIndex}
            labelOf={props.rowLabel}
            extraOf={props.rowProps}
          />
        );
      })}
    </div>
  );

  return (
    <div
      ref={element}
      role={tree ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.visible.length}
      aria-multiselectable="true"
      tabIndex={-1}
      className={styles.grid}
      style={{ '--grid-columns': columns.template, '--grid-width': columns.leastWidth }}
      {...events.grid}
    >
      <div ref={probe} className={styles.probe} aria-hidden="true" />
      <GridHeader columns={columns} />
      {rows.length === 0 && props.empty !== undefined ? (
        <div role="rowgroup" className={styles.empty}>
          <div role="row">
            <div role="gridcell" aria-colspan={columns.visible.length}>
              {props.empty}
            </div>
          </div>
        </div>
      ) : props.menu ? (
        <ContextMenu menu={props.menu}>{body}</ContextMenu>
      ) : (
        body
      )}
    </div>
  );
}

/** What is set before a frame is painted still goes into it: the second is the first that comes later. */
function useAFrameLater(value: boolean): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setLater(value));
    });
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return later;
}

/** Drawn for what changed: where rows stream in, keep the identity of everything else that is given. */
export const Grid = memo(Table) as typeof Table;

/** The row with the focus stays in the document wherever the table is scrolled to. */
function withFocus(indexes: number[], focus: number, count: number): number[] {
  return focus >= count || indexes.includes(focus) ? indexes : [...indexes, focus].sort((a, b) => a - b);
}
