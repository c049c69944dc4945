// The pictures of the README: an inbox in light, a search in dark, of patients who do not exist. The kept ones in build/screenshots are
// copies of what this run writes.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { createApplicationEntity, proposeStorage } from '../../core/services/index.ts';
import { addAnswering } from '../support/add-node.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { phantomItems, type PhantomStudy } from '../support/phantoms.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import type { PeerProcess } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

// Names of PS3.5 Annexes H, I and J and of its examples.
const studies: readonly PhantomStudy[] = [
  {
    number: 1,
    name: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
    patientId: 'P1001',
    born: '19700101',
    date: '20260102',
    description: 'CT Chest',
    slices: 24,
  },
  {
    number: 2,
    name: 'Hong^Gildong=洪^吉洞=홍^길동',
    patientId: 'P1002',
    born: '19820512',
    date: '20260101',
    description: 'CT Thorax low dose',
    slices: 12,
  },
  { number: 3, name: 'Wang^XiaoDong=王^小东', patientId: 'P1003', born: '19910730', date: '20251230', description: 'CT Chest', slices: 8 },
  { number: 4, name: 'Buc^Jérôme', patientId: 'P1004', born: '19550308', date: '20251230', description: 'CT Chest follow-up', slices: 8 },
  { number: 5, name: 'Äneas^Rüdiger', patientId: 'P1005', born: '19470221', date: '20251229', description: 'CT Chest', slices: 6 },
  { number: 6, name: 'Διονυσιος', patientId: 'P1006', born: '19680919', date: '20251228', description: 'CT Angiography', slices: 6 },
  { number: 7, name: 'Люкceмбypг', patientId: 'P1007', born: '20010103', date: '20251227', description: 'CT Chest', slices: 4 },
  { number: 8, name: 'قباني^لنزار', patientId: 'P1008', born: '19790614', date: '20251226', description: 'CT Chest', slices: 4 },
];

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
let archive: PeerProcess;

beforeAll(async () => {
  running = await startGantry();
  ({ page } = running);
  const status = page.getByRole('contentinfo').getByText(/127\.0\.0\.1:\d+/);
  await status.waitFor();
  folder = await temporaryFolder();
  archive = await startDcmqrscp({ folder: folder.path });
  await store('GANTRY', Number((await status.innerText()).split(':')[1]));
  await store('ARCHIVE', archive.port);
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await archive.stop();
  await folder[Symbol.asyncDispose]();
});

async function store(calledTitle: string, port: number): Promise<void> {
  const entity = createApplicationEntity({ title: 'CT_ROOM_3' });
  for (const { contexts, items } of proposeStorage(studies.flatMap(phantomItems))) {
    const outcome = await entity.associate({ host: '127.0.0.1', port, calledTitle, contexts });
    if (outcome.kind !== 'established') throw new Error(outcome.kind);
    await using association = outcome.association;
    for await (const result of association.storeAll(items)) expect(result).toMatchObject({ kind: 'status', status: { code: 0 } });
  }
}

const rail = (name: string) => page.getByRole('navigation').getByRole('button', { name }).first();

async function theme(wanted: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: wanted });
}

it('shows a study and its picture, light', async () => {
  await theme('light');
  await rail('Inbox').click();
  const grid = page.getByRole('main').getByRole('treegrid').filter({ visible: true });
  await until(async () => (await grid.getByRole('row').count()) > studies.length, { what: 'all studies' });
  const first = grid.getByRole('row').filter({ hasText: 'P1001' });
  await first.click();
  await page.keyboard.press('ArrowRight');
  await grid.getByRole('row').filter({ hasText: 'Axial 2.0' }).first().click();
  await page.locator('canvas').filter({ visible: true }).first().waitFor();
  await page.getByText('Not for diagnosis').filter({ visible: true }).first().waitFor();
  await picture(page, 'light');
});

it('asks an archive and shows what it answers, dark', async () => {
  await theme('dark');
  await addAnswering(page, 'ARCHIVE', archive.port);
  await rail('Search').click();
  await page.getByRole('textbox', { name: 'Search' }).fill('mod:ct');
  await page.keyboard.press('Enter');
  const results = page.getByRole('treegrid', { name: 'Search results' });
  await until(async () => (await results.getByRole('row').count()) > studies.length, { what: 'all studies to be found' });
  await results.getByRole('row').filter({ hasText: 'P1002' }).click();
  await page.keyboard.press('ArrowRight');
  await results.getByRole('row').filter({ hasText: 'Series 1' }).first().waitFor();
  await picture(page, 'dark');
});
