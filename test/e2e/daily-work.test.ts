// A day's work in the real window against DCMTK, by keys, mouse and a real drop: add a node by paste, search, pull both ways, send a folder
// with a bad file in it, receive, look, change the port, and find everything again after a restart.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAnswering, addNode } from '../support/add-node.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { startDcmqrscp, startStorescp } from '../support/dcmtk.ts';
import { dropFiles } from '../support/file-drop.ts';
import { pydicomFile } from '../support/object-files.ts';
import { freePort, run, type PeerProcess } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
let archive: PeerProcess;
let printer: PeerProcess;
let received: string;

const data = (): string => path.join(folder.path, 'gantry');
const inboxPort = async (): Promise<number> => Number((await page.getByRole('contentinfo').innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1]);

async function open(args: readonly string[] = []): Promise<void> {
  running = await startGantry({ dataFolder: data(), args });
  page = running.page;
  await page
    .getByRole('contentinfo')
    .getByText(/127\.0\.0\.1:\d+/)
    .waitFor();
}

const screen = async (name: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('button', { name, exact: false }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
};

/** Text of the screen that is open: the others stay as they were, hidden. */
const shown = (text: RegExp) => page.getByText(text).filter({ visible: true }).first();

const rail = (name: RegExp) => page.getByRole('region', { name: 'Nodes' }).getByRole('button', { name });

beforeAll(async () => {
  folder = await temporaryFolder();
  received = path.join(folder.path, 'received');
  await mkdir(received);
  await mkdir(data());
  await open([`--inbox-port=${await freePort()}`]);
  archive = await startDcmqrscp({ folder: folder.path, destinations: { GANTRY: await inboxPort() } });
  printer = await startStorescp({ folder: received, args: ['+B'] });
  const seed = ['CT_small.dcm', 'MR_small.dcm'].map((name) => pydicomFile(name).path);
  const { code, output } = await run('dcmsend', ['-aec', 'ARCHIVE', '127.0.0.1', String(archive.port), ...seed]);
  expect(code, output).toBe(0);
});

afterAll(async () => {
  await running.quit();
  await archive.stop();
  await printer.stop();
  await folder[Symbol.asyncDispose]();
});

it('adds a node by pasting its address, and echoes it', async () => {
  await addAnswering(page, 'ARCHIVE', archive.port);
  await picture(page, 'node-added');
});

it('says what is wrong with a node that nobody answers for', async () => {
  await addNode(page, `NOBODY@127.0.0.1:${await freePort()}`);
  await shown(/Nothing listens on 127\.0\.0\.1 port \d+\./).waitFor();
  await picture(page, 'node-refused');
});

/** By its End key: under the head and above the lower edge of the table. */
async function showsTheLastRowWhole(table: Locator): Promise<void> {
  const goesToTheLast = async (): Promise<boolean> => {
    await table.getByRole('row').nth(1).click();
    await page.keyboard.press('End');
    const [at] = await table.locator('[role="row"]:focus').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-rowindex')));
    return at === (await table.getAttribute('aria-rowcount'));
  };
  // What is looked at may still be on its way, and with it the last row.
  await until(goesToTheLast, { what: 'the focus on the last row' });
  const { inside, scrolled } = await table.evaluate((grid) => {
    const [edge, row] = [grid.getBoundingClientRect(), document.activeElement?.getBoundingClientRect()];
    return { inside: row !== undefined && row.bottom <= edge.top + grid.clientHeight + 0.5, scrolled: grid.scrollTop };
  });
  expect(scrolled).toBeGreaterThan(0);
  expect(inside).toBe(true);
}

const results = () => page.getByRole('treegrid', { name: 'Search results' });

it('searches, and pulls a study by C-GET', async () => {
  await screen('Search');
  await page.getByRole('textbox', { name: 'Search' }).fill('CompressedSamples* on:ARCHIVE');
  await page.keyboard.press('Enter');
  await results()
    .getByRole('row', { name: /CompressedSamples, CT1/ })
    .click();
  await picture(page, 'search');
  await page.keyboard.press('Enter');
  await results()
    .getByRole('row', { name: /CompressedSamples, CT1/ })
    .getByRole('img', { name: /^(here|1 here)/ })
    .first()
    .waitFor();
});

it('pulls another study by C-MOVE, to its own storage SCP', async () => {
  await rail(/^ARCHIVE/).click();
  await page
    .getByRole('radio', { name: 'C-MOVE' })
    .or(page.getByRole('button', { name: 'C-MOVE' }))
    .click();
  await screen('Search');
  const row = results().getByRole('row', { name: /CompressedSamples, MR1/ });
  await row.click();
  await page.keyboard.press('Enter');
  await row
    .getByRole('img', { name: /^(here|1 here)/ })
    .first()
    .waitFor();
  await screen('Transfers');
  await page.getByRole('tab', { name: /Done/ }).click();
  await page.getByRole('main').getByRole('row').filter({ hasText: 'CompressedSamples' }).nth(1).waitFor();
  await picture(page, 'transfers');
});

it('sends a folder that is dropped on a node, and sets the bad file aside', async () => {
  const dropped = path.join(folder.path, 'dropped');
  await mkdir(dropped);
  const files = ['CT_small.dcm', 'MR_small.dcm'].map((name) => pydicomFile(name).path);
  for (const file of files) await copyFile(file, path.join(dropped, path.basename(file)));
  await writeFile(path.join(dropped, 'letter.txt'), 'Dear colleague');
  await addAnswering(page, 'PRINTER', printer.port);
  const target = rail(/^PRINTER/);
  const box = await target.boundingBox();
  if (!box) throw new Error('the node is not to be seen');
  await dropFiles(running, [dropped], { x: box.x + 40, y: box.y + box.height / 2 });
  // Two patients in one send: nobody is to send them together without a look.
  await page.getByRole('region', { name: 'Send', exact: true }).getByText('2 patients in one send').first().waitFor();
  await page.keyboard.press('Enter');
  // The node writes under the last name from the first byte on.
  for (const name of ['CT_small.dcm', 'MR_small.dcm']) {
    const bytes = pydicomFile(name).bytes();
    const isThere = async (): Promise<boolean> => {
      const kept = await Promise.all((await readdir(received)).map((file) => readFile(path.join(received, file))));
      return kept.some((content) => content.subarray(-bytes.length).equals(bytes));
    };
    await until(isThere, { what: `${name} to reach the node, byte by byte` });
  }
  expect(await readdir(received)).toHaveLength(files.length);
  await screen('Transfers');
  await page.getByRole('tab', { name: /Needs you/ }).click();
  await page.getByRole('main').getByRole('row').filter({ hasText: 'PRINTER' }).first().click();
  await shown(/1 set aside/).waitFor();
  await picture(page, 'transfer-set-aside');
});

it('receives from storescu and shows it within the inbox, with its picture and its tags', async () => {
  const sent = pydicomFile('SC_rgb_jpeg_dcmtk.dcm').path;
  const { code, output } = await run('storescu', ['-xy', '-aec', 'GANTRY', '127.0.0.1', String(await inboxPort()), sent]);
  expect(code, output).toBe(0);
  await screen('Inbox');
  await until(async () => (await page.getByRole('treegrid').getByRole('row').count()) >= 4, { what: 'three studies in the inbox' });
  await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'Lestrade' }).first().click();
  await page.getByRole('tab', { name: 'Tags' }).click();
  await showsTheLastRowWhole(page.getByRole('treegrid', { name: 'Tags' }));
  // Further down than the inspector reaches.
  await page.getByPlaceholder(/name, keyword/).fill('patientid');
  await page.getByText('Patient ID', { exact: true }).first().waitFor();
  await picture(page, 'inbox-tags');
  await page.getByRole('tab', { name: 'Preview' }).click();
  await page.locator('canvas').first().waitFor();
  await picture(page, 'inbox-preview');
});

it('changes the port and shows the new one', async () => {
  const wanted = await freePort();
  await screen('Settings');
  const field = page.getByRole('spinbutton', { name: /Port/ }).or(page.getByRole('textbox', { name: /Port/ }));
  await field.first().fill(String(wanted));
  await page.keyboard.press('Tab');
  await page.getByRole('contentinfo').getByText(`127.0.0.1:${wanted}`).waitFor();
  const answers = async () => (await run('echoscu', ['-aec', 'GANTRY', '127.0.0.1', String(wanted)])).code === 0;
  await until(answers, { what: 'the new port to be open' });
  await picture(page, 'settings');
});

it('finds everything again after a restart', async () => {
  const before = await inboxPort();
  await running.quit();
  await open();
  expect(await inboxPort()).toBe(before);
  await rail(/^ARCHIVE/).waitFor();
  await rail(/^PRINTER/).waitFor();
  await screen('Inbox');
  await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'CompressedSamples' }).first().waitFor();
  await screen('Transfers');
  await page.getByRole('tab', { name: /Done/ }).click();
  await page.getByRole('main').getByRole('row').filter({ hasText: 'ARCHIVE' }).first().waitFor();
  await screen('Network log');
  await until(async () => (await page.getByRole('row').count()) > 3, { what: 'the log of before' });
  await picture(page, 'network-log');
});

it('has complained of nothing', () => {
  expect(running.complaints).toEqual([]);
});
