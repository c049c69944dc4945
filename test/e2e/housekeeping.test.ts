// The bin and the clean-up rule in the real window: what a rule would do before it does it, the way back, and emptying the bin, which asks once.
import { rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { pydicomFile } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { until } from '../support/until.ts';

const hasPeer = await installed('storescu');

let running: RunningApp;
let page: Page;

const rows = () => page.getByRole('treegrid', { name: 'Received studies' }).getByRole('row').filter({ hasText: 'CompressedSamples' });
const messages = () => page.getByRole('status', { name: 'Messages' });
const bin = () => page.getByRole('dialog', { name: 'Bin' });

/** Keys belong to the sheet until it has gone. */
async function closeBin(): Promise<void> {
  await page.keyboard.press('Escape');
  await bin().waitFor({ state: 'detached' });
}

describe.runIf(hasPeer)('housekeeping', () => {
  beforeAll(async () => {
    running = await startGantry();
    ({ page } = running);
    const status = page.getByRole('contentinfo');
    await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
    const port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
    for (const name of ['CT_small.dcm', 'MR_small.dcm']) {
      const { code, output } = await run('storescu', ['-aec', 'GANTRY', '127.0.0.1', port, pydicomFile(name).path]);
      expect(code, output).toBe(0);
    }
    await page.keyboard.press('Control+2');
    await page.getByRole('radio', { name: 'Studies' }).click();
    await until(async () => (await rows().count()) === 2, { what: 'both studies' });
  });

  afterAll(() => running[Symbol.asyncDispose]());

  it('shows what was deleted, and brings it back', async () => {
    await rows().first().click();
    await page.keyboard.press('Delete');
    await until(async () => (await rows().count()) === 1, { what: 'the study to go' });
    await page.getByRole('button', { name: /^Bin: / }).click();
    await bin()
      .getByText(/^1 image · .* days left$/)
      .waitFor();
    await picture(page, 'bin');
    await bin().getByRole('button', { name: 'Restore' }).click();
    await bin().getByText('The bin is empty.').waitFor();
    await picture(page, 'bin-empty');
    await closeBin();
    await until(async () => (await rows().count()) === 2, { what: 'the study to be back' });
  });

  it('says in the settings what the rule would do, and that what just arrived is spared', async () => {
    await page.keyboard.press('Control+,');
    const section = page.getByRole('region', { name: 'Clean-up' });
    await section.getByText('The rule is off.').waitFor();
    const days = section.getByLabel('Keep a study for');
    await days.fill('30');
    await days.press('Enter');
    await section.getByText('It would move nothing now.').waitFor();
    await section.scrollIntoViewIfNeeded();
    await picture(page, 'clean-up-settings');
    await days.fill('soon');
    await section.getByText('A number of days').waitFor();
    await picture(page, 'clean-up-wrong');
    await days.press('Escape');
  });

  it('empties the bin after asking once', async () => {
    await page.keyboard.press('Control+2');
    await rows().first().click();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: /^Bin: / }).click();
    await bin().getByRole('button', { name: 'Empty the bin…' }).click();
    await bin()
      .getByText(/for good\? Nothing brings it back/)
      .waitFor();
    await picture(page, 'bin-asks');
    await bin().getByRole('button', { name: 'Delete for good' }).click();
    await messages()
      .getByText(/^The bin is empty/)
      .waitFor();
    await closeBin();
    await page.getByRole('button', { name: /^Bin: / }).waitFor({ state: 'detached' });
    expect(running.complaints).toEqual([]);
  });
});

// A disk that fills up can be tried where this process may mount one of a known size.
const small = `/tmp/gantry-small-disk-${process.pid}`;
const mounted = (await run('sh', ['-c', `mkdir -p ${small} && mount -t tmpfs -o size=400m tmpfs ${small}`])).code === 0;
if (!mounted) console.log('left out: a small disk cannot be mounted here');

describe.runIf(hasPeer && mounted)('on a disk that fills up', () => {
  let port = '';

  beforeAll(async () => {
    running = await startGantry();
    ({ page } = running);
    const status = page.getByRole('contentinfo');
    await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
    port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
    await page.keyboard.press('Control+,');
    const folder = page.getByRole('region', { name: 'Inbox' }).getByLabel('Folder', { exact: true });
    await folder.fill(`${small}/inbox`);
    await folder.press('Enter');
    await messages()
      .getByText('Inbox folder changed')
      .or(page.getByRole('region', { name: 'Undo' }).getByText('Inbox folder changed'))
      .first()
      .waitFor();
  });

  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await run('umount', [small]);
    await rm(small, { recursive: true, force: true });
  });

  const store = (name: string) => run('storescu', ['-v', '-aec', 'GANTRY', '127.0.0.1', port, pydicomFile(name).path]);

  it('warns, offers another folder and the bin, and answers A700 with a comment; nothing is half-written', async () => {
    expect((await store('CT_small.dcm')).code).toBe(0);
    await page.keyboard.press('Control+2');
    await rows().first().click();
    await page.keyboard.press('Delete');
    expect((await run('fallocate', ['-l', '396m', `${small}/ballast`])).code).toBe(0);
    const full = async () => /0xa700|OutOfResources|Out of Resources/i.test((await store('MR_small.dcm')).output);
    await until(full, { what: 'the inbox, which looks at the disk once a second, to refuse an object' });
    await page.keyboard.press('Control+1');
    const needs = page.getByRole('region', { name: 'Needs you' });
    await needs.getByText(/^The inbox folder is nearly full: .* left\.$/).waitFor();
    await needs.getByRole('button', { name: 'Choose another folder' }).waitFor();
    await picture(page, 'disk-full');
    expect((await run('sh', ['-c', `find ${small}/inbox -name '*.part' -size +0`])).output).toBe('');
    await needs.getByRole('button', { name: /^Empty bin \(/ }).click();
    await bin().getByRole('button', { name: 'Empty the bin…' }).click();
    await bin().getByRole('button', { name: 'Delete for good' }).click();
    await messages()
      .getByText(/^The bin is empty/)
      .waitFor();
    await closeBin();
    await rm(`${small}/ballast`);
    await until(async () => (await store('MR_small.dcm')).code === 0, { what: 'the inbox to take objects again' });
  });
});
