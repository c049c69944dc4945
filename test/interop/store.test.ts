// Storage with DCMTK and Orthanc, both ways, in every transfer syntax of pydicom's files; data sets keep their bytes.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApplicationEntity, proposeStorage, supportedStorage } from '../../core/services/index.ts';
import type { StoreResult } from '../../core/services/types.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { keepArrivals, objectFile, pydicomFile, pydicomFiles } from '../support/object-files.ts';
import { startOrthanc } from '../support/orthanc.ts';
import { installed, run } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const entity = createApplicationEntity({ title: 'GANTRY' });

async function sendAll(port: number, calledTitle: string, items = pydicomFiles()): Promise<StoreResult[]> {
  const results: StoreResult[] = [];
  for (const proposal of proposeStorage(items)) {
    const opened = await entity.associate({ host: '127.0.0.1', port, calledTitle, contexts: proposal.contexts });
    if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
    await using association = opened.association;
    for await (const result of association.storeAll(proposal.items)) results.push(result);
  }
  return results;
}

describe.runIf(await installed('storescp'))('DCMTK', () => {
  test.each([[[]], [['-pdu', '4096']], [['+B', '-pdu', '131072']]])('storescp %j takes our objects as they are', async (args) => {
    await using folder = await temporaryFolder();
    await using peer = await startStorescp({ folder: folder.path, args: ['+xa', '-pm', '+B', ...args] });
    const items = pydicomFiles();
    const results = await sendAll(peer.port, 'ANY-SCP', items);
    expect(results).toHaveLength(items.length);
    expect(
      results
        .filter((result) => result.kind !== 'status' || result.status.code !== 0)
        .map(({ kind, item }) => [kind, item.transferSyntaxUid]),
    ).toEqual([]);
    const received = new Map(
      readdirSync(folder.path)
        .map((name) => objectFile(path.join(folder.path, name)))
        .map((item) => [item.sopInstanceUid, item]),
    );
    // A deflate stream that ends on an odd byte arrives with one NUL more (PS3.5 §A.5).
    const sent = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 1 ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes);
    const changed = items.filter(
      (item) => Buffer.compare(received.get(item.sopInstanceUid)?.bytes() ?? Buffer.alloc(0), sent(item.bytes())) !== 0,
    );
    expect(changed.map((item) => item.path)).toEqual([]);
  });

  test('an object in a syntax that the peer does not take is not sent', async () => {
    await using folder = await temporaryFolder();
    await using peer = await startStorescp({ folder: folder.path, args: ['+xi'] });
    const [result] = await sendAll(peer.port, 'ANY-SCP', [pydicomFile('JPEG2000.dcm')]);
    expect(result).toMatchObject({ kind: 'no-context', reason: 'transfer-syntax' });
  });

  test.each([
    ['--abort-during', 'aborted'],
    ['--abort-after', 'aborted'],
  ])('storescp %s: the object is not known to be stored', async (args, kind) => {
    await using folder = await temporaryFolder();
    await using peer = await startStorescp({ folder: folder.path, args: [args] });
    const results = await sendAll(peer.port, 'ANY-SCP', [pydicomFile('CT_small.dcm'), pydicomFile('MR_small.dcm')]);
    expect(results.map((result) => (result.kind === 'ended' ? result.end.kind : result.kind))).toEqual([kind, kind]);
  });

  test('our listener takes from dcmsend the bytes that storescp takes, compressed objects compressed', async () => {
    const { arrivals, store } = keepArrivals();
    await using folder = await temporaryFolder();
    await using peer = await startStorescp({ folder: folder.path, args: ['+xa', '+B'] });
    await using server = await entity.listen({ host: '127.0.0.1', port: 0, supportedContexts: supportedStorage(), on: { store } });
    const items = ['CT_small.dcm', 'JPEG2000.dcm', 'JPEG-lossy.dcm', 'MR_small_RLE.dcm'].map(pydicomFile);
    for (const port of [peer.port, server.port]) {
      const { code, output } = await run('dcmsend', ['--decompress-never', '127.0.0.1', String(port), ...items.map((item) => item.path)]);
      expect(code, output).toBe(0);
    }
    const reference = new Map(
      readdirSync(folder.path)
        .map((name) => objectFile(path.join(folder.path, name)))
        .map((item) => [item.sopInstanceUid, item]),
    );
    expect(arrivals).toHaveLength(items.length);
    for (const { request, bytes } of arrivals) {
      expect(request.transferSyntaxUid).toBe(items.find((item) => item.sopInstanceUid === request.sopInstanceUid)?.transferSyntaxUid);
      expect(Buffer.compare(bytes, reference.get(request.sopInstanceUid)?.bytes() ?? Buffer.alloc(0)), request.sopInstanceUid).toBe(0);
    }
  });

  test('storescu -xw sends JPEG 2000 when it offers it first', async () => {
    const { arrivals, store } = keepArrivals();
    await using server = await entity.listen({ host: '127.0.0.1', port: 0, supportedContexts: supportedStorage(), on: { store } });
    const { code, output } = await run('storescu', ['-xw', '+C', '127.0.0.1', String(server.port), pydicomFile('JPEG2000.dcm').path]);
    expect(code, output).toBe(0);
    expect(arrivals[0]?.request.transferSyntaxUid).toBe('1.2.840.10008.1.2.4.91');
  });
});

test.runIf(await installed('Orthanc'))('Orthanc takes our objects', async () => {
  await using folder = await temporaryFolder();
  await using peer = await startOrthanc({ folder: folder.path });
  const items = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm', 'MR_small_RLE.dcm'].map(pydicomFile);
  const results = await sendAll(peer.port, 'ORTHANC', items);
  expect(results.map((result) => (result.kind === 'status' ? result.status.code : result.kind))).toEqual([0, 0, 0, 0]);
});
