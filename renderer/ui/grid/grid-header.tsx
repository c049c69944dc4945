// Head of a table: sorts by click or Enter, resizes by drag or Shift+arrows, and offers which columns are shown.
import { Check } from 'lucide-react';
import { memo, type KeyboardEvent, type PointerEvent } from 'react';
import { cx } from '../../lib/cx.ts';
import { ContextMenu, MenuItem, MenuSeparator } from '../menu.tsx';
import type { Column } from './column.ts';
import styles from './grid.module.css';
import type { Columns } from './use-columns.ts';

const STEP = 12;

/** px at 100 % scale: a column that grows is wider than it says. 0 where nothing is laid out. */
const shownWidth = (cell: Element): number =>
  cell.getBoundingClientRect().width / (Number(getComputedStyle(cell).getPropertyValue('--scale')) || 1);

function Header<Row>({ columns }: { readonly columns: Columns<Row> }) {
  return (
    <div role="rowgroup" className={styles.head}>
      <ContextMenu menu={<ColumnMenu columns={columns} />}>
        <div role="row" aria-rowindex={1} className={styles.headRow}>
          {columns.visible.map((column, index) => (
            <HeaderCell key={column.id} column={column} columns={columns} index={index} />
          ))}
        </div>
      </ContextMenu>
    </div>
  );
}

// memo loses the type parameter; the cast gives it back.
export const GridHeader = memo(Header) as typeof Header;

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly columns: Columns<Row>;
  readonly index: number;
}

function HeaderCell<Row>({ column, columns, index }: HeaderCellProps<Row>) {
  const sorted = columns.sort?.column === column.id ? (columns.sort.descending ? 'descending' : 'ascending') : 'none';
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    const cell = event.currentTarget.closest('[role=columnheader]');
    const width = (cell && shownWidth(cell)) || columns.widthOf(column);
    columns.resize(column.id, width + (event.key === 'ArrowRight' ? STEP : -STEP));
  };
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={column.compare ? sorted : undefined}
      className={cx(styles.headCell, column.align === 'end' && styles.end, column.align === 'center' && styles.center)}
    >
      {column.compare ? (
        <button
          type="button"
          className={styles.sort}
          aria-label={column.title}
          title={column.title}
          onClick={() => columns.sortBy(column.id)}
          onKeyDown={onKeyDown}
        >
          <span className="cut">{column.label}</span>
          {sorted !== 'none' && <span aria-hidden="true">{sorted === 'ascending' ? '↑' : '↓'}</span>}
        </button>
      ) : (
        <span className="cut">{column.label}</span>
      )}
      <Resizer column={column} columns={columns} />
    </div>
  );
}

function Resizer<Row>({ column, columns }: Omit<HeaderCellProps<Row>, 'index'>) {
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    const cell = handle.parentElement;
    if (!cell) return;
    const scale = Number(getComputedStyle(cell).getPropertyValue('--scale')) || 1;
    const start = { x: event.clientX, width: cell.getBoundingClientRect().width };
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => columns.resize(column.id, (start.width + moved.clientX - start.x) / scale);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <span className={styles.resizer} aria-hidden="true" onPointerDown={onPointerDown} onDoubleClick={() => columns.unsize(column.id)} />
  );
}

function ColumnMenu<Row>({ columns }: { readonly columns: Columns<Row> }) {
  const shown = new Set(columns.visible.map(({ id }) => id));
  return (
    <>
      {columns.all.map(({ id, label, title }) => (
        <MenuItem
          key={id}
          label={title ?? (label || id)}
          icon={shown.has(id) ? Check : undefined}
          disabled={shown.size === 1 && shown.has(id) ? 'One column stays.' : undefined}
          onSelect={() => columns.show(id, !shown.has(id))}
        />
      ))}
      <MenuSeparator />
      <MenuItem label="Columns as they were" onSelect={columns.reset} />
    </>
  );
}
