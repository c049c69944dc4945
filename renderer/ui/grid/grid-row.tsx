// One row. Drawn again only when something of it changed.
import { ChevronRight } from 'lucide-react';
import { memo, type HTMLAttributes } from 'react';
import { cx } from '../../lib/cx.ts';
import type { Column, TreeShape } from './column.ts';
import styles from './grid.module.css';

export interface GridRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly Column<Row>[];
  readonly tree: TreeShape<Row> | null;
  readonly expanded: boolean | null;
  readonly selected: boolean;
  readonly focusable: boolean;
  /** Functions, not their results: these stay the same while the table scrolls, so that only new rows are drawn. */
  readonly labelOf: ((row: Row) => string) | undefined;
  readonly extraOf: ((row: Row) => HTMLAttributes<HTMLDivElement>) | undefined;
}

function Row<Data>({ row, index, top, columns, tree, expanded, selected, focusable, labelOf, extraOf }: GridRowProps<Data>) {
  const extra = extraOf?.(row);
  const treeAt = tree
    ? Math.max(
        0,
        columns.findIndex((column) => column.tree),
      )
    : -1;
  return (
    <div
      {...extra}
      role="row"
      data-row-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-label={labelOf?.(row)}
      aria-level={tree ? tree.level(row) : undefined}
      aria-expanded={expanded ?? undefined}
      tabIndex={focusable ? 0 : -1}
      className={cx(styles.row, extra?.className)}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + 1}
          title={column.text?.(row)}
          className={cx(styles.cell, column.align === 'end' && styles.end, column.align === 'center' && styles.center)}
        >
          {tree && at === treeAt && <Twisty row={row} tree={tree} expanded={expanded} />}
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

interface TwistyProps<Data> {
  readonly row: Data;
  readonly tree: TreeShape<Data>;
  readonly expanded: boolean | null;
}

function Twisty<Data>({ row, tree, expanded }: TwistyProps<Data>) {
  const indent = { paddingInlineStart: `calc(${(tree.level(row) - 1) * 14}px * var(--scale))` };
  return (
    <span className={styles.twisty} style={indent} aria-hidden="true" data-twisty={expanded === null ? undefined : ''}>
      {expanded !== null && <ChevronRight size={14} className={cx(expanded && styles.open)} />}
    </span>
  );
}

// memo loses the type parameter; the cast gives it back.
export const GridRow = memo(Row) as typeof Row;
