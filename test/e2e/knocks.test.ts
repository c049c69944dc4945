// Knocks in the real window: strangers call with DCMTK's echoscu and storescu while only listed callers are let in; one is allowed, one becomes a
// node, one is ignored, and each can be taken back.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { pydicomFile } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { until } from '../support/until.ts';

const hasPeers = (await installed('storescu')) && (await installed('echoscu'));

let running: RunningApp;
let page: Page;
let port = '';

const knocks = () => page.getByRole('grid', { name: 'Knocks' });
const knock = (title: string) => knocks().getByRole('row').filter({ hasText: title }).first();
const button = (name: string) => page.getByRole('button', { name, exact: true }).filter({ visible: true });
const echo = (title: string) => run('echoscu', ['-v', '-aet', title, '-aec', 'GANTRY', '127.0.0.1', port]);
const store = (title: string) =>
  run('storescu', ['-v', '-aet', title, '-aec', 'GANTRY', '127.0.0.1', port, pydicomFile('CT_small.dcm').path]);
const undo = () => page.getByRole('region', { name: 'Undo' }).getByRole('button', { name: 'Undo' });

describe.runIf(hasPeers)('knocks', () => {
  beforeAll(async () => {
    running = await startGantry();
    ({ page } = running);
    const status = page.getByRole('contentinfo');
    await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
    port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
    await page.keyboard.press('Control+,');
    await page.getByRole('radio', { name: 'Only listed callers' }).click();
    await undo().waitFor();
    expect((await echo('MR_WAGON')).code).not.toBe(0);
    expect((await store('CT_ROOM3')).output).toMatch(/Rejected|Calling AE Title Not Recognized/i);
    expect((await echo('SCANNER9')).code).not.toBe(0);
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Nodes/ })
      .first()
      .click();
    await page.getByRole('tab', { name: /Knocks/ }).click();
    for (const title of ['MR_WAGON', 'CT_ROOM3', 'SCANNER9']) await knock(title).waitFor();
  });

  afterAll(() => running[Symbol.asyncDispose]());

  it('lists who called, what they wanted and that they were not let in', async () => {
    await picture(page, 'knocks');
    expect(await knock('CT_ROOM3').innerText()).toMatch(/127\.0\.0\.1/);
  });

  it('Allow lets the caller in, and Undo shuts the door again', async () => {
    await knock('CT_ROOM3').click();
    await button('Allow').click();
    await until(async () => (await store('CT_ROOM3')).code === 0, { what: 'the object to be taken' });
    await page
      .getByRole('region', { name: 'Undo' })
      .getByText(/^CT_ROOM3 may send/)
      .waitFor();
    await picture(page, 'knock-allowed');
    await undo().click();
    await until(async () => (await store('CT_ROOM3')).code !== 0, { what: 'the caller to be refused again' });
  });

  it('Make a node puts the caller into the address book', async () => {
    await knock('SCANNER9').click();
    await button('Make a node').click();
    await page
      .getByRole('region', { name: 'Nodes' })
      .getByRole('button', { name: /^SCANNER9/ })
      .waitFor();
    await picture(page, 'knock-made-node');
  });

  it('Ignore takes the caller off the list, and Undo brings it back', async () => {
    await page.getByRole('tab', { name: /Knocks/ }).click();
    await knock('MR_WAGON').click();
    await button('Ignore 24 h').click();
    await knock('MR_WAGON').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Ignored 1/ }).waitFor();
    await picture(page, 'knock-ignored');
    await undo().click();
    await knock('MR_WAGON').waitFor();
    expect(running.complaints).toEqual([]);
  });
});
