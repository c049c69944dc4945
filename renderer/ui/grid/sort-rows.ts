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

interface Known<Row> {
  readonly compare: Compare<Row>;
  readonly descending: boolean;
  /** Rows at the top as they came. */
  readonly heads: readonly Row[];
  readonly sorted: readonly Row[];
}

export function createSorter<Row>(): (rows: readonly Row[], wish: SortWish<Row>) => readonly Row[] {
  let known: Known<Row> | null = null;
  return (rows, { columns, sort, level }) => {
    const column = sort ? columns.find(({ id }) => id === sort.column) : undefined;
    const compare = column?.compare;
    if (!sort || !compare) return rows;
    const { descending } = sort;
    const heads = level ? rows.filter((row, at) => at === 0 || level(row) === 1) : rows;
    const before = known?.compare === compare && known.descending === descending && !column.comparesMore ? known : null;
    const sorted = sortedHeads(heads, before, descending ? (a, b) => compare(b, a) : compare);
    known = { compare, descending, heads, sorted };
    return heads.length === rows.length ? sorted : withMembers(rows, sorted, level);
  };
}

function sortedHeads<Row>(heads: readonly Row[], before: Known<Row> | null, compare: Compare<Row>): readonly Row[] {
  if (!before) return [...heads].sort(compare);
  const { gone, fresh } = difference(before.heads, heads);
  if (fresh.length > heads.length * MOSTLY_NEW) return [...heads].sort(compare);
  const kept = gone.size === 0 ? before.sorted : before.sorted.filter((row) => !gone.has(row));
  let places: ReadonlyMap<Row, number> | null = null;
  const placeOf = (row: Row): number => (places ??= new Map(heads.map((head, at) => [head, at]))).get(row) ?? 0;
  return merged(kept, fresh.sort(compare), (a, b) => compare(a, b) || placeOf(a) - placeOf(b));
}

/** Most often one row among thousands is another: what is the same at both ends is passed by. */
function difference<Row>(before: readonly Row[], now: readonly Row[]): { readonly gone: ReadonlySet<Row>; readonly fresh: Row[] } {
  const shorter = Math.min(before.length, now.length);
  let from = 0;
  while (from < shorter && before[from] === now[from]) from += 1;
  let behind = 0;
  while (behind < shorter - from && before[before.length - 1 - behind] === now[now.length - 1 - behind]) behind += 1;
  const fresh = new Set(now.slice(from, now.length - behind));
  const gone = new Set(before.slice(from, before.length - behind));
  for (const row of gone) if (fresh.delete(row)) gone.delete(row);
  return { gone, fresh: [...fresh] };
}

/** Both are in order; few are fresh, so that each is looked for by halving. */
function merged<Row>(kept: readonly Row[], fresh: readonly Row[], order: Compare<Row>): readonly Row[] {
  if (fresh.length === 0) return kept;
  const rows: Row[] = [];
  let taken = 0;
  for (const row of fresh) {
    const at = insertionPoint(row, kept, { from: taken, order });
    for (const before of kept.slice(taken, at)) rows.push(before);
    rows.push(row);
    taken = at;
  }
  for (const row of kept.slice(taken)) rows.push(row);
  return rows;
}

function insertionPoint<Row>(
  row: Row,
  kept: readonly Row[],
  { from, order }: { readonly from: number; readonly order: Compare<Row> },
): number {
  let [low, high] = [from, kept.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = kept[middle];
    if (there !== undefined && order(there, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function withMembers<Row>(rows: readonly Row[], heads: readonly Row[], level: SortWish<Row>['level']): readonly Row[] {
  const places = new Map(rows.map((row, at) => [row, at]));
  const sorted: Row[] = [];
  for (const head of heads) {
    sorted.push(head);
    for (let at = (places.get(head) ?? 0) + 1; at < rows.length; at += 1) {
      const row = rows[at];
      if (row === undefined || level?.(row) === 1) break;
      sorted.push(row);
    }
  }
  return sorted;
}
