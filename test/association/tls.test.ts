// TLS both ways (PS3.15 Annex B): what is trusted, and each failure with its code.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrivateKey } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { isEncryptedKey, isTlsAlert, readCertificates, tlsFailure, whyUnusable } from '../../core/association/tls.ts';
import type { Knock, TlsInformation, TlsOptions } from '../../core/association/types.ts';
import { createApplicationEntity, supportedVerification, verificationContexts } from '../../core/services/index.ts';
import type { AssociateOutcome, Server } from '../../core/services/types.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { RawPeer, rawServer } from '../support/raw-peer.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { associateRq } from './pdus.ts';

let folder: TemporaryFolder;
let made: Certificates;
let knocks: Knock[];

beforeAll(async () => {
  folder = await temporaryFolder();
  made = await makeCertificates(folder.path);
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

const identity = ({ certificate, key }: { readonly certificate: string; readonly key: string }): TlsOptions => ({ certificate, key });

async function listen(tls: TlsOptions | undefined): Promise<Server> {
  knocks = [];
  const entity = createApplicationEntity({ title: 'GANTRY', observer: { knock: (knock) => knocks.push(knock) } });
  return entity.listen({ host: '127.0.0.1', port: 0, supportedContexts: supportedVerification(), on: {}, ...(tls && { tls }) });
}

async function ask(server: Server | number, tls: TlsOptions | undefined): Promise<AssociateOutcome> {
  const entity = createApplicationEntity({ title: 'USER', requestedContexts: verificationContexts(), timeouts: { association: 5_000 } });
  const port = typeof server === 'number' ? server : server.port;
  return entity.associate({ host: '127.0.0.1', port, ...(tls && { tls }) });
}

/** Echoes and releases; what was agreed. */
async function works(server: Server, tls: TlsOptions): Promise<string> {
  const outcome = await ask(server, tls);
  if (outcome.kind !== 'established') return JSON.stringify(outcome);
  await using association = outcome.association;
  expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
  return association.tls?.protocol ?? 'plain';
}

describe('a server with a certificate of a known authority', () => {
  test('is trusted by its authority', async () => {
    await using server = await listen(identity(made.server));
    expect(await works(server, { ca: made.authority.certificate })).toBe('TLSv1.3');
  });

  test('is trusted by its fingerprint alone, in whatever writing', async () => {
    await using server = await listen(identity(made.server));
    expect(await works(server, { fingerprint: made.server.fingerprint })).toBe('TLSv1.3');
    expect(await works(server, { fingerprint: made.server.fingerprint.replaceAll(':', '').toLowerCase() })).toBe('TLSv1.3');
  });

  test('tells what it is', async () => {
    await using server = await listen(identity(made.server));
    const outcome = await ask(server, { ca: made.authority.certificate });
    if (outcome.kind !== 'established') throw new Error(outcome.kind);
    await using association = outcome.association;
    expect(association.tls).toMatchObject({
      peerCertificate: {
        subject: 'CN=server',
        issuer: 'CN=authority',
        names: ['localhost', '127.0.0.1'],
        fingerprint: made.server.fingerprint.replaceAll(':', '').toLowerCase(),
      },
    });
  });
});

describe('a server that is not trusted', () => {
  const cases: readonly (readonly [string, () => TlsOptions, () => TlsOptions, string])[] = [
    ['of an unknown authority', () => identity(made.server), () => ({}), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['that signed itself', () => identity(made.selfSigned), () => ({}), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['that has expired', () => identity(made.expired), () => ({ ca: made.authority.certificate }), 'CERT_HAS_EXPIRED'],
    ['of another name', () => identity(made.otherName), () => ({ ca: made.authority.certificate }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [
      'of another fingerprint',
      () => identity(made.server),
      () => ({ ca: made.authority.certificate, fingerprint: made.client.fingerprint }),
      'fingerprint-mismatch',
    ],
  ];
  test.each(cases)('%s', async (_, own, trust, code) => {
    await using server = await listen(own());
    expect(await ask(server, trust())).toMatchObject({ kind: 'failed', phase: 'tls', code });
  });

  test('of another name may be accepted under that name', async () => {
    await using server = await listen(identity(made.otherName));
    expect(await works(server, { ca: made.authority.certificate, serverName: 'other.example' })).toBe('TLSv1.3');
  });
});

describe('a server that asks for a certificate', () => {
  const own = (): TlsOptions => ({ ...identity(made.server), ca: made.authority.certificate, requireClientCertificate: true });

  test('takes one of its authority', async () => {
    await using server = await listen(own());
    expect(await works(server, { ca: made.authority.certificate, ...identity(made.client) })).toBe('TLSv1.3');
  });

  test('refuses a caller without one, which says so', async () => {
    await using server = await listen(own());
    expect(await ask(server, { ca: made.authority.certificate })).toMatchObject({
      kind: 'failed',
      phase: 'tls',
      code: 'TLSV13_ALERT_CERTIFICATE_REQUIRED',
    });
    await until(() => knocks.length > 0, { what: 'the knock' });
    expect(knocks).toMatchObject([{ outcome: 'tls-failed', detail: 'PEER_DID_NOT_RETURN_A_CERTIFICATE' }]);
  });

  test('refuses one that it does not know', async () => {
    await using server = await listen(own());
    expect(await ask(server, { ca: made.authority.certificate, ...identity(made.selfSigned) })).toMatchObject({ kind: 'failed' });
    await until(() => knocks.length > 0, { what: 'the knock' });
    expect(knocks).toMatchObject([{ outcome: 'tls-failed' }]);
  });

  test('takes the one with the pinned fingerprint and no other', async () => {
    await using server = await listen({ ...identity(made.server), fingerprint: made.selfSigned.fingerprint });
    expect(await works(server, { ca: made.authority.certificate, ...identity(made.selfSigned) })).toBe('TLSv1.3');
    expect(await ask(server, { ca: made.authority.certificate, ...identity(made.client) })).toMatchObject({ kind: 'failed' });
  });
});

describe('a handshake', () => {
  test.each<readonly [string, () => Promise<void>, object]>([
    [
      'that the peer does not answer ends by the connect clock',
      () => Promise.resolve(clock.advance(10_000)),
      { phase: 'timer', code: 'connect-timeout' },
    ],
    ['is ended by the signal', () => Promise.resolve(stop.abort()), { phase: 'cancelled', code: 'cancelled' }],
  ])('%s', async (_, act, expected) => {
    await using server = await rawServer();
    clock = createFakeClock();
    stop = new AbortController();
    const entity = createApplicationEntity({ title: 'USER' }, { clock });
    const request = { host: '127.0.0.1', port: server.port, contexts: verificationContexts(), tls: {}, signal: stop.signal };
    const outcome = entity.associate(request);
    const peer = await server.accept();
    await until(() => peer.unread !== '', { what: 'the client hello' });
    await act();
    expect(await outcome).toMatchObject({ kind: 'failed', ...expected });
    await peer.end();
  });

  test('by TLS 1.2 that lacks a certificate of ours says that it is wanted', async () => {
    const server = createTlsServer({
      cert: made.server.certificate,
      key: made.server.key,
      ca: made.authority.certificate,
      requestCert: true,
      maxVersion: 'TLSv1.2',
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const trust = { ca: made.authority.certificate };
    expect(await ask(port, trust)).toMatchObject({ kind: 'failed', phase: 'tls', code: 'CERTIFICATE_REQUIRED' });
    expect(await ask(port, { ...trust, ...identity(made.selfSigned) })).toMatchObject({ kind: 'failed', phase: 'tls' });
    await new Promise((resolve) => server.close(resolve));
  });

  let clock: FakeClock;
  let stop: AbortController;
});

test('lines beyond the limit of unassociated ones are closed before any handshake', async () => {
  knocks = [];
  const entity = createApplicationEntity({
    title: 'GANTRY',
    limits: { unassociated: 1 },
    observer: { knock: (knock) => knocks.push(knock) },
  });
  await using server = await entity.listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: supportedVerification(),
    on: {},
    tls: identity(made.server),
  });
  const first = await RawPeer.call(server.port);
  const second = await RawPeer.call(server.port);
  await until(() => first.ended || second.ended, { what: 'one to be closed' });
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await until(() => knocks.length >= 2, { what: 'both to be told' });
  // Each once, and each with its address.
  expect(knocks.map(({ outcome }) => outcome)).toEqual(['limit', 'tls-failed']);
  for (const { remote } of knocks) expect(remote).toMatchObject({ address: '127.0.0.1', port: expect.any(Number) as number });
  expect(new Set(knocks.map(({ remote }) => remote.port)).size).toBe(2);
});

test('the owner that admits is told of the line', async () => {
  let told: TlsInformation | undefined;
  await using server = await createApplicationEntity({ title: 'GANTRY' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: supportedVerification(),
    admit: ({ tls }) => {
      told = tls;
      return undefined;
    },
    on: {},
    tls: { ...identity(made.server), ca: made.authority.certificate, requireClientCertificate: true },
  });
  expect(await works(server, { ca: made.authority.certificate, ...identity(made.client) })).toBe('TLSv1.3');
  expect(told).toMatchObject({ protocol: 'TLSv1.3', peerCertificate: { subject: 'CN=client' } });
});

test('a key with a pass phrase is opened with it, and not without', async () => {
  const encrypted = createPrivateKey(made.server.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' });
  const own = { certificate: made.server.certificate, key: encrypted.toString() };
  await using server = await listen({ ...own, passphrase: 'sesame' });
  expect(await works(server, { ca: made.authority.certificate })).toBe('TLSv1.3');
  expect(isEncryptedKey(own.key)).toBe(true);
  expect(isEncryptedKey(made.server.key)).toBe(false);
  expect(whyUnusable({ ...own, passphrase: 'barley' })).toMatch(/BAD_DECRYPT/);
  expect(whyUnusable(own)).toBeDefined();
});

test('certificates of a text, in its order', () => {
  const both = readCertificates(`${made.server.certificate}\nnoise\n${made.authority.certificate}`);
  expect(both).toMatchObject([
    { subject: 'CN=server', names: ['localhost', '127.0.0.1'] },
    { subject: 'CN=authority', names: [] },
  ]);
  expect(readCertificates(made.server.key)).toEqual([]);
});

test.each([
  [{ code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', message: 'x' }, true, 'TLSV1_ALERT_UNKNOWN_CA'],
  [
    { code: 'EPROTO', message: '1234:error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED' },
    true,
    'CERTIFICATE_VERIFY_FAILED',
  ],
  [{ code: 'EPROTO', message: 'protocol error' }, false, 'EPROTO'],
  [{ message: 'nothing of note' }, false, 'Error'],
])('%o is told from a broken line', (what, alert, code) => {
  const error = Object.assign(new Error(what.message), what);
  expect(isTlsAlert(error)).toBe(alert);
  expect(tlsFailure(error)).toMatchObject({ phase: 'tls', code });
});

describe('plain and encrypted mixed up', () => {
  test('a TLS caller on a plain port', async () => {
    await using server = await listen(undefined);
    expect(await ask(server, { ca: made.authority.certificate })).toMatchObject({
      kind: 'failed',
      phase: 'tls',
      code: 'WRONG_VERSION_NUMBER',
    });
    expect(knocks).toMatchObject([{ outcome: 'tls-on-plain-port' }]);
  });

  test('a plain caller on a TLS port', async () => {
    await using server = await listen(identity(made.server));
    expect(await ask(server, undefined)).toMatchObject({ kind: 'failed', phase: 'first-byte' });
    await until(() => knocks.length > 0, { what: 'the knock' });
    expect(knocks).toMatchObject([{ outcome: 'tls-failed' }]);
  });

  test('a raw caller on a TLS port is let go', async () => {
    await using server = await listen(identity(made.server));
    await using peer = await RawPeer.call(server.port);
    peer.send(associateRq());
    await peer.end();
  });

  test('a TLS port that closes the line during the handshake', async () => {
    await using server = await rawServer();
    const outcome = ask(server.port, { ca: made.authority.certificate });
    const peer = await server.accept();
    peer.close();
    expect(await outcome).toMatchObject({ kind: 'failed', phase: 'tls', code: 'ECONNRESET' });
  });

  test('TLS 1.1 is not spoken', async () => {
    await using server = await listen(identity(made.server));
    const socket = connectTls({
      port: server.port,
      host: '127.0.0.1',
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      rejectUnauthorized: false,
    });
    await new Promise<void>((resolve) => socket.once('error', () => resolve()));
    await until(() => knocks.length > 0, { what: 'the knock' });
    expect(knocks).toMatchObject([{ outcome: 'tls-failed' }]);
  });
});

test('a key that does not belong to its certificate is a typed error, without a connection', async () => {
  await expect(listen({ certificate: made.server.certificate, key: made.client.key })).rejects.toMatchObject({
    name: 'UsageError',
    code: 'invalid-argument',
  });
  await expect(ask(1, { certificate: 'nonsense', key: 'nonsense' })).rejects.toMatchObject({ name: 'UsageError' });
});
