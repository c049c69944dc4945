// The selection of the inbox leaves the real window by a real drag: another program's window gets files that are there, with the bytes of the inbox.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { dragOut, letGoOutside } from '../support/file-catch.ts';
import { pydicomFile } from '../support/object-files.ts';
import { run } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
const lent = (): string => path.join(running.dataFolder, 'outgoing');

beforeAll(async () => {
  folder = await temporaryFolder();
  running = await startGantry({ dataFolder: folder.path, args: ['--inbox-port=0'] });
  ({ page } = running);
  const status = page.getByRole('contentinfo');
  await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
  const port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
  const { code, output } = await run('storescu', ['-aec', 'GANTRY', '127.0.0.1', port, pydicomFile('CT_small.dcm').path]);
  expect(code, output).toBe(0);
  await page.keyboard.press('Control+2');
  await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'CompressedSamples' }).first().click();
});

// The last test ends the application.
afterAll(() => folder[Symbol.asyncDispose]());

const filesIn = (place: string): readonly string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path.join(place, name)).isFile());

it('as a folder of the patient', async () => {
  await page.getByRole('button', { name: 'Prepare to drag the selection out as folder' }).hover();
  const grip = page.getByRole('button', { name: 'Drag the selection out as folder', exact: true });
  await grip.waitFor();
  await picture(page, 'drag-out-ready');
  const box = await grip.boundingBox();
  if (!box) throw new Error('the grip is not to be seen');
  const dropped = await dragOut(running, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  expect(dropped).toHaveLength(1);
  const [patient = ''] = dropped;
  expect(patient.startsWith(lent())).toBe(true);
  const files = filesIn(patient);
  expect(files).toHaveLength(1);
  const inbox = path.join(running.dataFolder, 'inbox');
  const [kept = ''] = readdirSync(inbox, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm'));
  expect(readFileSync(path.join(patient, files[0] ?? '')).equals(readFileSync(path.join(inbox, kept)))).toBe(true);
});

const rowAt = async () => {
  const box = await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'CompressedSamples' }).first().boundingBox();
  if (!box) throw new Error('the row is not to be seen');
  return { x: box.x + 80, y: box.y + box.height / 2 };
};

it('and a row that is let go outside without a key says how it leaves', async () => {
  await letGoOutside(running, await rowAt());
  await page.getByText('The files are ready: drag the rows out again with Alt held').first().waitFor();
  await picture(page, 'drag-out-alt');
});

it('as rows, with Alt held', async () => {
  const dropped = await dragOut(running, await rowAt(), 'alt');
  expect(dropped).toHaveLength(1);
  expect(filesIn(dropped[0] ?? '')).toHaveLength(1);
});

it('and leaves no copy when Gantry has ended', async () => {
  expect(existsSync(lent())).toBe(true);
  expect(running.complaints).toEqual([]);
  await running.quit();
  expect(existsSync(lent())).toBe(false);
});
