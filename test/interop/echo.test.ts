// Verification with DCMTK and Orthanc, both ways.
import { describe, expect, test } from 'vitest';
import { createApplicationEntity, supportedVerification, verificationContexts } from '../../core/services/index.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { startOrthanc } from '../support/orthanc.ts';
import { installed, run } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const entity = createApplicationEntity({ title: 'GANTRY', requestedContexts: verificationContexts() });

describe.runIf(await installed('echoscu'))('DCMTK', () => {
  test('storescp answers our echo', async () => {
    await using folder = await temporaryFolder();
    await using peer = await startStorescp({ folder: folder.path });
    const opened = await entity.associate({ host: '127.0.0.1', port: peer.port });
    if (opened.kind !== 'established') throw new Error(opened.kind);
    expect(await opened.association.echo()).toEqual({ kind: 'status', status: { code: 0, class: 'success' } });
    expect(await opened.association.release()).toEqual({ kind: 'released', by: 'us' });
  });

  test('our listener answers echoscu, many times on one association', async () => {
    await using server = await entity.listen({ host: '127.0.0.1', port: 0, supportedContexts: supportedVerification(), on: {} });
    const { code, output } = await run('echoscu', ['-v', '--repeat', '20', '127.0.0.1', String(server.port)]);
    expect(code, output).toBe(0);
    expect(output.match(/Received Echo Response \(Success\)/g)).toHaveLength(20);
  });
});

test.runIf(await installed('Orthanc'))('Orthanc answers our echo', async () => {
  await using folder = await temporaryFolder();
  await using peer = await startOrthanc({ folder: folder.path });
  const opened = await entity.associate({ host: '127.0.0.1', port: peer.port, calledTitle: 'ORTHANC' });
  if (opened.kind !== 'established') throw new Error(opened.kind);
  await using association = opened.association;
  expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
});
