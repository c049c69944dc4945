// The pass phrase of an encrypted key: from the environment or asked for at the terminal, and nowhere on a command line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createApplicationEntity, supportedVerification } from '../../core/services/index.ts';
import type { Server } from '../../core/services/types.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { gantry } from '../support/cli.ts';
import { installed, run } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const VARIABLE = 'GANTRY_KEY_PASSPHRASE';
const PROGRAM = fileURLToPath(new URL('../../out/cli/gantry.js', import.meta.url));

let folder: TemporaryFolder;
let made: Certificates;
let server: Server;
let encrypted: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  made = await makeCertificates(folder.path);
  encrypted = path.join(folder.path, 'encrypted.key');
  const { code } = await run('openssl', ['pkey', '-in', made.client.keyFile, '-aes256', '-passout', 'pass:open sesame', '-out', encrypted]);
  expect(code).toBe(0);
  server = await createApplicationEntity({ title: 'PACS1' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: supportedVerification(),
    on: {},
    tls: { certificate: made.server.certificate, key: made.server.key, ca: made.authority.certificate, requireClientCertificate: true },
  });
});

afterAll(async () => {
  await server.close({ graceMs: 0 });
  await folder[Symbol.asyncDispose]();
});

afterEach(() => vi.unstubAllEnvs());

const echo = (): readonly string[] => {
  const own = ['--cert', made.client.certificateFile, '--key', encrypted];
  return ['echo', `PACS1@127.0.0.1:${server.port}`, '--tls', '--ca', made.authority.certificateFile, ...own];
};

test('it comes from the environment', async () => {
  vi.stubEnv(VARIABLE, 'open sesame');
  const { code, lines } = await gantry(...echo(), '--json');
  expect({ code, lines }).toMatchObject({ code: 0, lines: [{ kind: 'success', status: 0 }] });
});

test('a wrong one is told from a broken key', async () => {
  vi.stubEnv(VARIABLE, 'open barley');
  const { code, lines } = await gantry(...echo(), '--json');
  expect({ code, lines }).toMatchObject({ code: 2, lines: [{ kind: 'usage', message: `The pass phrase does not open ${encrypted}.` }] });
});

test('where nobody can be asked, the variable is named', async () => {
  const { code, lines } = await gantry(...echo(), '--json');
  expect({ code, lines }).toMatchObject({ code: 2, lines: [{ kind: 'usage', message: expect.stringContaining(VARIABLE) as string }] });
});

const terminal = await installed('script');

test.runIf(terminal)('at a terminal it is asked for, and not shown', async () => {
  // util-linux' script gives the program a terminal.
  const command = [process.execPath, PROGRAM, ...echo()].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  await until(() => shown.includes('Pass phrase of'), { what: 'the question', within: 20_000 });
  child.stdin.write('open sesame\r');
  await closed;
  expect(child.exitCode).toBe(0);
  expect(shown).toContain('PACS1 answered');
  expect(shown).not.toContain('sesame');
});

if (!terminal) console.log('skipped: the question at a terminal, because `script` is not installed');
