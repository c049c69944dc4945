// A node behind TLS in the real window, against DCMTK: the ladder finds out, encryption is turned on, the certificate is looked at and
// trusted, and a file is sent. And our own encrypted key, on a system without a keychain.
import { createPrivateKey } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addNode } from '../support/add-node.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { dropFiles } from '../support/file-drop.ts';
import { pydicomFile } from '../support/object-files.ts';
import type { PeerProcess } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let folder: TemporaryFolder;
let certificates: Certificates;
let peer: PeerProcess;
let received: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  received = path.join(folder.path, 'received');
  await mkdir(received);
  certificates = await makeCertificates(folder.path);
  const { selfSigned } = certificates;
  peer = await startStorescp({ folder: received, args: ['+B', '+tls', selfSigned.keyFile, selfSigned.certificateFile, '-ic'] });
  running = await startGantry();
  await running.page
    .getByRole('contentinfo')
    .getByText(/127\.0\.0\.1:\d+/)
    .waitFor();
});

afterAll(async () => {
  await running.quit();
  await peer.stop();
  await folder[Symbol.asyncDispose]();
});

it('turns encryption on, trusts the certificate that it shows, and sends', async () => {
  const { page } = running;
  await addNode(page, `SECURE@127.0.0.1:${peer.port}`);
  const shown = (name: string) => page.getByRole('button', { name }).filter({ visible: true }).first();
  await shown('Turn on and retry').waitFor();
  await picture(page, 'tls-expected');
  await shown('Turn on and retry').click();
  await shown('Trust this certificate').waitFor();
  await picture(page, 'tls-untrusted');
  await shown('Trust this certificate').click();
  await page
    .getByText(/TLS 1\.[23], certificate CN=self/)
    .filter({ visible: true })
    .first()
    .waitFor();
  const node = page.getByRole('region', { name: 'Nodes' }).getByRole('button', { name: /^SECURE, [\d.<]+ ?ms/ });
  await node.waitFor();
  await picture(page, 'tls-trusted');
  const box = await node.boundingBox();
  if (!box) throw new Error('the node is not on screen');
  await dropFiles(running, [pydicomFile('CT_small.dcm').path], { x: box.x + 40, y: box.y + box.height / 2 });
  await until(async () => (await readdir(received)).length === 1, { what: 'the file to arrive', within: 20_000 });
  expect(running.complaints).toEqual([]);
});

it('asks for the pass phrase of its key, says of a wrong one that it is, and opens TLS with the right one', async () => {
  const { page } = running;
  const keyFile = path.join(folder.path, 'own-encrypted.pem');
  const { server } = certificates;
  await writeFile(
    keyFile,
    createPrivateKey(server.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' }),
    {
      mode: 0o600,
    },
  );
  await page.getByRole('button', { name: 'Settings', exact: true }).first().click();
  const me = page.getByRole('region', { name: 'Me', exact: true });
  const fill = async (label: string, text: string) => {
    await me.getByLabel(label, { exact: true }).fill(text);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Undo' }).getByText(`${label} changed`).waitFor();
  };
  await fill('My certificate', server.certificateFile);
  await fill('Its key', keyFile);
  await me.getByText('TLS only').click();
  const field = me.getByLabel(/^Pass phrase/);
  await field.waitFor();
  await page.getByRole('button', { name: 'Overview', exact: true }).first().click();
  await picture(page, 'pass-phrase-overview');
  await page.getByRole('button', { name: 'Enter pass phrase' }).filter({ visible: true }).first().click();
  await until(() => field.evaluate((input) => input === document.activeElement), { what: 'the cursor in the field' });
  await me.getByText(/Asked again at each start, because this system offers no keychain\./).waitFor();
  await picture(page, 'pass-phrase');
  await field.fill('barley');
  await page.keyboard.press('Enter');
  await me.getByRole('alert').getByText('This pass phrase does not open your key.').waitFor();
  await picture(page, 'pass-phrase-wrong');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'pass-phrase-wrong-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await field.fill('sesame');
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
  await me.getByText('The pass phrase opens the key.').waitFor();
  await picture(page, 'pass-phrase-open');
  const kept = await readdir(running.dataFolder);
  expect(kept).not.toContain('key-pass-phrase');
  expect(await readFile(path.join(running.dataFolder, 'settings.json'), 'utf8')).not.toContain('sesame');
  expect(running.complaints).toEqual([]);
});
