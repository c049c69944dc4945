// One row. Drawn again only when something of it changed.
import { ChevronRight } from 'lucide-react';
import { memo, type HTMLAttributes, type ReactNode } from 'react';
import { cx } from '../../lib/cx.ts';
import type { Column } from './column.ts';
import styles from './grid.module.css';

export interface GridRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly Column<Row>[];
  /** In a tree; a number, because the tree itself is another object at each drawing. */
  readonly level: number | null;
  readonly expanded: boolean | null;
  readonly selected: boolean;
  readonly focusable: boolean;
  /** Functions, not their results: these stay the same while the table scrolls, so that only new rows are drawn. */
  readonly labelOf: ((row: Row) => string) | undefined;
  readonly extraOf: ((row: Row) => HTMLAttributes<HTMLDivElement>) | undefined;
}

function Row<Data>({ row, index, top, columns, level, expanded, selected, focusable, labelOf, extraOf }: GridRowProps<Data>) {
  const extra = extraOf?.(row);
  const isTree = columns.map((column) => column.tree === true);
  const treeAt = level === null ? -1 : Math.max(0, isTree.indexOf(true));
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
      {columns.map((column, at) => {
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
      })}
    </div>
  );
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
export const GridRow = memo(Row) as typeof Row;

/** Bare text in a flex box is clipped at its last pixel; in a box of its own it ends in an ellipsis. */
const cutText = (content: ReactNode): ReactNode =>
  typeof content === 'string' && content !== '' ? <span className="cut">{content}</span> : content;
