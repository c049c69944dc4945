import { expect, it } from 'vitest';
import { shiftedDate, shiftedDateTime } from '../../core/deidentification/dates.ts';

it.each([
  ['20260301', -1, '20260228'],
  ['20240301', -1, '20240229'],
  ['20261231', 1, '20270101'],
  ['2026.01.31', 1, '20260201'],
  ['19000101', -36_500, '18000125'],
  ['00010101', -1, undefined],
  ['20260230', 1, undefined],
  ['yesterday', 1, undefined],
])('the date %s moved by %i days is %s', (date, days, wanted) => {
  expect(shiftedDate(date, days)).toBe(wanted);
});

it.each([
  ['20261101121314.123456+0100', -1, '20261031121314.123456+0100'],
  ['2026110112', 1, '2026110212'],
  ['20261101', 30, '20261201'],
  ['202611', 31, '202612'],
  ['202611', -7, '202611'],
  ['2026', 365, '2027'],
  ['2026', 10, '2026'],
  ['2026+0100', 400, '2027+0100'],
  ['', 1, undefined],
])('the date and time %s moved by %i days is %s', (value, days, wanted) => {
  expect(shiftedDateTime(value, days)).toBe(wanted);
});
