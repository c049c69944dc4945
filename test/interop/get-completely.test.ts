// C-GET from dcmqrscp of a study that is stored in two transfer syntaxes: it looks at one context a class, and still everything comes, as it is stored.
import path from 'node:path';
import { expect, test } from 'vitest';
import { TransferSyntax } from '../../core/dicom/transfer-syntax.ts';
import { filtered, getCompletely, type ObjectFilter } from '../../core/services/get-completely.ts';
import { createApplicationEntity, proposeStorage } from '../../core/services/index.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { keepArrivals, objectFile, pydicomFile } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { all } from '../services/loopback.ts';

const STUDY = '1.2.826.0.1.3680043.10.1462.77';
const present = (await Promise.all(['dcmqrscp', 'dcmcjpeg', 'dcmodify'].map(installed))).every(Boolean);

test.runIf(present)('a study in two transfer syntaxes', async () => {
  await using folder = await temporaryFolder();
  const ct = pydicomFile('CT_small.dcm').path;
  const files = ['plain', 'jpeg'].map((name) => path.join(folder.path, `${name}.dcm`));
  const [plain = '', jpeg = ''] = files;
  expect((await run('cp', [ct, plain])).code).toBe(0);
  expect((await run('dcmcjpeg', ['+e1', ct, jpeg])).code).toBe(0);
  for (const [index, file] of files.entries()) {
    const changes = [`StudyInstanceUID=${STUDY}`, `SOPInstanceUID=${STUDY}.${index + 1}`];
    expect((await run('dcmodify', ['-nb', '-ie', ...changes.flatMap((change) => ['-m', change]), file])).code).toBe(0);
  }
  const { arrivals, store } = keepArrivals();
  const filter: ObjectFilter = { wanted: undefined };
  const entity = createApplicationEntity({ title: 'GANTRY', store: filtered(store, filter) });
  await using peer = await startDcmqrscp({ folder: folder.path, destinations: {}, args: ['+xs'] });
  const to = { host: '127.0.0.1', port: peer.port, calledTitle: 'ARCHIVE' };
  const items = files.map((file) => objectFile(file));
  const sending = await entity.associate({ ...to, contexts: proposeStorage(items)[0]?.contexts ?? [] });
  if (sending.kind !== 'established') throw new Error(JSON.stringify(sending));
  expect(await all(sending.association.storeAll(items))).toMatchObject([{ status: { code: 0 } }, { status: { code: 0 } }]);
  await sending.association.release();

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

if (!present) console.log('skipped: C-GET in two transfer syntaxes, because DCMTK is not installed');
