import { describe, expect, it } from 'vitest';
import { scrollTopFor } from '../../../renderer/ui/grid/reveal.ts';

/** Rows of 28 px under a head of 28 px, ten of them to be seen. */
const view = { scrollTop: 0, height: 28 * 11, head: 28, rowHeight: 28 };

describe('how far a table is scrolled for a row', () => {
  it.each([
    { what: 'the first row', index: 0, scrollTop: 0, wanted: 0 },
    { what: 'the last row that is seen whole', index: 9, scrollTop: 0, wanted: 0 },
    { what: 'the first row below, which the head pushes out', index: 10, scrollTop: 0, wanted: 28 },
    { what: 'a row of which half is seen at the lower edge', index: 10, scrollTop: 14, wanted: 28 },
    { what: 'a row of which half is under the head', index: 10, scrollTop: 294, wanted: 280 },
    { what: 'a row far below', index: 500, scrollTop: 0, wanted: 28 * 491 },
    { what: 'a row far above', index: 3, scrollTop: 9_000, wanted: 84 },
    { what: 'a row in the midst', index: 25, scrollTop: 28 * 20 + 5, wanted: 28 * 20 + 5 },
  ])('$what', ({ index, scrollTop, wanted }) => {
    expect(scrollTopFor(index, { ...view, scrollTop })).toBe(wanted);
  });

  it('shows the top of a row that is higher than the table', () => {
    expect(scrollTopFor(4, { ...view, height: 40 })).toBe(112);
  });
});
