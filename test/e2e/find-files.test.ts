// Files let go on the search of the real window: a DCMTK archive is asked for the studies that they belong to, and what it lacks is told.
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAnswering } from '../support/add-node.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { holdFiles } from '../support/file-drop.ts';
import { pydicomFile } from '../support/object-files.ts';
import { installed, run, type PeerProcess } from '../support/peer-process.ts';
import { picture, pictures } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const hasPeer = (await installed('dcmqrscp')) && (await installed('dcmsend'));

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
let archive: PeerProcess;
let scans: string;

const results = () =>
  page
    .getByRole('main')
    .getByRole('row')
    .filter({ hasText: /^(?!.*Study date)/ });

describe.runIf(hasPeer)('files let go on the search', () => {
  beforeAll(async () => {
    folder = await temporaryFolder();
    scans = path.join(folder.path, 'scans');
    await mkdir(scans);
    for (const name of ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm']) await cp(pydicomFile(name).path, path.join(scans, name));
    archive = await startDcmqrscp({ folder: folder.path });
    const seed = ['CT_small.dcm', 'MR_small.dcm'].map((name) => pydicomFile(name).path);
    const { code, output } = await run('dcmsend', ['-aec', 'ARCHIVE', '127.0.0.1', String(archive.port), ...seed]);
    expect(code, output).toBe(0);
    running = await startGantry();
    ({ page } = running);
    await page
      .getByRole('contentinfo')
      .getByText(/127\.0\.0\.1:\d+/)
      .waitFor();
    await addAnswering(page, 'ARCHIVE', archive.port);
    await page.keyboard.press('Control+3');
    await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor();
  }, 90_000);

  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await archive.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('are found by the studies that they belong to, and what is nowhere is told', async () => {
    const box = await page.getByRole('main').boundingBox();
    if (!box) throw new Error('the screen is not to be seen');
    const drag = await holdFiles(running, [scans], { x: box.x + box.width / 2, y: box.y + box.height / 2 });
    await page.getByText('Find 1 item on nodes').waitFor();
    await picture(page, 'find-files-hovering');
    await drag.drop();
    await page.getByText('1 of 3 found nowhere').waitFor();
    await results().filter({ hasText: 'CompressedSamples' }).first().waitFor();
    expect(await page.getByRole('group', { name: 'Conditions' }).innerText()).toContain('3 studies');
    await page
      .getByText(/^2 studies/)
      .first()
      .waitFor();
    await pictures(running, 'find-files');
    expect(running.complaints).toEqual([]);
  });
});
