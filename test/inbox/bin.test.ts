// What is removed stays in the bin for seven days and comes back as it was.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotInBinError } from '../../core/inbox/bin.ts';
import { ctObject, filesIn, inboxes, send, storedBytes } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

const outsideBin = () => filesIn(place.folder).filter((file) => !file.startsWith('.bin'));
const study = { kind: 'study', studyUid: '1.2.3' } as const;

async function filled() {
  const inbox = place.open();
  for (const [series, uid] of [
    ['1.2.3.1', '1.2.3.1.1'],
    ['1.2.3.1', '1.2.3.1.2'],
    ['1.2.3.2', '1.2.3.2.1'],
  ] as const) {
    await send(inbox.store, ctObject(uid, { SeriesInstanceUID: series }));
  }
  return inbox;
}

describe('removing', () => {
  it.each([
    ['a study', [study], 3],
    ['a series', [{ kind: 'series', studyUid: '1.2.3', seriesUid: '1.2.3.1' } as const], 2],
    ['a study and a series of it', [study, { kind: 'series', studyUid: '1.2.3', seriesUid: '1.2.3.1' } as const], 3],
  ])('%s takes it out of the folder and the index, and back', async (_what, targets, gone) => {
    const inbox = await filled();
    const before = outsideBin();
    const row = inbox.study('1.2.3');
    const removal = inbox.remove(targets);
    expect(removal.instances).toBeGreaterThanOrEqual(gone);
    expect(outsideBin()).toHaveLength(3 - gone);
    expect(inbox.study('1.2.3')?.instanceCount).toBe(gone === 3 ? undefined : 3 - gone);
    await inbox.restore(removal.token);
    expect(outsideBin()).toEqual(before);
    expect(inbox.study('1.2.3')).toMatchObject({ instanceCount: 3, seriesCount: 2, bytes: row?.bytes, fromAddress: row?.fromAddress });
    expect(inbox.bin.list()).toEqual([]);
  });

  it('one instance leaves the others', async () => {
    const inbox = await filled();
    const [first] = inbox.instances('1.2.3', '1.2.3.1');
    const { token, bytes } = inbox.remove([{ kind: 'instance', instanceId: first?.instanceId ?? 0 }]);
    expect(bytes).toBe(first?.bytes);
    expect(inbox.instances('1.2.3', '1.2.3.1').map((row) => row.sopInstanceUid)).toEqual(['1.2.3.1.2']);
    await inbox.restore(token);
    expect(inbox.instances('1.2.3', '1.2.3.1')).toHaveLength(2);
  });

  it('tells those who watch the list', async () => {
    const inbox = await filled();
    const events: string[] = [];
    inbox.studies((event) => events.push(event.kind));
    const { token } = inbox.remove([study]);
    await expect.poll(() => events).toEqual(['snapshot', 'remove']);
    await inbox.restore(token);
    await expect.poll(() => events.at(-1)).toBe('upsert');
  });

  it('what is not there is passed over', async () => {
    const inbox = await filled();
    expect(
      inbox.remove([
        { kind: 'study', studyUid: '9.9' },
        { kind: 'instance', instanceId: 4711 },
      ]),
    ).toMatchObject({ instances: 0, bytes: 0 });
    expect(outsideBin()).toHaveLength(3);
  });
});

describe('restoring', () => {
  it('keeps what arrived meanwhile: the same bytes once, other bytes as a further version', async () => {
    const inbox = await filled();
    const { token } = inbox.remove([study]);
    await send(inbox.store, ctObject('1.2.3.1.1'));
    const other = ctObject('1.2.3.1.2', { StudyDescription: 'Other' });
    await send(inbox.store, other);
    await inbox.restore(token);
    expect(outsideBin()).toEqual([
      '1.2.3/1.2.3.1/1.2.3.1.1.dcm',
      '1.2.3/1.2.3.1/1.2.3.1.2.dcm',
      '1.2.3/1.2.3.1/1.2.3.1.2~2.dcm',
      '1.2.3/1.2.3.2/1.2.3.2.1.dcm',
    ]);
    expect(storedBytes(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.2.dcm'))).toEqual(other.bytes);
    expect(inbox.study('1.2.3')).toMatchObject({ instanceCount: 4, checks: ['other-bytes'] });
  });

  it.each(['nothing', '..', '../..', '.', ''])('%j, which names nothing in the bin, is an error and touches nothing', async (token) => {
    const inbox = await filled();
    await expect(inbox.restore(token)).rejects.toThrow(NotInBinError);
    expect(() => {
      inbox.bin.delete(token);
    }).toThrow(NotInBinError);
    expect(outsideBin()).toHaveLength(3);
  });
});

describe('the bin', () => {
  it('says what it holds, and forgets it after seven days', async () => {
    const inbox = await filled();
    const { token } = inbox.remove([study]);
    expect(inbox.bin.list()).toMatchObject([{ token, instances: 3 }]);
    const days = (count: number) => () => Date.now() + count * 24 * 60 * 60 * 1000;
    expect((await place.reopen({ wallClock: days(6.9) })).bin.list()).toHaveLength(1);
    expect((await place.reopen({ wallClock: days(7.1) })).bin.list()).toEqual([]);
    expect(readdirSync(path.join(place.folder, '.bin'))).toEqual([]);
  });

  it('can be emptied', async () => {
    const inbox = await filled();
    inbox.remove([study]);
    inbox.bin.empty();
    expect(inbox.bin.list()).toEqual([]);
    await expect.poll(() => filesIn(place.folder)).toEqual([]);
  });
});

it('a mark of the study goes with the objects that were its reason', async () => {
  const inbox = await filled();
  await send(inbox.store, ctObject('1.2.3.1.9', { PatientID: 'P2' }));
  await send(inbox.store, ctObject('1.2.3.1.1', { StudyDescription: 'Other' }));
  expect(inbox.study('1.2.3')?.checks).toEqual(['other-patient', 'other-bytes']);
  const wrong = inbox.instances('1.2.3', '1.2.3.1').filter((row) => row.sopInstanceUid === '1.2.3.1.9' || row.version > 1);
  inbox.remove(wrong.map(({ instanceId }) => ({ kind: 'instance', instanceId })));
  expect(inbox.study('1.2.3')).toMatchObject({ checks: [], instanceCount: 3 });
});
