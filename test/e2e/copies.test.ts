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
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

const rows = () => page.getByRole('treegrid', { name: 'Received studies' }).getByRole('row');

it('de-identifies a study after showing what becomes of it', async () => {
  await rows().filter({ hasText: 'CompressedSamples' }).click();
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
  expect(await rows().filter({ hasText: 'CompressedSamples' }).count()).toBe(1);
});

it('takes the copies away again', async () => {
  await page.keyboard.press('Control+z');
  await rows().filter({ hasText: 'SUBJECT-1' }).waitFor({ state: 'detached' });
  expect(await rows().filter({ hasText: 'CompressedSamples' }).count()).toBe(1);
});

it('warns of what may be burned into the pictures', async () => {
  await rows().filter({ hasText: 'Anonymized' }).click();
  await page.keyboard.press('Control+Shift+a');
  const dialog = page.getByRole('dialog', { name: 'Anonymise copy' });
  await dialog
    .getByRole('list', { name: 'Look at this' })
    .getByText(/burned/)
    .waitFor();
  await picture(page, 'anonymise-caution');
  await dialog.getByRole('button', { name: 'Show identities' }).click();
  await dialog.getByText(/→ SUBJECT-1/).waitFor();
  await picture(page, 'anonymise-identities');
  await page.keyboard.press('Escape');
});

it('edits a copy, with what is wrong said beside it', async () => {
  await rows().filter({ hasText: 'CompressedSamples' }).click();
  await page.keyboard.press('Control+Shift+e');
  const dialog = page.getByRole('dialog', { name: 'Edit copy' });
  await picture(page, 'edit-empty');
  await dialog.getByRole('combobox', { name: 'Element' }).fill('StudyDate');
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

it('looks into an object: bytes, a search at any depth, and beside another one', async () => {
  await rows().filter({ hasText: 'CORRECTED-7' }).click();
  await page.getByRole('tab', { name: 'Tags' }).click();
  const tags = page.getByRole('treegrid', { name: 'Tags' });
  await page.getByRole('textbox', { name: 'Filter the tags' }).fill('StudyDescription');
  // Below it stands what it was before, in the Original Attributes Sequence.
  await tags.getByRole('row').filter({ hasText: 'Study Description' }).filter({ hasText: 'e+1' }).waitFor();
  await tags.getByRole('row').filter({ hasText: 'Study Description' }).filter({ hasText: '胸部' }).click();
  await page.getByRole('radio', { name: 'Hex' }).click();
  await page
    .getByLabel(/Bytes of/)
    .getByText(/e8 83 b8/)
    .waitFor();
  await picture(page, 'tags-hex');
  await page.getByRole('textbox', { name: 'Filter the tags' }).fill('corrected');
  await tags.getByRole('row').filter({ hasText: 'CORRECTED-7' }).waitFor();
  await picture(page, 'tags-search');
});

it('compares two objects and shows what differs', async () => {
  const port = (await page.getByRole('contentinfo').innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
  const original = pydicomFile('CT_small.dcm').path;
  const changed = path.join(running.dataFolder, 'changed.dcm');
  const made = await run('sh', [
    '-c',
    `cp '${original}' '${changed}' && chmod u+w '${changed}' && dcmodify -nb -m StudyDescription=Other '${changed}'`,
  ]);
  expect(made.code, made.output).toBe(0);
  const sent = await run('storescu', ['-aec', 'GANTRY', '127.0.0.1', port, changed]);
  expect(sent.code, sent.output).toBe(0);
  const row = rows().filter({ hasText: '1CT1' });
  await row.first().click();
  await page.getByRole('button', { name: 'Compare tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare tags' });
  await dialog.getByRole('row').filter({ hasText: 'Study Description' }).filter({ hasText: 'Other' }).waitFor();
  await picture(page, 'compare-differences');
  await dialog.getByRole('checkbox', { name: 'Only differences' }).uncheck();
  await dialog.getByRole('row').filter({ hasText: 'Modality' }).waitFor();
  await picture(page, 'compare-all');
  await page.keyboard.press('Escape');
});

it('has left files that other programs read', async () => {
  const { code, output } = await run('sh', [
    '-c',
    `find '${path.join(running.dataFolder, 'inbox')}' -name '*.dcm' | xargs dcmdump -q +P PatientID`,
  ]);
  expect(code, output).toBe(0);
  expect(output).toContain('CORRECTED-7');
});

it('has complained of nothing', () => {
  expect(running.complaints).toEqual([]);
});
