// Sorting by batches gives what sorting at once gives, and compares only what is new.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../renderer/ui/grid/column.ts';
import { createSorter } from '../../../renderer/ui/grid/sort-rows.ts';

interface Item {
  readonly id: number;
  readonly weight: number;
  readonly level: number;
}

let compared = 0;
const columns: readonly Column<Item>[] = [
  {
    id: 'weight',
    label: 'Weight',
    width: 1,
    cell: () => null,
    compare: (a, b) => {
      compared += 1;
      return a.weight - b.weight;
    },
  },
];
const level = (item: Item) => item.level;
const item = (id: number, weight: number, depth = 1): Item => ({ id, weight, level: depth });
const byWeight = (descending: boolean) => ({ columns, sort: { column: 'weight', descending }, level });
const ids = (items: readonly Item[]) => items.map(({ id }) => id);

describe('sorting', () => {
  it('in batches, with rows that change and go, is the same as sorting at once', () => {
    const change = fc.record({ id: fc.nat(30), weight: fc.nat(8), gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 12 }), fc.boolean(), (batches, descending) => {
        const sorter = createSorter<Item>();
        const items = new Map<number, Item>();
        for (const batch of batches) {
          for (const { id, weight, gone } of batch) {
            if (gone) items.delete(id);
            else items.set(id, item(id, weight));
          }
          const rows = [...items.values()];
          expect(ids(sorter(rows, byWeight(descending)))).toEqual(ids(createSorter<Item>()(rows, byWeight(descending))));
        }
      }),
    );
  });

  it('moves what hangs below a row with it', () => {
    const sorter = createSorter<Item>();
    const rows = [item(1, 5), item(11, 9, 2), item(12, 1, 3), item(2, 3), item(21, 0, 2)];
    expect(ids(sorter(rows, byWeight(false)))).toEqual([2, 21, 1, 11, 12]);
    expect(ids(sorter([...rows, item(3, 4)], byWeight(false)))).toEqual([2, 21, 3, 1, 11, 12]);
    expect(ids(sorter(rows, byWeight(true)))).toEqual([1, 11, 12, 2, 21]);
  });

  it('compares new rows only', () => {
    const sorter = createSorter<Item>();
    const rows = Array.from({ length: 10_000 }, (_, id) => item(id, (id * 7_919) % 10_007));
    sorter(rows, byWeight(false));
    compared = 0;
    sorter([...rows.slice(1), item(20_000, 17)], byWeight(false));
    expect(compared).toBeLessThan(20);
  });
});
