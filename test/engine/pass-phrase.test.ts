// An encrypted key of our own: what is said while it is closed, and that the right pass phrase opens it and the port.
import { createPrivateKey } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StatusView } from '../../core/contract.ts';
import { createEngine } from '../../core/engine.ts';
import { createApplicationEntity, verificationContexts } from '../../core/services/index.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { startEngine, type RunningEngine } from '../support/running-engine.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const PASS_PHRASE = 'open sesame';
const never = new AbortController().signal;
let folder: TemporaryFolder;
let made: Certificates;
let keyFile: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  made = await makeCertificates(folder.path);
  keyFile = path.join(folder.path, 'encrypted.pem');
  const encrypted = createPrivateKey(made.server.key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: PASS_PHRASE,
  });
  await writeFile(keyFile, encrypted, { mode: 0o600 });
});
afterAll(() => folder[Symbol.asyncDispose]());

const tls = () => ({
  certificateFile: made.server.certificateFile,
  keyFile,
  authorityFile: null,
  listen: 'only' as const,
  port: 0,
  requireCertificate: false,
});

async function locked(own: RunningEngine): Promise<void> {
  await own.set({ me: { tls: tls() } });
  await until(() => own.status()?.listener.state === 'failed', { what: 'the port to miss its key' });
}

async function echo(port: number): Promise<string | undefined> {
  const entity = createApplicationEntity({ title: 'CALLER', requestedContexts: verificationContexts() });
  const outcome = await entity.associate({ host: '127.0.0.1', port, tls: { ca: made.authority.certificate } });
  if (outcome.kind !== 'established') return outcome.kind;
  await using association = outcome.association;
  await association.echo();
  return association.tls?.protocol;
}

it('asks for the pass phrase, says of a wrong one that it is, and opens the port with the right one', async () => {
  await using own = await startEngine();
  await locked(own);
  expect(own.status()).toMatchObject({
    identity: { state: 'failed', wantsPassPhrase: true, failure: { remedies: [{ kind: 'enter-pass-phrase' }] } },
  });
  const unlock = async (passPhrase: string) => own.engine.calls['identity.unlock']({ passPhrase }, never);
  await expect(unlock('barley')).rejects.toMatchObject({ code: 'wrong-pass-phrase', message: 'This pass phrase does not open your key.' });
  expect(own.status()?.identity.state).toBe('failed');
  expect(await unlock(PASS_PHRASE)).toEqual({ keyFile });
  await until(() => own.status()?.listener.state === 'listening', { what: 'the port to open' });
  expect(own.status()?.identity).toMatchObject({ state: 'ready', keyIsEncrypted: true, keyIsOpen: false });
  expect(await echo(own.status()?.listener.port ?? 0)).toBe('TLSv1.3');
});

it('starts open with a pass phrase that was kept, and asks again when it is of another key', async () => {
  await using data = await temporaryFolder();
  {
    await using before = await startEngine({ folder: data.path });
    await locked(before);
  }
  const begin = async (kept: { readonly keyFile: string; readonly passPhrase: string }) => {
    const engine = await createEngine({ folder: data.path, pixels: { workerPath: 'none', wasmPath: 'none' }, keyPassPhrase: kept });
    const watching = new AbortController();
    let status: StatusView | undefined;
    void engine.streams.status({}, (event) => (status = event), watching.signal);
    await until(() => status !== undefined && status.listener.state !== 'starting' && status.identity.state !== 'none', {
      what: 'the port',
    });
    watching.abort();
    await engine.close();
    return status;
  };
  expect(await begin({ keyFile, passPhrase: PASS_PHRASE })).toMatchObject({
    identity: { state: 'ready' },
    listener: { state: 'listening' },
  });
  expect(await begin({ keyFile: `${keyFile}.old`, passPhrase: PASS_PHRASE })).toMatchObject({
    identity: { state: 'failed', wantsPassPhrase: true, failure: { headline: 'Your key is protected by a pass phrase.' } },
  });
  expect(await begin({ keyFile, passPhrase: 'changed since' })).toMatchObject({
    identity: { state: 'failed', wantsPassPhrase: true, failure: { headline: 'This pass phrase does not open your key.' } },
  });
});

it('writes the pass phrase nowhere', async () => {
  await using own = await startEngine();
  await locked(own);
  await own.engine.calls['identity.unlock']({ passPhrase: PASS_PHRASE }, never);
  await own.set({ search: { limit: 100 } });
  const files = (await readdir(own.folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(1);
  for (const { name } of files) expect((await readFile(path.join(own.folder, name))).includes(PASS_PHRASE), name).toBe(false);
});

it('says that there is nothing to open where no key is chosen', async () => {
  await using own = await startEngine();
  await expect(async () => own.engine.calls['identity.unlock']({ passPhrase: 'x' }, never)).rejects.toMatchObject({ code: 'no-key' });
});
