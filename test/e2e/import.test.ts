// Files enter the inbox of the real window: a ZIP file let go on the inbox in the rail, a disc on its screen, and files that the system opens.
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { desktopEnvironment, machineArguments, startGantry, type RunningApp } from '../support/app.ts';
import { dropFiles, holdFiles, type Point } from '../support/file-drop.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { zipFile } from '../support/zip-file.ts';

const DISC = '/usr/lib/python3/dist-packages/pydicom/data/test_files/dicomdirtests';

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder();
  running = await startGantry();
  ({ page } = running);
  await page
    .getByRole('contentinfo')
    .getByText(/127\.0\.0\.1:\d+/)
    .waitFor();
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const kept = (): string[] => {
  const inbox = path.join(running.dataFolder, 'inbox');
  const names = readdirSync(inbox, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.dcm')).map((name) => path.join(inbox, name));
};
const dataSets = (): string[] => kept().map((file) => Buffer.from(objectFile(file).bytes()).toString('base64'));
const screen = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true }).click();

/** Some texts stand in the table and in the inspector; one of them is to be seen. */
const shown = (text: string) => page.getByText(text).locator('visible=true').first();

async function middleOf(target: Locator): Promise<Point> {
  const box = await target.boundingBox();
  if (!box) throw new Error('the target is not to be seen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

it('imports a ZIP file that is let go on the inbox in the rail, and says so while it hovers', async () => {
  const samples = ['CT_small.dcm', 'MR_small.dcm'];
  const archive = path.join(folder.path, 'from outside.zip');
  const entries = samples.map((name) => ({ name: `a/${name}`, content: readFileSync(pydicomFile(name).path) }));
  await writeFile(archive, zipFile([...entries, { name: 'locked.dcm', content: Buffer.from('x'), encrypted: true }]));
  const inbox = page.getByRole('navigation').getByRole('button', { name: 'Inbox', exact: true });
  const drag = await holdFiles(running, [archive], await middleOf(inbox));
  await page.getByText('Import 1 item into the inbox').waitFor();
  await picture(page, 'import-hovering');
  await drag.drop();
  await until(() => kept().length === 2, { what: 'both objects to be in the inbox', within: 20_000 });
  const wanted = samples.map((name) => Buffer.from(pydicomFile(name).bytes()).toString('base64'));
  expect(dataSets().sort()).toEqual(wanted.sort());
  await screen('Inbox');
  await page
    .getByRole('treegrid')
    .getByRole('row')
    .filter({ hasText: 'CompressedSamples' })
    .filter({ hasText: 'Import' })
    .first()
    .waitFor();
  await picture(page, 'imported-zip');
  await screen('Transfers');
  await page.getByRole('tab', { name: /Needs you/ }).click();
  await page.getByRole('main').getByRole('row').filter({ hasText: 'from outside.zip' }).first().click();
  await shown('2 imported, 1 set aside').waitFor();
  await page.getByRole('tab', { name: /Problems/ }).click();
  await page
    .getByText(/It is encrypted: unpack the ZIP file with its password first/)
    .first()
    .waitFor();
  await picture(page, 'import-problems');
});

it('imports a disc that is let go on the screen of the inbox', async () => {
  const disc = path.join(folder.path, 'CD 1');
  await mkdir(disc);
  for (const name of ['77654033', '98892001', '98892003', 'DICOMDIR'])
    cpSync(path.join(DISC, name), path.join(disc, name), { recursive: true });
  await writeFile(path.join(disc, 'viewer.exe'), 'MZ');
  await screen('Inbox');
  await dropFiles(running, [disc], await middleOf(page.getByRole('main')));
  await until(() => kept().length === 33, { what: 'the objects of the disc to be in the inbox', within: 30_000 });
  await screen('Transfers');
  await page.getByRole('tab', { name: /^Done/ }).click();
  await page.getByRole('main').getByRole('row').filter({ hasText: 'CD 1' }).first().click();
  await shown('31 imported, 1 other file left out').waitFor();
  await picture(page, 'imported-disc');
});

it('imports what a second start names, and shows the inbox', async () => {
  const { executable, application } = inject('desktop');
  const opened = pydicomFile('JPEG2000.dcm');
  const args = [application, ...machineArguments(), `--user-data-dir=${running.dataFolder}`, opened.path];
  await promisify(execFile)(executable, args, { env: desktopEnvironment() });
  await until(() => kept().length === 34, { what: 'the opened file to be in the inbox', within: 20_000 });
  expect(dataSets()).toContain(Buffer.from(opened.bytes()).toString('base64'));
  await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  expect(running.complaints).toEqual([]);
});
