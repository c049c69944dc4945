// AE titles as they are typed, and lists as the engine keeps them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellTitle, titleCells, titleProblem } from '../../renderer/lib/ae-title.ts';
import { valuesBefore } from '../../renderer/lib/values-before.ts';
import { applyListEvent, emptyList } from '../../renderer/stores/list.ts';
import { aeTitle } from '../../core/contract/nodes.ts';

it('what undoes a change is what stood where it puts something, and nothing else', () => {
  const now = { me: { title: 'GANTRY', tls: { keyFile: null, port: 2762 } }, lists: [1, 2], other: 1 };
  const patch = { me: { tls: { keyFile: '/key.pem' } }, lists: [3] };
  expect(valuesBefore(now, patch)).toEqual({ me: { tls: { keyFile: null } }, lists: [1, 2] });
});

describe('an AE title being typed', () => {
  it('agrees with the contract on what may be sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        fc.pre(!/^[\s\p{Cf}]|[\s\p{Cf}]$/u.test(text) || /^ | $/.test(text));
        expect(titleProblem(text) === null).toBe(aeTitle.safeParse(text).success);
      }),
    );
  });

  it('shows spaces and what is too much', () => {
    const cells = titleCells('MY PACS 012345678');
    expect(cells).toHaveLength(17);
    expect(cells[2]).toEqual({ text: '·', kind: 'space' });
    expect(cells[16]?.kind).toBe('over');
    expect(titleCells('A').filter(({ kind }) => kind === 'free')).toHaveLength(15);
  });

  it('is read out with its case', () => {
    expect(spellTitle('Pacs 1')).toBe('capital P, a, c, s, space, 1');
  });

  it.each([
    ['A\\B', /backslash/],
    ['MÜNCHEN', /“Ü”/],
    ['   ', /spaces only/],
    ['', /1 to 16/],
  ])('says what is wrong with %j', (text, problem) => {
    expect(titleProblem(text)).toMatch(problem);
  });
});

describe('a list from the engine', () => {
  interface Row {
    readonly id: string;
    readonly n: number;
  }
  const empty = emptyList<Row>();
  const keyOf = ({ id }: Row) => id;

  it('keeps its order and the rows that did not change', () => {
    const first = applyListEvent<Row, 'id'>(
      empty,
      {
        kind: 'snapshot',
        rows: [
          { id: 'a', n: 1 },
          { id: 'b', n: 1 },
        ],
      },
      keyOf,
    );
    const second = applyListEvent<Row, 'id'>(
      first,
      {
        kind: 'upsert',
        rows: [
          { id: 'b', n: 2 },
          { id: 'c', n: 1 },
        ],
      },
      keyOf,
    );
    expect(second.rows.map(keyOf)).toEqual(['a', 'b', 'c']);
    expect(second.rows[0]).toBe(first.rows[0]);
    const third = applyListEvent<Row, 'id'>(second, { kind: 'remove', keys: ['a'] }, keyOf);
    expect(third.rows).toEqual([
      { id: 'b', n: 2 },
      { id: 'c', n: 1 },
    ]);
  });

  it('is replaced by a snapshot', () => {
    const full = applyListEvent<Row, 'id'>(empty, { kind: 'snapshot', rows: [{ id: 'a', n: 1 }] }, keyOf);
    const none = applyListEvent<Row, 'id'>(full, { kind: 'snapshot', rows: [] }, keyOf);
    expect([none.loaded, none.rows, none.byKey.has('a')]).toEqual([true, [], false]);
  });
});
