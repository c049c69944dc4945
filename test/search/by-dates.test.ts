// How a node that stops by itself is asked on: every study of a known set is found although no answer holds more than a few.
import { describe, expect, it } from 'vitest';
import { askByDates, inTwo, type Span } from '../../core/search/by-dates.ts';
import type { FindEnd } from '../../core/search/find-run.ts';

const TODAY = '20260131';

/** A node that gives at most `most` of its studies, in its own order. */
function node(dates: readonly string[], most: number) {
  const given = new Set<number>();
  const asked: Span[] = [];
  const ask = (span: Span): Promise<FindEnd> => {
    asked.push(span);
    const hits = dates.flatMap((date, index) => ((span.from ?? '') <= date && date <= (span.to ?? '99999999') ? [index] : []));
    for (const index of hits.slice(0, most)) given.add(index);
    return Promise.resolve({ kind: hits.length > most ? 'truncated' : 'done' });
  };
  return { given, asked, ask };
}

describe('asking on by dates', () => {
  it.each<[string, Span]>([
    ['without any date', {}],
    ['from a day on', { from: '20000101' }],
    ['up to a day', { to: '20260131' }],
    ['between two days', { from: '20000101', to: '20260131' }],
  ])('%s finds every study', async (_, span) => {
    const dates = Array.from(
      { length: 400 },
      (_, n) => `20${String(10 + (n % 17)).padStart(2, '0')}01${String(1 + (n % 28)).padStart(2, '0')}`,
    );
    const { given, asked, ask } = node(dates, 10);
    expect(await askByDates({ span, today: TODAY, ask })).toEqual({ kind: 'done' });
    expect(given.size).toBe(400);
    expect(asked.length).toBeLessThan(400);
  });

  it('asks for the newest first', async () => {
    const { asked, ask } = node(['20260130', '20260130', '19990101'], 1);
    await askByDates({ span: {}, today: TODAY, ask });
    const [first] = asked;
    expect(first).toEqual({ from: '20260125' });
  });

  it('finds a study of the future', async () => {
    const { given, ask } = node(['20300101', '20260101', '20250101', '20240101'], 1);
    expect(await askByDates({ span: {}, today: TODAY, ask })).toEqual({ kind: 'done' });
    expect(given.size).toBe(4);
  });

  it('says so when one day holds more than the node gives', async () => {
    const { ask } = node(['20260130', '20260130', '20260130'], 2);
    expect(await askByDates({ span: {}, today: TODAY, ask })).toEqual({ kind: 'truncated' });
  });

  it('stops at the first other end', async () => {
    const ends: FindEnd[] = [{ kind: 'done' }, { kind: 'limit' }, { kind: 'done' }];
    const ask = (): Promise<FindEnd> => Promise.resolve(ends.shift() ?? { kind: 'cancelled' });
    expect(await askByDates({ span: {}, today: TODAY, ask })).toEqual({ kind: 'limit' });
    expect(ends).toHaveLength(1);
  });

  it('has nothing to divide in a single day', () => {
    expect(inTwo({ from: '20260101', to: '20260101' }, TODAY)).toBeUndefined();
  });
});
