// What a study's row says besides its header: stars, who brought it when, and what a person should look at.
import { utimesSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/association/system-clock.ts';
import type { StudyEvent } from '../../core/inbox/study-feed.ts';
import { until } from '../support/until.ts';
import { ctObject, inboxes, requestFor, send } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

const MINUTE = 60_000;

describe('a star', () => {
  it('is told, taken away, and outlives the index', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1'));
    const events: StudyEvent[] = [];
    const stop = inbox.studies((event) => events.push(event));
    inbox.flag(['1.2.3', '9.9.9'], true);
    await until(() => events.length === 2, { what: 'the star to be told' });
    expect(events[1]).toMatchObject({ kind: 'upsert', rows: [{ studyUid: '1.2.3', flagged: true }] });
    stop();
    await inbox.rebuild();
    expect(inbox.study('1.2.3')?.flagged).toBe(true);
    inbox.flag(['1.2.3'], false);
    expect(inbox.study('1.2.3')?.flagged).toBe(false);
  });
});

describe('arrivals', () => {
  it('are one for as long as a sender makes no longer pause', async () => {
    let now = 1_000_000_000_000;
    const inbox = place.open({ wallClock: () => now });
    await send(inbox.store, ctObject('1.2.3.1.1'));
    now += 4 * MINUTE;
    await send(inbox.store, ctObject('1.2.3.1.2'));
    now += 6 * MINUTE;
    await send(inbox.store, ctObject('1.2.3.1.3'));
    const association = { ...requestFor(ctObject('1')).association, callingTitle: 'PACS' };
    await send(inbox.store, ctObject('1.2.3.1.4'), { request: { association } });
    const [first, second, third] = inbox.study('1.2.3')?.arrivals ?? [];
    expect(first).toMatchObject({
      fromTitle: 'CT3',
      fromAddress: '10.1.2.3',
      first: now - 10 * MINUTE,
      last: now - 6 * MINUTE,
      instances: 2,
    });
    expect(second).toMatchObject({ instances: 1, first: now, last: now });
    expect([second?.fromTitle, third?.fromTitle].sort()).toEqual(['CT3', 'PACS']);
  });

  it('are the same when the index is made again from files in any order', async () => {
    const inbox = place.open();
    const start = Math.floor(Date.now() / 1000) * 1000 - 100 * MINUTE;
    // One a minute, but written to series so that folders and time disagree; a pause of 20 minutes in the middle.
    for (let number = 0; number < 12; number += 1) {
      await send(inbox.store, ctObject(`1.2.3.${number % 3}.${number}`, { SeriesInstanceUID: `1.2.3.${number % 3}` }));
      const at = new Date(start + (number * 4 + (number > 6 ? 20 : 0)) * MINUTE);
      utimesSync(path.join(place.folder, `1.2.3/1.2.3.${number % 3}/1.2.3.${number % 3}.${number}.dcm`), at, at);
    }
    await inbox.rebuild();
    expect(
      inbox.study('1.2.3')?.arrivals.map(({ first, last, instances }) => [(first - start) / MINUTE, (last - start) / MINUTE, instances]),
    ).toEqual([
      [0, 24, 7],
      [48, 64, 5],
    ]);
  });

  it('lose what is removed', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1'));
    await send(inbox.store, ctObject('1.2.3.2.1', { SeriesInstanceUID: '1.2.3.2' }));
    inbox.remove([{ kind: 'series', studyUid: '1.2.3', seriesUid: '1.2.3.2' }]);
    expect(inbox.study('1.2.3')?.arrivals).toMatchObject([{ instances: 1 }]);
    inbox.remove([{ kind: 'series', studyUid: '1.2.3', seriesUid: '1.2.3.1' }]);
    expect(place.database.statement('SELECT * FROM inbox_arrival').all()).toEqual([]);
  });
});

describe('checks', () => {
  it('name what the standard requires and an object lacks', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1'));
    expect(inbox.study('1.2.3')).toMatchObject({ checks: [], lacking: [] });
    await send(inbox.store, ctObject('1.2.3.1.2', { PhotometricInterpretation: '', Modality: '' }));
    expect(inbox.study('1.2.3')).toMatchObject({ checks: ['lacking'], lacking: ['Modality', 'PhotometricInterpretation'] });
    const [, second] = inbox.instances('1.2.3', '1.2.3.1');
    inbox.remove([{ kind: 'instance', instanceId: second?.instanceId ?? 0 }]);
    expect(inbox.study('1.2.3')).toMatchObject({ checks: [], lacking: [] });
  });

  it('tell a SOP class that is no storage class of the standard', async () => {
    const inbox = place.open();
    const object = ctObject('1.2.3.1.1', { SOPClassUID: '1.2.3.4.5' });
    await send(inbox.store, { ...object, sopClassUid: '1.2.3.4.5' });
    expect(inbox.study('1.2.3')).toMatchObject({ checks: ['unknown-class'], lacking: [] });
  });
});

it('a long list is told in pieces, each study once and nothing twice', async () => {
  const inbox = place.open();
  const studies = 1_203;
  const insert = place.database.statement(
    `INSERT INTO inbox_study SELECT NULL, ?, '', '', '', '', '', '', '', '', '', '', '', '', '', 0, 1, 0, 0, 0, 0, 0, '', '', '', 1, 1`,
  );
  place.database.transaction(() => {
    for (let number = 0; number < studies; number += 1) insert.run(`1.9.${number}`);
  });
  const told: string[] = [];
  const kinds: string[] = [];
  const stop = inbox.studies((event) => {
    kinds.push(event.kind);
    if (event.kind !== 'remove') told.push(...event.rows.map(({ studyUid }) => studyUid));
  });
  expect(told[0]).toBe(`1.9.${studies - 1}`);
  expect(told).toHaveLength(500);
  await until(() => told.length >= studies, { what: 'the whole list' });
  expect(new Set(told).size).toBe(studies);
  expect(kinds).toEqual(['snapshot', 'upsert', 'upsert']);
  stop();
});

describe('rebuilding', () => {
  it('ended in the middle leaves every study whole', async () => {
    const inbox = place.open();
    for (const study of [1, 2, 3, 4]) {
      for (const series of [1, 2, 3]) {
        await send(
          inbox.store,
          ctObject(`1.2.${study}.${series}.1`, { StudyInstanceUID: `1.2.${study}`, SeriesInstanceUID: `1.2.${study}.${series}` }),
        );
      }
    }
    let now = 0;
    const again = await place.reopen({ clock: { ...systemClock, now: () => (now += 10) } });
    await again.reconciled;
    const stop = new AbortController();
    const progress: number[] = [];
    await again.rebuild({
      signal: stop.signal,
      progress: ({ added }) => {
        progress.push(added);
        if (added === 5) stop.abort();
      },
    });
    expect(Math.max(...progress)).toBeLessThan(12);
    for (const study of [1, 2, 3, 4]) expect(again.study(`1.2.${study}`)).toMatchObject({ seriesCount: 3, instanceCount: 3 });
  });
});
