// C-GET from dcmqrscp of a study that is stored in two transfer syntaxes: it looks at one context a class, and still everything comes, as it is stored.
import { expect, test } from 'vitest';
import { TransferSyntax } from '../../core/dicom/transfer-syntax.ts';
import { filtered, getCompletely, type ObjectFilter } from '../../core/services/get-completely.ts';
import { createApplicationEntity } from '../../core/services/index.ts';
import { keepArrivals } from '../support/object-files.ts';
import { ENDED, openRooms, untilTransfer } from '../support/rooms.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { present, startTwoSyntaxes, STUDY } from './two-syntaxes.ts';

test.runIf(present)('a study in two transfer syntaxes', async () => {
  await using folder = await temporaryFolder();
  const { arrivals, store } = keepArrivals();
  const filter: ObjectFilter = { wanted: undefined };
  const entity = createApplicationEntity({ title: 'GANTRY', store: filtered(store, filter) });
  await using peer = await startTwoSyntaxes(folder.path);
  const to = { host: '127.0.0.1', port: peer.port, calledTitle: 'ARCHIVE' };
  let associations = 0;
  const final = await getCompletely(
    {
      model: 'study',
      associate: (proposal) => {
        associations += 1;
        return entity.associate({ ...to, ...proposal });
      },
      get: (association) => association.get({ level: 'STUDY', keys: { StudyInstanceUID: STUDY } }).final,
      signal: new AbortController().signal,
    },
    filter,
  );
  expect(final).toMatchObject({ kind: 'status', status: { code: 0 }, counters: { completed: 2, failed: 0 }, failedSopInstanceUids: [] });
  expect(associations).toBe(2);
  // Each once, and in the syntax that it is stored in there.
  expect(arrivals.map(({ request }) => [request.sopInstanceUid, request.transferSyntaxUid])).toEqual([
    [`${STUDY}.1`, TransferSyntax.ExplicitLittleEndian],
    [`${STUDY}.2`, TransferSyntax.JpegLosslessSv1],
  ]);
});

test.runIf(present)('a study in two transfer syntaxes, pulled into the inbox', async () => {
  await using folder = await temporaryFolder();
  await using peer = await startTwoSyntaxes(folder.path);
  await using rooms = await openRooms();
  const { id: nodeId } = rooms.nodes.add({ title: 'ARCHIVE', host: '127.0.0.1', port: peer.port, retrieve: 'get' });
  const item = { level: 'STUDY', studyUid: STUDY, expected: 2 } as const;
  const id = rooms.transfers.pull({ nodeId, items: [item], model: 'study', via: 'get', destinationId: null, label: 'CT' });
  expect(await untilTransfer(rooms.transfers, id, ENDED)).toMatchObject({
    state: 'done',
    via: 'C-GET',
    total: 2,
    completed: 2,
    failed: 0,
    arrived: 2,
    failure: null,
  });
  rooms.inbox.settle();
  expect(rooms.inbox.held({}).instances).toBe(2);
  const { rows } = rooms.transfers.objects(id, { offset: 0, limit: 10, only: 'all' });
  expect(rows.map(({ sopInstanceUid, state }) => [sopInstanceUid, state])).toEqual([
    [`${STUDY}.1`, 'done'],
    [`${STUDY}.2`, 'done'],
  ]);
});

if (!present) console.log('skipped: C-GET in two transfer syntaxes, because DCMTK is not installed');
