// A node behind TLS in the real window, against DCMTK: the ladder finds out, encryption is turned on, the certificate is looked at and
// trusted, and a file is sent.
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { makeCertificates } from '../support/certificates.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { dropFiles } from '../support/file-drop.ts';
import { pydicomFile } from '../support/object-files.ts';
import type { PeerProcess } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let folder: TemporaryFolder;
let peer: PeerProcess;
let received: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  received = path.join(folder.path, 'received');
  await mkdir(received);
  const { selfSigned } = await makeCertificates(folder.path);
  peer = await startStorescp({ folder: received, args: ['+B', '+tls', selfSigned.keyFile, selfSigned.certificateFile, '-ic'] });
  running = await startGantry();
  await running.page
    .getByRole('contentinfo')
    .getByText(/127\.0\.0\.1:\d+/)
    .waitFor();
}, 60_000);

afterAll(async () => {
  await running.quit();
  await peer.stop();
  await folder[Symbol.asyncDispose]();
});

it('turns encryption on, trusts the certificate that it shows, and sends', async () => {
  const { page } = running;
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(`SECURE@127.0.0.1:${peer.port}`);
  await page.getByRole('option', { name: /Add and verify/ }).waitFor();
  await page.keyboard.press('Enter');
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
