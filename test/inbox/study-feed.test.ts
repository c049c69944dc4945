// A long list in pieces: who waits for it, and until when.
import { expect, it } from 'vitest';
import type { Browse } from '../../core/inbox/browse.ts';
import { StudyFeed } from '../../core/inbox/study-feed.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const STUDIES = 1_200;

function feed() {
  const clock = createFakeClock();
  const browse = {
    studiesBefore: (before: number, limit: number) => {
      const first = Math.min(before - 1, STUDIES);
      return Array.from({ length: Math.max(0, Math.min(limit, first)) }, (_, index) => ({
        id: first - index,
        row: { studyUid: `1.${first - index}` },
      }));
    },
  } as unknown as Browse;
  return { clock, feed: new StudyFeed(browse, clock) };
}

const settled = async (promise: Promise<void>): Promise<boolean> => {
  let done = false;
  void promise.then(() => (done = true));
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return done;
};

it('is told when the last piece is, and so is whoever comes behind it', async () => {
  const { clock, feed: list } = feed();
  expect(await settled(list.told())).toBe(true);
  let rows = 0;
  list.listen((event) => (rows += event.kind === 'remove' ? 0 : event.rows.length));
  const told = list.told();
  expect([rows, await settled(told)]).toEqual([500, false]);
  clock.advance(1);
  expect([rows, await settled(told)]).toEqual([STUDIES, true]);
});

it('keeps nobody waiting for a listener that has gone', async () => {
  const { feed: list } = feed();
  const stop = list.listen(() => undefined);
  const told = list.told();
  stop();
  expect(await settled(told)).toBe(true);
  list.listen(() => undefined);
  const closed = list.told();
  list.close();
  expect(await settled(closed)).toBe(true);
});
