// Export from the real window: by shortcut, as a folder, a ZIP file and a disc, into a folder that the system's dialog gave. Only that dialog
// is answered by the test, because no program can press its buttons.
import { readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { pydicomFile } from '../support/object-files.ts';
import { run } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
let chosen: string;

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path.join(place, name)).isFile());

beforeAll(async () => {
  folder = await temporaryFolder();
  chosen = path.join(folder.path, 'chosen');
  await mkdir(chosen);
  running = await startGantry();
  ({ page } = running);
  const status = page.getByRole('contentinfo');
  await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
  const port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
  for (const name of ['CT_small.dcm', 'MR_small.dcm']) {
    const { code, output } = await run('storescu', ['-aec', 'GANTRY', '127.0.0.1', port, pydicomFile(name).path]);
    expect(code, output).toBe(0);
  }
  await running.app.evaluate(({ dialog }, answer) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [answer] });
  }, chosen);
  await page.keyboard.press('Control+2');
  const rows = page.getByRole('treegrid').getByRole('row').filter({ hasText: 'CompressedSamples' });
  await rows.nth(1).waitFor();
  await rows.first().click();
  await page.keyboard.press('Control+a');
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

async function exportAs(form: string): Promise<void> {
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('radio', { name: form }).click();
  await picture(page, `export-${form.toLowerCase().replaceAll(' ', '-')}`);
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  const messages = page.getByRole('status', { name: 'Messages' });
  await messages.getByText('2 objects exported').waitFor();
  await picture(page, `exported-${form.toLowerCase().replaceAll(' ', '-')}`);
  await messages.getByRole('button', { name: 'Reveal' }).waitFor();
  // It goes by itself; the next one is not to be taken for it.
  await messages.getByText('2 objects exported').waitFor({ state: 'hidden' });
}

it('exports the selection as a folder', async () => {
  await exportAs('Folder');
  const [made = ''] = readdirSync(chosen);
  expect(made).toMatch(/^Gantry export \d{4}-\d\d-\d\d \d{4}$/);
  expect(filesIn(path.join(chosen, made))).toHaveLength(2);
});

it('exports it as a ZIP file', async () => {
  await exportAs('ZIP file');
  const made = readdirSync(chosen).find((name) => name.endsWith('.zip')) ?? '';
  const { code, output } = await run('python3', ['-m', 'zipfile', '-t', path.join(chosen, made)]);
  expect(code, output).toBe(0);
});

it('exports it as a disc', async () => {
  await exportAs('DICOM disc');
  const made = readdirSync(chosen).find((name) => name.startsWith('Gantry disc')) ?? '';
  const { code, output } = await run('dcmdump', ['-q', path.join(chosen, made, 'DICOMDIR')]);
  expect(code, output).toBe(0);
  expect(filesIn(path.join(chosen, made))).toHaveLength(3);
});

it('exports it as pictures', async () => {
  await exportAs('Pictures');
  const made = readdirSync(chosen).find((name) => name.startsWith('Gantry pictures')) ?? '';
  expect(filesIn(path.join(chosen, made)).map((name) => path.extname(name))).toEqual(['.png', '.png']);
});

it('exports a series as it is seen in the preview', async () => {
  const before = readdirSync(chosen);
  await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'CompressedSamples' }).first().click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('tab', { name: 'Preview' }).click();
  await page.getByRole('button', { name: 'Invert' }).click();
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('radio', { name: 'Pictures' }).click();
  expect(await dialog.getByRole('radio', { name: 'As in the preview' }).isChecked()).toBe(true);
  await picture(page, 'export-as-in-the-preview');
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await page.getByRole('status', { name: 'Messages' }).getByText('1 object exported').waitFor();
  expect(readdirSync(chosen).filter((name) => !before.includes(name))).toHaveLength(1);
});

it('has complained of nothing', () => {
  expect(running.complaints).toEqual([]);
});
