// Objects that no association brings enter by the same way as received ones.
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Adding } from '../../core/inbox/adding.ts';
import type { Arrival } from '../../core/inbox/incoming.ts';
import { ctObject, filesIn, inboxes, storedBytes, type TestObject } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

const from = { title: 'GANTRY', address: '' };

function give(adding: Adding, { bytes }: TestObject, size = 1_000): Promise<Awaited<ReturnType<Adding['finish']>>> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.set(piece);
    adding.write(buffer.subarray(0, piece.length));
    buffer.fill(0xee);
  }
  return adding.finish();
}

it('lie under their final name and are in the index', async () => {
  const inbox = place.open();
  const arrivals: Arrival[] = [];
  inbox.arrived.listen((arrival) => arrivals.push(arrival));
  const object = ctObject('1.2.3.1.1', { PixelData: { vr: 'OW', value: new Uint8Array(100_000).fill(7) } });
  const added = await give(inbox.add({ ...object, from }), object);
  expect(added).toEqual({ kind: 'stored', version: 1, studyUid: '1.2.3', seriesUid: '1.2.3.1', sopInstanceUid: '1.2.3.1.1' });
  expect(storedBytes(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.1.dcm'))).toEqual(object.bytes);
  expect(inbox.study('1.2.3')).toMatchObject({ instanceCount: 1, fromTitle: 'GANTRY', fromAddress: '' });
  expect(arrivals).toMatchObject([{ kind: 'stored', associationId: '', from }]);
  if (added.kind !== 'refused') expect(inbox.instanceId(added)).toBe(inbox.instances('1.2.3', '1.2.3.1')[0]?.instanceId);
});

it('are kept once when they are the same, and beside each other when they are not', async () => {
  const inbox = place.open();
  const object = ctObject('1.2.3.1.1');
  await give(inbox.add({ ...object, from }), object);
  expect(await give(inbox.add({ ...object, from }), object)).toMatchObject({ kind: 'identical', version: 1 });
  const other = ctObject('1.2.3.1.1', { PatientID: 'P2' });
  expect(await give(inbox.add({ ...other, from }), other)).toMatchObject({ kind: 'other-bytes', version: 2 });
});

it('are refused with the reason when they are not what was announced', async () => {
  const inbox = place.open();
  const object = ctObject('1.2.3.1.1');
  const added = await give(inbox.add({ ...object, sopInstanceUid: '1.2.3.1.2', from }), object);
  expect(added).toEqual({ kind: 'refused', status: 0xa900, comment: 'SOP Instance UID differs between command and data set' });
});

it('leave nothing when they are discarded', () => {
  const inbox = place.open();
  const adding = inbox.add({ ...ctObject('1.2.3.1.1'), from });
  adding.write(new Uint8Array(1_000_000));
  adding.discard();
  expect(filesIn(place.folder)).toEqual([]);
});
