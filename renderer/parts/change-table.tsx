// Before and after of one object, element by element: what a copy would differ in.
import { useMemo, useState } from 'react';
import type { PreviewRow } from '../../core/contract.ts';
import { Grid } from '../ui/grid/grid.tsx';
import type { Column } from '../ui/grid/column.ts';
import { emptySelection, type GridSelection } from '../ui/grid/selection.ts';
import styles from './change-table.module.css';

interface ChangeTableProps {
  readonly rows: readonly PreviewRow[];
  readonly empty: string;
}

const nested = ({ path }: PreviewRow): number => path.split('.').length - 1;

const columns: readonly Column<PreviewRow>[] = [
  {
    id: 'name',
    label: 'Element',
    width: 200,
    text: ({ name, tag, path }) => `${name || 'Private or unknown'} ${tag} ${path}`,
    cell: (row) => (
      <span className="cut" title={row.path}>
        {'› '.repeat(nested(row))}
        {row.name || <span className="faint">{row.tag}</span>}
      </span>
    ),
  },
  {
    id: 'before',
    label: 'Before',
    width: 170,
    grow: true,
    text: ({ before }) => before,
    cell: ({ before }) => <bdi className="cut">{before}</bdi>,
  },
  {
    id: 'after',
    label: 'After',
    width: 170,
    grow: true,
    text: ({ after }) => after,
    cell: ({ after, action }) => (after === '' ? <span className="faint">{action}</span> : <bdi className="cut">{after}</bdi>),
  },
  {
    id: 'action',
    label: 'What',
    width: 74,
    cell: ({ action }) => (
      <span className={styles.action} data-action={action}>
        {action}
      </span>
    ),
  },
];

export function ChangeTable({ rows, empty }: ChangeTableProps) {
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const keyOf = useMemo(() => {
    const numbers = new Map(rows.map((row, index) => [row, index]));
    return (row: PreviewRow) => `${row.path} ${String(numbers.get(row))}`;
  }, [rows]);
  return (
    <div className={styles.table}>
      <Grid
        id="changes"
        label="Before and after"
        rows={rows}
        columns={columns}
        rowKey={keyOf}
        selection={selection}
        onSelection={setSelection}
        empty={<p className="faint">{empty}</p>}
      />
    </div>
  );
}
