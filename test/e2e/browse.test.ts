// Browsing the inbox in the real window: what arrives is put together by arrival and by patient, found by any word of it, starred for good,
// and still there when the index was made anew.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { ctObject } from '../inbox/support/arrivals.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { run } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;

const LONG = 'Ahmad Abdullah Al-Hussaini Al-Masri^Mohammed Abdulrahman=محمد عبد الرحمن^عبد الله الحسيني المصري القباني';

function write(name: string, values: Parameters<typeof ctObject>[1]): void {
  const uid = `1.2.826.0.1.3680043.10.1437.9.${name}`;
  const object = ctObject(uid, { SpecificCharacterSet: 'ISO_IR 192', ...values });
  const meta = encodeFileMeta({
    sopClassUid: object.sopClassUid,
    sopInstanceUid: uid,
    transferSyntaxUid: object.transferSyntaxUid,
    implementationClassUid: '1.2.3.4',
    implementationVersionName: 'TEST',
  });
  writeFileSync(path.join(folder.path, `${name}.dcm`), Buffer.concat([meta, object.bytes]));
}

beforeAll(async () => {
  folder = await temporaryFolder();
  const yamada = { PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう', PatientID: 'P77' };
  write('1', { ...yamada, StudyInstanceUID: '1.2.1', SeriesInstanceUID: '1.2.1.1', SeriesDescription: 'Lunge 1.0 B60f' });
  write('2', { ...yamada, StudyInstanceUID: '1.2.2', SeriesInstanceUID: '1.2.2.1', StudyDate: '20200101', StudyDescription: 'Kontrolle' });
  write('3', { PatientName: LONG, PatientID: 'AR7', StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', Modality: 'MR' });
  running = await startGantry();
  ({ page } = running);
  const status = page.getByRole('contentinfo');
  await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
  const port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
  const { code, output } = await run('storescu', ['-aet', 'CTROOM3', '-aec', 'GANTRY', '+sd', '127.0.0.1', port, folder.path]);
  expect(code, output).toBe(0);
  await page.keyboard.press('Control+2');
  await rows(/山田/).nth(1).waitFor();
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const rows = (name: RegExp): Locator => page.getByRole('treegrid').getByRole('row', { name });
const group = (name: string): Promise<void> => page.getByRole('radio', { name }).click();
const filter = (text: string): Promise<void> => page.getByRole('textbox', { name: 'Filter the inbox' }).fill(text);

it('puts what one sender brought together, opens it, and looks at all of it at once', async () => {
  await group('By arrival');
  const session = rows(/^CTROOM3, today .*3 studies, 3 images/);
  await session.click();
  await page.keyboard.press('ArrowRight');
  await rows(/山田/).nth(1).waitFor();
  await page.getByText('selected: 3 studies, 3 images').waitFor();
  await picture(page, 'inbox-by-arrival');
});

it('puts a patient’s studies together', async () => {
  await group('By patient');
  await rows(/山田.*2 studies: /).waitFor();
  await page.getByText('2 patients · 3 studies · 3 images').waitFor();
  await picture(page, 'inbox-by-patient');
  await group('Studies');
});

it('finds a study by any word, also of its series, and by where the word stands', async () => {
  const found: readonly (readonly [string, number])[] = [
    ['ﾔﾏﾀﾞ', 2],
    ['lunge', 1],
    ['عبد', 1],
    ['mod:mr', 1],
    ['pid:p77 date:2020', 1],
    ['from:ctroom', 3],
    ['1.2.826.0.1.3680043.10.1437.9.3', 1],
  ];
  for (const [text, count] of found) {
    await filter(text);
    await page.getByText(count === 3 ? /^3 studies · / : `${count} of 3 studies`).waitFor();
    // What is found next may be as many: it must not be taken for this.
    await filter('');
    await page.getByText(/^3 studies · /).waitFor();
  }
  await filter('nobody at all');
  await page.getByRole('heading', { name: 'Nothing here matches the filter' }).waitFor();
  await picture(page, 'inbox-filtered-to-nothing');
  await page.getByRole('button', { name: 'Clear the filter' }).first().click();
});

it('keeps a star when the index is made anew', async () => {
  await rows(/Lunge|CT Chest|Chest/)
    .first()
    .click();
  await page.keyboard.press('s');
  await rows(/starred/).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('> rebuild');
  await page.getByRole('option', { name: /Rebuild the index/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('status', { name: 'Messages' }).getByText('The index was rebuilt').waitFor();
  await rows(/starred/).waitFor();
  await until(async () => (await page.getByRole('treegrid').getByRole('row').count()) === 4, { what: 'the head and three studies' });
  await picture(page, 'inbox-starred');
  expect(running.complaints).toEqual([]);
});
