// TLS with DCMTK, both ways, with certificates on both sides.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApplicationEntity, proposeStorage, supportedStorage, supportedVerification } from '../../core/services/index.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { keepArrivals, pydicomFile } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let made: Certificates;

beforeAll(async () => {
  folder = await temporaryFolder();
  made = await makeCertificates(folder.path);
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

describe.runIf(await installed('storescp'))('DCMTK over TLS', () => {
  test('storescp takes an object and our certificate', async () => {
    const { server, client, authority } = made;
    await using peer = await startStorescp({
      folder: folder.path,
      args: ['+tls', server.keyFile, server.certificateFile, '+cf', authority.certificateFile],
    });
    const item = pydicomFile('CT_small.dcm');
    const opened = await createApplicationEntity({ title: 'GANTRY' }).associate({
      host: '127.0.0.1',
      port: peer.port,
      contexts: proposeStorage([item])[0]?.contexts ?? [],
      tls: { ca: authority.certificate, certificate: client.certificate, key: client.key },
    });
    if (opened.kind !== 'established') throw new Error(`${JSON.stringify(opened)} ${peer.output()}`);
    await using association = opened.association;
    expect(await association.store(item)).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(association.tls?.protocol).toMatch(/TLSv1\.[23]/);
  });

  test('storescu sends to our listener, which requires its certificate', async () => {
    const { server, client, authority } = made;
    const { arrivals, store } = keepArrivals();
    await using listener = await createApplicationEntity({ title: 'GANTRY' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: [...supportedVerification(), ...supportedStorage()],
      tls: { certificate: server.certificate, key: server.key, ca: authority.certificate, requireClientCertificate: true },
      on: { store },
    });
    const args = ['+tls', client.keyFile, client.certificateFile, '+cf', authority.certificateFile, '127.0.0.1', String(listener.port)];
    const { code, output } = await run('storescu', [...args, pydicomFile('CT_small.dcm').path]);
    expect(code, output).toBe(0);
    expect(arrivals).toHaveLength(1);
    expect(arrivals[0]?.request.association.tls).toMatchObject({ peerCertificate: { subject: 'CN=client' } });
  });
});
