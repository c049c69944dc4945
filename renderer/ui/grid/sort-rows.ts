// Sorts the top rows of a table; what hangs below a row moves with it in the order in which it came.
import type { Column, Sort } from './column.ts';

interface SortWish<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly level: ((row: Row) => number) | null;
}

export function sortRows<Row>(rows: readonly Row[], { columns, sort, level }: SortWish<Row>): readonly Row[] {
  const compare = sort && columns.find(({ id }) => id === sort.column)?.compare;
  if (!sort || !compare) return rows;
  const sign = sort.descending ? -1 : 1;
  if (!level) return [...rows].sort((a, b) => sign * compare(a, b));
  const families: { readonly head: Row; readonly members: Row[] }[] = [];
  for (const row of rows) {
    const family = families.at(-1);
    if (level(row) === 1 || !family) families.push({ head: row, members: [row] });
    else family.members.push(row);
  }
  return families.sort((a, b) => sign * compare(a.head, b.head)).flatMap(({ members }) => members);
}
