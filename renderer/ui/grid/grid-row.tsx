// One row. Its cells are drawn again only when something of it changed, not when it moves because another row came or went.
import { ChevronRight } from 'lucide-react';
import { memo, useMemo, type HTMLAttributes, type ReactNode } from 'react';
import { cx } from '../../lib/cx.ts';
import type { Column } from './column.ts';
import styles from './grid.module.css';

interface CellsProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  /** In a tree; a number, because the tree itself is another object at each drawing. */
  readonly level: number | null;
  readonly expanded: boolean | null;
}

export interface GridRowProps<Row> extends CellsProps<Row> {
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  readonly focusable: boolean;
  /** Functions, not their results: these stay the same while the table scrolls, so that only new rows are drawn. */
  readonly labelOf: ((row: Row) => string) | undefined;
  readonly extraOf: ((row: Row) => HTMLAttributes<HTMLDivElement>) | undefined;
}

function Row<Data>({ row, index, top, columns, level, expanded, selected, focusable, labelOf, extraOf }: GridRowProps<Data>) {
  const extra = useMemo(() => extraOf?.(row), [extraOf, row]);
  return (
    <div
      {...extra}
      role="row"
      data-row-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-label={labelOf?.(row)}
      aria-level={level ?? undefined}
      aria-expanded={expanded ?? undefined}
      tabIndex={focusable ? 0 : -1}
      className={cx(styles.row, extra?.className)}
      style={{ transform: `translateY(${top}px)` }}
    >
      <RowCells row={row} columns={columns} level={level} expanded={expanded} />
    </div>
  );
}

function Cells<Data>({ row, columns, level, expanded }: CellsProps<Data>) {
  const isTree = columns.map((column) => column.tree === true);
  const treeAt = level === null ? -1 : Math.max(0, isTree.indexOf(true));
  const cells = columns.map((column, at) => {
    const content = column.cell(row);
    const hasTwisty = level !== null && at === treeAt;
    return (
      <div
        key={column.id}
        role="gridcell"
        aria-colindex={at + 1}
        title={column.text?.(row)}
        className={cx(
          typeof content === 'string' && !hasTwisty ? styles.words : styles.cell,
          column.align === 'end' && styles.end,
          column.align === 'center' && styles.center,
        )}
      >
        {hasTwisty && <Twisty level={level} expanded={expanded} />}
        {hasTwisty ? cutText(content) : content}
      </div>
    );
  });
  return <>{cells}</>;
}

interface TwistyProps {
  readonly level: number;
  readonly expanded: boolean | null;
}

function Twisty({ level, expanded }: TwistyProps) {
  const indent = { paddingInlineStart: `calc(${(level - 1) * 14}px * var(--scale))` };
  return (
    <span className={styles.twisty} style={indent} aria-hidden="true" data-twisty={expanded === null ? undefined : ''}>
      {expanded !== null && <ChevronRight size={14} className={cx(expanded && styles.open)} />}
    </span>
  );
}

// memo loses the type parameter; the cast gives it back.
const RowCells = memo(Cells) as typeof Cells;
export const GridRow = memo(Row) as typeof Row;

/** Bare text in a flex box is clipped at its last pixel; in a box of its own it ends in an ellipsis. */
const cutText = (content: ReactNode): ReactNode =>
  typeof content === 'string' && content !== '' ? <span className="cut">{content}</span> : content;
