// A record with what a patch names in it.
import { expect, test } from 'vitest';
import { merged } from '../../core/lib/merged.ts';

test.each([
  ['names what changes', { a: 1, b: 2 }, { b: 3 }, { a: 1, b: 3 }],
  ['goes as deep as both are records', { a: { b: { c: 1, d: 2 }, e: 3 } }, { a: { b: { d: 4 } } }, { a: { b: { c: 1, d: 4 }, e: 3 } }],
  ['takes lists whole', { a: [1, 2], b: 1 }, { a: [3] }, { a: [3], b: 1 }],
  [
    'puts null where a record was, and a record where null was',
    { a: { b: 1 }, c: null },
    { a: null, c: { d: 1 } },
    { a: null, c: { d: 1 } },
  ],
  ['leaves what it leaves undefined', { a: 1, b: { c: 2 } }, { a: undefined, b: { c: undefined } }, { a: 1, b: { c: 2 } }],
  ['adds what was not there', { a: 1 }, { b: { c: 2 } }, { a: 1, b: { c: 2 } }],
])('a patch %s', (_, now, patch, after) => {
  expect(merged(now, patch)).toEqual(after);
});

test('nothing that was given is changed', () => {
  const now = { a: { b: 1 } };
  merged(now, { a: { b: 2 } });
  expect(now).toEqual({ a: { b: 1 } });
});
