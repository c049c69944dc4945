import { createServer, type AddressInfo, type Server as NetServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TlsOptions } from '../../core/association/types.ts';
import { readIdentity } from '../../core/engine/identity.ts';
import type { Settings } from '../../core/contract.ts';
import { createListener, type Listener } from '../../core/engine/listener.ts';
import { offerOf } from '../../core/engine/own-server.ts';
import { explainListen } from '../../core/failures/explain-local.ts';
import { createApplicationEntity, verificationContexts } from '../../core/services/index.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const entity = createApplicationEntity({ title: 'GANTRY' });
const NO_TLS: Settings['me']['tls'] = {
  certificateFile: null,
  keyFile: null,
  authorityFile: null,
  listen: 'off',
  port: 0,
  requireCertificate: false,
};
let files = NO_TLS;
let listener: Listener | undefined;
let other: NetServer | undefined;

function open(): Listener {
  listener = createListener({
    open: (host, port, tls) => entity.listen({ host, port, ...(tls && { tls }), ...offerOf({}) }),
    identity: () => readIdentity(files),
    me: { title: 'GANTRY', host: '127.0.0.1', port: 0 },
    explain: (error, host, port) =>
      explainListen(error instanceof Error && 'code' in error ? String(error.code) : '', { title: 'GANTRY', host, port }),
  });
  return listener;
}

async function occupy(): Promise<number> {
  const server = createServer();
  other = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  await listener?.close();
  await new Promise<void>((resolve) => (other ? other.close(() => resolve()) : resolve()));
  listener = other = undefined;
});

describe('the listener', () => {
  it('opens and answers an echo', async () => {
    const { apply, view } = open();
    await apply({ title: 'GANTRY', host: '127.0.0.1', port: 0, tls: NO_TLS });
    expect(view.value).toMatchObject({ state: 'listening', scope: 'this-computer', addresses: ['127.0.0.1'] });
    const outcome = await entity.associate({ host: '127.0.0.1', port: view.value.port, contexts: verificationContexts() });
    if (outcome.kind !== 'established') throw new Error(outcome.kind);
    await using association = outcome.association;
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
  });

  it('takes the next free port when the wanted one is busy, and says which was wanted', async () => {
    const busy = await occupy();
    const { apply, view } = open();
    await apply({ title: 'GANTRY', host: '127.0.0.1', port: busy, tls: NO_TLS });
    expect(view.value.state).toBe('listening');
    expect(view.value.wantedPort).toBe(busy);
    expect(view.value.port).toBeGreaterThan(busy);
  });

  it('takes the wanted port when asked again and it is free', async () => {
    const busy = await occupy();
    const { apply, view } = open();
    const me = { title: 'GANTRY', host: '127.0.0.1', port: busy, tls: NO_TLS };
    await apply(me);
    await new Promise<void>((resolve) => other?.close(() => resolve()));
    other = undefined;
    await apply(me);
    expect(view.value).toMatchObject({ state: 'listening', port: busy });
  });

  it('explains an address that this computer does not have', async () => {
    const { apply, view } = open();
    await apply({ title: 'GANTRY', host: '192.0.2.1', port: 11112, tls: NO_TLS });
    expect(view.value.state).toBe('failed');
    expect(view.value.failure?.code).toContain('EADDRNOTAVAIL');
  });

  it('ends with the last of two changes made at once', async () => {
    const { apply, view } = open();
    const first = apply({ title: 'GANTRY', host: '127.0.0.1', port: 0, tls: NO_TLS });
    const second = apply({ title: 'OTHER', host: '127.0.0.1', port: 0, tls: NO_TLS });
    await Promise.all([first, second]);
    expect(view.value).toMatchObject({ state: 'listening', title: 'OTHER' });
  });
});

describe('the listener with TLS', () => {
  let folder: TemporaryFolder;
  let made: Certificates;
  beforeAll(async () => {
    folder = await temporaryFolder();
    made = await makeCertificates(folder.path);
  });
  afterAll(() => folder[Symbol.asyncDispose]());
  afterEach(() => {
    files = NO_TLS;
  });

  const withTls = (more: Partial<typeof NO_TLS>) => {
    files = { ...NO_TLS, certificateFile: made.server.certificateFile, keyFile: made.server.keyFile, ...more };
    return { title: 'GANTRY', host: '127.0.0.1', port: 0, tls: files };
  };
  const echo = async (port: number, tls?: TlsOptions): Promise<string> => {
    const outcome = await entity.associate({ host: '127.0.0.1', port, contexts: verificationContexts(), ...(tls && { tls }) });
    if (outcome.kind !== 'established') return outcome.kind === 'failed' ? outcome.code : outcome.kind;
    await using association = outcome.association;
    const answer = await association.echo();
    return answer.kind === 'status' ? `${association.tls?.protocol ?? 'plain'} ${answer.status.code}` : answer.kind;
  };

  it('speaks TLS only', async () => {
    const { apply, view } = open();
    await apply(withTls({ listen: 'only' }));
    expect(view.value.encryption).toMatchObject({ mode: 'only', port: view.value.port, certificate: { subject: 'CN=server' } });
    expect(await echo(view.value.port, { ca: made.authority.certificate })).toBe('TLSv1.3 0');
    expect(await echo(view.value.port)).toBe('closed');
  });

  it('speaks both, on two ports, and requires the certificates of callers', async () => {
    const { apply, view } = open();
    await apply(withTls({ listen: 'beside', authorityFile: made.authority.certificateFile, requireCertificate: true }));
    const { port, encryption } = view.value;
    const { client, authority } = made;
    expect(await echo(port)).toBe('plain 0');
    expect(await echo(encryption.port ?? 0, { ca: authority.certificate })).toMatch(/CERTIFICATE_REQUIRED/);
    expect(await echo(encryption.port ?? 0, { ca: authority.certificate, certificate: client.certificate, key: client.key })).toBe(
      'TLSv1.3 0',
    );
  });

  it.each([
    ['a key of another certificate', () => ({ keyFile: made.client.keyFile }), 'Your key and your certificate do not belong together.'],
    ['a file that is gone', () => ({ certificateFile: path.join(folder.path, 'gone.pem') }), 'A file of your TLS identity is not there.'],
    ['a file that is no certificate', () => ({ certificateFile: made.server.keyFile }), 'A file of your TLS identity is not PEM.'],
    ['no key', () => ({ keyFile: null }), 'Your certificate lacks its key.'],
    ['nothing', () => ({ certificateFile: null, keyFile: null }), 'No certificate of yours is chosen.'],
    ['nobody to vouch for callers', () => ({ requireCertificate: true }), 'Nobody is named who may vouch for callers.'],
  ] as const)('stays closed with %s, and says so; plain DICOM beside it goes on', async (_, more, headline) => {
    const { apply, view } = open();
    await apply(withTls({ listen: 'only', ...more() }));
    expect(view.value).toMatchObject({ state: 'failed', failure: { headline } });
    await apply(withTls({ listen: 'beside', ...more() }));
    expect(view.value).toMatchObject({ state: 'listening', failure: null, encryption: { port: null, failure: { headline } } });
    expect(await echo(view.value.port)).toBe('plain 0');
  });

  it('takes a renewed certificate when it is opened anew', async () => {
    const { apply, view } = open();
    await apply(withTls({ listen: 'only' }));
    const before = view.value.encryption.certificate?.fingerprint;
    await apply(withTls({ listen: 'only', certificateFile: made.selfSigned.certificateFile, keyFile: made.selfSigned.keyFile }));
    expect(view.value.encryption.certificate?.fingerprint).not.toBe(before);
  });
});
