// Copies in the real window: a study is de-identified and another one edited, by keys, with the preview read before and the undo after.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { pydicomFile } from '../support/object-files.ts';
import { run } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';

let running: RunningApp;
let page: Page;

beforeAll(async () => {
  running = await startGantry();
  ({ page } = running);
  const status = page.getByRole('contentinfo');
  await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
  const port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
  for (const name of ['CT_small.dcm', 'ExplVR_BigEnd.dcm']) {
    const { code, output } = await run('storescu', ['-aec', 'GANTRY', '127.0.0.1', port, pydicomFile(name).path]);
    expect(code, output).toBe(0);
  }
  await page.keyboard.press('Control+2');
  await page.getByRole('treegrid').getByRole('row').nth(2).waitFor();
}, 60_000);

afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

const rows = () => page.getByRole('treegrid', { name: 'Received studies' }).getByRole('row');

it('de-identifies a study after showing what becomes of it', async () => {
  await rows().filter({ hasText: 'CompressedSamples^CT1' }).click();
  await page.keyboard.press('Control+Shift+a');
  const dialog = page.getByRole('dialog', { name: 'Anonymise copy' });
  await dialog.getByRole('row').filter({ hasText: 'CompressedSamples^CT1' }).first().waitFor();
  await picture(page, 'anonymise-preview');
  await dialog.getByRole('radio', { name: 'Shift' }).click();
  await dialog.getByRole('textbox', { name: 'By days' }).fill('-3');
  await page.keyboard.press('Enter');
  await dialog.getByRole('row').filter({ hasText: '20040116' }).first().waitFor();
  await dialog.getByRole('textbox', { name: 'New patient ID' }).fill('SUBJECT-1');
  await dialog.getByRole('textbox', { name: 'New patient name' }).click();
  await dialog.getByRole('row').filter({ hasText: 'SUBJECT-1' }).first().waitFor();
  await picture(page, 'anonymise-options');
  await dialog.getByRole('button', { name: 'Make 1 copy' }).click();
  await page.getByRole('region', { name: 'Undo' }).getByText('1 object is in the inbox as anonymised copies').waitFor();
  await rows().filter({ hasText: 'SUBJECT-1' }).waitFor();
  await picture(page, 'anonymised');
  expect(await rows().filter({ hasText: 'CompressedSamples^CT1' }).count()).toBe(1);
});

it('takes the copies away again', async () => {
  await page.keyboard.press('Control+z');
  await rows().filter({ hasText: 'SUBJECT-1' }).waitFor({ state: 'detached' });
  expect(await rows().filter({ hasText: 'CompressedSamples^CT1' }).count()).toBe(1);
});

it('warns of what may be burned into the pictures', async () => {
  await rows().filter({ hasText: 'Anonymized' }).click();
  await page.keyboard.press('Control+Shift+a');
  const dialog = page.getByRole('dialog', { name: 'Anonymise copy' });
  await dialog.getByRole('list', { name: 'Look at this' }).getByText(/burned/).waitFor();
  await picture(page, 'anonymise-caution');
  await dialog.getByRole('button', { name: 'Show identities' }).click();
  await dialog.getByText(/→ SUBJECT-1/).waitFor();
  await picture(page, 'anonymise-identities');
  await page.keyboard.press('Escape');
});

it('edits a copy, with what is wrong said beside it', async () => {
  await rows().filter({ hasText: 'CompressedSamples^CT1' }).click();
  await page.keyboard.press('Control+Shift+e');
  const dialog = page.getByRole('dialog', { name: 'Edit copy' });
  await picture(page, 'edit-empty');
  await dialog.getByRole('textbox', { name: 'Element' }).or(dialog.getByRole('combobox', { name: 'Element' })).fill('StudyDate');
  await dialog.getByRole('textbox', { name: 'New value' }).fill('yesterday');
  await dialog.getByText('a date as YYYYMMDD is needed').waitFor();
  await picture(page, 'edit-problem');
  await dialog.getByRole('combobox', { name: 'Element' }).fill('PatientID');
  await dialog.getByRole('textbox', { name: 'New value' }).fill('CORRECTED-7');
  await dialog.getByRole('button', { name: 'Another element' }).click();
  await dialog.getByRole('combobox', { name: 'Element' }).nth(1).fill('0008,1030');
  await dialog.getByRole('textbox', { name: 'New value' }).nth(1).fill('胸部');
  await dialog.getByRole('list', { name: 'Think of this' }).getByText(/UTF-8/).waitFor();
  await picture(page, 'edit-preview');
  await dialog.getByRole('button', { name: 'Make 1 copy' }).click();
  await page.getByRole('region', { name: 'Undo' }).getByText('1 object is in the inbox as edited copies').waitFor();
  const made = rows().filter({ hasText: 'CORRECTED-7' });
  await made.waitFor();
  expect(await made.innerText()).toContain('胸部');
  await picture(page, 'edited');
});

it('has left files that other programs read', async () => {
  const { code, output } = await run('sh', ['-c', `find '${path.join(running.dataFolder, 'inbox')}' -name '*.dcm' | xargs dcmdump -q +P PatientID`]);
  expect(code, output).toBe(0);
  expect(output).toContain('CORRECTED-7');
});

it('has complained of nothing', () => {
  expect(running.complaints).toEqual([]);
});
