// A list that is kept up to date, on a clock that stands still.
import { describe, expect, it } from 'vitest';
import { createListFeed, type ListFeedEvent } from '../../core/lib/list-feed.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function feedOf(rows: Map<string, number>) {
  const clock = createFakeClock();
  const events: ListFeedEvent<number, string>[] = [];
  const feed = createListFeed<number, string>({ clock, interval: 100, rows: () => [...rows.values()], row: (id) => rows.get(id) });
  return { clock, events, feed, watch: () => feed.subscribe((event) => events.push(event)) };
}

describe('a list feed', () => {
  it('gives a snapshot, the first change at once, and later ones together', () => {
    const rows = new Map([['a', 1]]);
    const { clock, events, feed, watch } = feedOf(rows);
    watch();
    rows.set('a', 2);
    feed.changed('a');
    rows.set('a', 3);
    feed.changed('a');
    rows.set('b', 9);
    feed.changed('b');
    expect(events).toEqual([
      { kind: 'snapshot', rows: [1] },
      { kind: 'upsert', rows: [2] },
    ]);
    clock.advance(100);
    expect(events.slice(2)).toEqual([{ kind: 'upsert', rows: [3, 9] }]);
    clock.advance(1_000);
    expect(clock.pending).toBe(0);
  });

  it('tells removals before additions, and of a row that is gone only that', () => {
    const rows = new Map([['a', 1]]);
    const { clock, events, feed, watch } = feedOf(rows);
    watch();
    feed.changed('a');
    feed.changed('b');
    feed.removed('b');
    rows.set('c', 5);
    feed.changed('c');
    clock.advance(100);
    expect(events.slice(2)).toEqual([
      { kind: 'remove', keys: ['b'] },
      { kind: 'upsert', rows: [5] },
    ]);
  });

  it('keeps nothing and sets no timer while nobody watches', () => {
    const { clock, events, feed, watch } = feedOf(new Map([['a', 1]]));
    feed.changed('a');
    expect(clock.pending).toBe(0);
    const stop = watch();
    stop();
    feed.changed('a');
    expect(events).toHaveLength(1);
  });

  it('is told anew after a reset', () => {
    const rows = new Map([['a', 1]]);
    const { events, feed, watch } = feedOf(rows);
    watch();
    rows.clear();
    feed.reset();
    expect(events.at(-1)).toEqual({ kind: 'snapshot', rows: [] });
  });
});
