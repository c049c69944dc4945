// The rule over a real inbox: what it moves lies in the bin study by study, comes back, and is not moved again at once.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BinRow, CleanUpRule } from '../../core/contract.ts';
import { createHousekeeping, type Housekeeping, type KeptInboxState } from '../../core/housekeeping/housekeeping.ts';
import type { Inbox } from '../../core/inbox/inbox.ts';
import { createLive } from '../../core/lib/live.ts';
import { openDatabase, type Database } from '../../core/storage/database.ts';
import { ctObject, inboxes, send } from '../inbox/support/arrivals.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const OFF: CleanUpRule = { maximumSize: null, maximumAge: null, only: 'any' };
const DAY = 24 * 3_600_000;

let place: ReturnType<typeof inboxes>;
let inbox: Inbox;
let database: Database;
let housekeeping: Housekeeping;
let now: number;
let sending: string[];
let busy: boolean;
let rows: readonly BinRow[];
const clock = createFakeClock();
const rule = createLive<CleanUpRule>(OFF);

beforeEach(async () => {
  place = inboxes();
  inbox = place.open();
  database = openDatabase({ file: path.join(place.folder, '..', `${path.basename(place.folder)}.db`), wallClock: Date.now }).database;
  for (const study of ['1.2.1', '1.2.2'])
    await send(inbox.store, ctObject(`${study}.1.1`, { StudyInstanceUID: study, SeriesInstanceUID: `${study}.1` }));
  now = Date.now() + 30 * DAY;
  [sending, busy] = [[], false];
  rule.set(OFF);
  housekeeping = createHousekeeping({
    database,
    inbox: createLive<KeptInboxState>({ kind: 'open', inbox }),
    rule,
    sending: () => sending,
    isBusy: () => busy,
    isElsewhere: (instances) => instances.includes('1.2.1.1.1'),
    switchOff: () => Promise.resolve(rule.set(OFF)),
    clock,
    wallClock: () => now,
  });
  housekeeping.subscribeBin((event) => {
    if (event.kind !== 'remove') rows = event.rows;
  });
});
afterEach(async () => {
  housekeeping.close();
  database.close();
  await place.remove();
});

describe('housekeeping', () => {
  it('moves nothing by itself before a minute has passed, and nothing while something is exported', () => {
    rule.set({ ...OFF, maximumAge: 7 });
    clock.advance(59_000);
    expect(rows).toEqual([]);
    busy = true;
    clock.advance(2_000);
    expect(rows).toEqual([]);
    busy = false;
    clock.advance(3_600_000);
    expect(rows.map(({ by, studies, patientId }) => [by, studies, patientId])).toEqual([
      ['rule', 1, 'P1'],
      ['rule', 1, 'P1'],
    ]);
    expect(housekeeping.view.value).toMatchObject({ bin: { removals: 2 }, cleaned: { studies: 2 } });
  });

  it('a dry run says what would go and moves nothing', () => {
    const plan = housekeeping.plan({ ...OFF, maximumAge: 7, only: 'sent' });
    expect(plan).toMatchObject({ studies: 1, instances: 1, spared: { 'not-elsewhere': 1 } });
    expect(plan).not.toHaveProperty('targets');
    expect(inbox.everyStudy()).toHaveLength(2);
  });

  it('spares what a send still reads', () => {
    sending = [path.join(place.folder, '1.2.2', '1.2.2.1', '1.2.2.1.1.dcm'), '/elsewhere/1.2.1/x.dcm'];
    expect(housekeeping.plan({ ...OFF, maximumAge: 7 })).toMatchObject({ studies: 1, spared: { 'being-sent': 1 } });
  });

  it('undo brings back all of the last run and switches the rule off', async () => {
    rule.set({ ...OFF, maximumAge: 7 });
    expect(housekeeping.run()).toMatchObject({ studies: 2 });
    expect(inbox.everyStudy()).toEqual([]);
    await housekeeping.undo();
    expect(inbox.everyStudy()).toHaveLength(2);
    expect(rows).toEqual([]);
    expect(rule.value).toEqual(OFF);
    expect(housekeeping.view.value).toEqual({ bin: { removals: 0, bytes: 0 }, cleaned: null });
  });

  it('one study of the run comes back alone and counts as new', async () => {
    rule.set({ ...OFF, maximumAge: 7 });
    housekeeping.run();
    await housekeeping.restore(rows[0]?.token ?? '');
    expect(inbox.everyStudy()).toHaveLength(1);
    expect(housekeeping.run()).toEqual({ studies: 0, bytes: 0 });
    now += 8 * DAY;
    expect(housekeeping.run()).toMatchObject({ studies: 1 });
  });

  it('a bin that was emptied is empty at once, and nothing of it stays', async () => {
    rule.set({ ...OFF, maximumAge: 7 });
    housekeeping.run();
    expect(housekeeping.emptyBin()).toMatchObject({ removals: 2 });
    expect(rows).toEqual([]);
    expect(existsSync(path.join(place.folder, '.bin'))).toBe(false);
    await expect(housekeeping.restore('gone')).rejects.toThrow('no longer in the bin');
  });
});
