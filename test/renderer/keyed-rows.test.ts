// Rows by key: whatever happens to lists that grew out of one another, each has its own rows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedRows } from '../../renderer/stores/keyed-rows.ts';

interface Row {
  readonly id: string;
  readonly n: number;
}

const keyOf = ({ id }: Row): string => id;
const ids = 'abcdefgh'.split('');
const change = fc.record({
  /** Which of the lists so far it is about. */
  of: fc.nat(20),
  put: fc.array(fc.record({ id: fc.constantFrom(...ids), n: fc.nat(9) }), { maxLength: 4 }),
  drop: fc.array(fc.constantFrom(...ids), { maxLength: 2 }),
});

describe('rows by key', () => {
  it('are what a map in order of insertion holds, in every list that was ever made', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const lists: { readonly rows: KeyedRows<Row>; readonly model: ReadonlyMap<string, Row> }[] = [
          { rows: KeyedRows.empty<Row>(), model: new Map() },
        ];
        for (const { of, put, drop } of changes) {
          const before = lists[of % lists.length];
          if (!before) throw new Error('no list');
          const model = new Map(before.model);
          for (const row of put) model.set(row.id, row);
          for (const id of drop) model.delete(id);
          lists.push({ rows: before.rows.with(put, keyOf).without(new Set(drop), keyOf), model });
        }
        for (const { rows, model } of lists) {
          expect(rows.rows).toEqual([...model.values()]);
          for (const id of ids) expect([rows.get(id), rows.has(id)]).toEqual([model.get(id), model.has(id)]);
        }
      }),
    );
  });
});
