// FAILURES F2 by real certificates, in Node (OpenSSL) and in Electron (BoringSSL): the same failure has other words in each, and must be told
// to the person in the same way. Peers run in this process, or are openssl's own.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer as createPlainServer, type Server } from 'node:net';
import path from 'node:path';
import { connect as connectTls, createServer, type ConnectionOptions, type TlsOptions as PeerOptions } from 'node:tls';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Failure, TlsOptions } from '../../core/association/types.ts';
import { explainFailure } from '../../core/failures/explain-failure.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { freePort, startPeer, type PeerProcess } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import type { Asking, Serving } from '../support/tls-runtime.ts';
import { until } from '../support/until.ts';

type Line = Readonly<Record<string, unknown>> & { readonly name: string };
type Runtime = 'Node' | 'Electron';

const A_ASSOCIATE_RJ = Buffer.from('03000000000400010101', 'hex');

let folder: TemporaryFolder;
let made: Certificates;
let script: string;
const servers: Server[] = [];
const processes: PeerProcess[] = [];

const runtimes: Readonly<Record<Runtime, () => readonly [string, NodeJS.ProcessEnv]>> = {
  Node: () => [process.execPath, process.env],
  Electron: () => [inject('desktop').executable, { ...process.env, ELECTRON_RUN_AS_NODE: '1' }],
};

beforeAll(async () => {
  folder = await temporaryFolder();
  made = await makeCertificates(folder.path);
  script = path.join(folder.path, 'tls-runtime.mjs');
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: path.join(import.meta.dirname, '../support/tls-runtime.ts'),
      target: 'node20.18',
      outDir: folder.path,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { external: [/^node:/], output: { format: 'es', entryFileNames: 'tls-runtime.mjs' } },
    },
  });
});

afterAll(async () => {
  for (const server of servers) server.close();
  for (const peer of processes) await peer.stop();
  await folder[Symbol.asyncDispose]();
});

async function opened(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const secured = (options: PeerOptions): Promise<number> => {
  const server = createServer(options);
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(A_ASSOCIATE_RJ));
  });
  return opened(server);
};

/** openssl's own server tells of a certificate that it does not know; Node's hangs up. */
async function openssl(more: readonly string[]): Promise<number> {
  const port = await freePort();
  const { certificateFile, keyFile } = made.server;
  const own = ['-cert', certificateFile, '-key', keyFile, '-CAfile', made.authority.certificateFile];
  processes.push(await startPeer({ command: 'openssl', port, args: ['s_server', '-accept', String(port), '-quiet', ...own, ...more] }));
  return port;
}

/** Runs the script to its end, or, where `meanwhile` is given, until that has settled. */
async function runIn(
  runtime: Runtime,
  mode: 'ask' | 'load' | 'serve',
  given: unknown,
  meanwhile?: (lines: readonly Line[]) => Promise<void>,
): Promise<readonly Line[]> {
  const file = path.join(folder.path, `${runtime}-${mode}.json`);
  await writeFile(file, JSON.stringify(given));
  const [command, env] = runtimes[runtime]();
  const child = spawn(command, [script, mode, file], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: Line[] = [];
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const whole = text.split('\n');
    text = whole.pop() ?? '';
    lines.push(...whole.map((line) => JSON.parse(line) as Line));
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (meanwhile) await meanwhile(lines);
  child.stdin.end();
  await ended;
  return lines;
}

const pair = ({ certificate, key }: { readonly certificate: string; readonly key: string }): PeerOptions & ConnectionOptions => ({
  cert: certificate,
  key,
});
const own = ({ certificate, key }: { readonly certificate: string; readonly key: string }): TlsOptions => ({ certificate, key });

async function askings(): Promise<readonly Asking[]> {
  const trust: TlsOptions = { ca: made.authority.certificate };
  const good = await secured(pair(made.server));
  const demanding = { ...pair(made.server), ca: made.authority.certificate, requestCert: true, rejectUnauthorized: true };
  const plain = (answer: string | null): Promise<number> =>
    opened(createPlainServer((socket) => socket.once('data', () => socket.end(Buffer.from(answer ?? '', 'hex')))));
  return [
    { name: 'made by itself', port: await secured(pair(made.selfSigned)), tls: {} },
    { name: 'unknown issuer', port: good, tls: {} },
    { name: 'expired', port: await secured(pair(made.expired)), tls: trust },
    { name: 'another name', port: await secured(pair(made.otherName)), tls: trust },
    { name: 'another fingerprint', port: good, tls: { fingerprint: made.client.fingerprint } },
    { name: 'wants a certificate, TLS 1.3', port: await secured({ ...demanding, minVersion: 'TLSv1.3' }), tls: trust },
    { name: 'wants a certificate, TLS 1.2', port: await secured({ ...demanding, maxVersion: 'TLSv1.2' }), tls: trust },
    {
      name: 'does not know ours, TLS 1.3',
      port: await openssl(['-Verify', '1', '-verify_return_error', '-tls1_3']),
      tls: { ...trust, ...own(made.selfSigned) },
    },
    {
      name: 'does not know ours, TLS 1.2',
      port: await openssl(['-Verify', '1', '-verify_return_error', '-tls1_2']),
      tls: { ...trust, ...own(made.selfSigned) },
    },
    {
      name: 'refuses ours for its age',
      port: await openssl(['-Verify', '1', '-verify_return_error']),
      tls: { ...trust, ...own(made.expired) },
    },
    {
      name: 'only TLS 1.1',
      port: await secured({ ...pair(made.server), minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      tls: trust,
    },
    {
      name: 'no cipher in common',
      port: await secured({ ...pair(made.server), maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }),
      tls: trust,
    },
    { name: 'plain DICOM that aborts', port: await plain('07000000000400000200'), tls: trust },
    { name: 'plain DICOM that hangs up', port: await plain(null), tls: trust },
    { name: 'a web server', port: await plain('485454502f312e3120343030'), tls: trust },
    { name: 'asked in plain', port: good },
    { name: 'trusted by its authority', port: good, tls: trust },
    { name: 'trusted by its fingerprint', port: good, tls: { fingerprint: made.server.fingerprint } },
  ];
}

/** What each runtime calls it, and what the person reads. */
const asked: Readonly<Record<string, readonly [string, string, RegExp]>> = {
  'made by itself': ['DEPTH_ZERO_SELF_SIGNED_CERT', 'DEPTH_ZERO_SELF_SIGNED_CERT', /made itself/],
  'unknown issuer': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', /issuer .* unknown here/],
  expired: ['CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED', /has expired/],
  'another name': ['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_CERT_ALTNAME_INVALID', /for another name/],
  'another fingerprint': ['fingerprint-mismatch', 'fingerprint-mismatch', /another certificate than the trusted/],
  'wants a certificate, TLS 1.3': ['TLSV13_ALERT_CERTIFICATE_REQUIRED', 'TLSV1_ALERT_CERTIFICATE_REQUIRED', /wants a certificate/],
  'wants a certificate, TLS 1.2': ['CERTIFICATE_REQUIRED', 'CERTIFICATE_REQUIRED', /wants a certificate/],
  'does not know ours, TLS 1.3': ['TLSV1_ALERT_UNKNOWN_CA', 'TLSV1_ALERT_UNKNOWN_CA', /does not trust your certificate/],
  'does not know ours, TLS 1.2': ['TLSV1_ALERT_UNKNOWN_CA', 'TLSV1_ALERT_UNKNOWN_CA', /does not trust your certificate/],
  'refuses ours for its age': ['SSLV3_ALERT_CERTIFICATE_EXPIRED', 'SSLV3_ALERT_CERTIFICATE_EXPIRED', /refused your certificate/],
  'only TLS 1.1': ['TLSV1_ALERT_PROTOCOL_VERSION', 'TLSV1_ALERT_PROTOCOL_VERSION', /no TLS version/],
  'no cipher in common': ['SSLV3_ALERT_HANDSHAKE_FAILURE', 'SSLV3_ALERT_HANDSHAKE_FAILURE', /no cipher/],
  'plain DICOM that aborts': ['WRONG_VERSION_NUMBER', 'WRONG_VERSION_NUMBER', /does not speak TLS/],
  'plain DICOM that hangs up': ['ECONNRESET', 'ECONNRESET', /hung up when it was called with encryption/],
  'a web server': ['WRONG_VERSION_NUMBER', 'WRONG_VERSION_NUMBER', /does not speak TLS/],
  'asked in plain': ['closed', 'closed', /hung up without a word/],
};

const loaded: Readonly<Record<string, readonly [string | null, string | null]>> = {
  'a pair': [null, null],
  'another key': ['KEY_VALUES_MISMATCH', 'KEY_VALUES_MISMATCH'],
  'no PEM certificate': ['NO_START_LINE', 'NO_START_LINE'],
  'no PEM key': ['UNSUPPORTED', 'NO_START_LINE'],
};

const about = { nodeName: 'PEER', host: '127.0.0.1', port: 104, calledTitle: 'PEER', callingTitle: 'GANTRY' };

describe.each([
  ['Node', 0],
  ['Electron', 1],
] as const)('TLS in %s', (runtime, column) => {
  it('tells each failure of a call', async () => {
    const lines = await runIn(runtime, 'ask', await askings());
    const outcomes = new Map(lines.map(({ name, outcome }) => [name, outcome as Failure]));
    for (const [name, row] of Object.entries(asked)) {
      const outcome = outcomes.get(name);
      expect(outcome, name).toMatchObject({ kind: 'failed', code: row[column] });
      if (outcome) expect(explainFailure(outcome, about).headline, name).toMatch(row[2]);
    }
    for (const name of ['made by itself', 'unknown issuer', 'expired', 'another name', 'another fingerprint'])
      expect(outcomes.get(name), name).toHaveProperty('certificate.fingerprint');
    for (const name of ['trusted by its authority', 'trusted by its fingerprint'])
      expect(outcomes.get(name), name).toMatchObject({ kind: 'rejected', reason: 1 });
  });

  it('tells what is wrong with a key', async () => {
    const { client, server } = made;
    const lines = await runIn(runtime, 'load', [
      { name: 'a pair', tls: own(client) },
      { name: 'another key', tls: { certificate: client.certificate, key: server.key } },
      { name: 'no PEM certificate', tls: { certificate: 'nonsense', key: client.key } },
      { name: 'no PEM key', tls: { certificate: client.certificate, key: 'nonsense' } },
    ]);
    expect(Object.fromEntries(lines.map(({ name, code }) => [name, code]))).toEqual(
      Object.fromEntries(Object.entries(loaded).map(([name, codes]) => [name, codes[column]])),
    );
  });

  it('tells why a caller did not come in', async () => {
    const requiring: TlsOptions = { ...own(made.server), ca: made.authority.certificate, requireClientCertificate: true };
    const callers: Readonly<Record<string, readonly [TlsOptions, ConnectionOptions, string]>> = {
      'only TLS 1.1': [
        own(made.server),
        { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
        'UNSUPPORTED_PROTOCOL',
      ],
      'no cipher in common': [own(made.server), { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }, 'NO_SHARED_CIPHER'],
      'no certificate, TLS 1.3': [requiring, { minVersion: 'TLSv1.3' }, 'PEER_DID_NOT_RETURN_A_CERTIFICATE'],
      'no certificate, TLS 1.2': [requiring, { maxVersion: 'TLSv1.2' }, 'PEER_DID_NOT_RETURN_A_CERTIFICATE'],
      'unknown certificate': [requiring, pair(made.selfSigned), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      'expired certificate': [requiring, pair(made.expired), 'CERT_HAS_EXPIRED'],
    };
    const serving: readonly Serving[] = Object.entries(callers).map(([name, [tls]]) => ({ name, tls }));
    const knocks = (lines: readonly Line[]) => lines.filter((line) => line['outcome'] !== undefined);
    const lines = await runIn(runtime, 'serve', serving, async (said) => {
      await until(() => said.length === serving.length, { what: 'the ports to open' });
      for (const { name, port } of [...said]) {
        const caller = connectTls({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false, ...callers[name]?.[1] });
        caller.on('error', () => undefined);
      }
      await until(() => knocks(said).length === serving.length, { what: 'the knocks' });
    });
    expect(Object.fromEntries(knocks(lines).map(({ name, detail }) => [name, detail]))).toEqual(
      Object.fromEntries(Object.entries(callers).map(([name, [, , code]]) => [name, code])),
    );
  });
});
