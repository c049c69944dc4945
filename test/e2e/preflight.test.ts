// Files let go on a node of the real window: what is doubtful is told in groups, decided and remembered; a DCMTK that takes only what is
// uncompressed gets what was decided. Dropped files are anonymised before they go, too, and an import asks where it has to.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { addAnswering } from '../support/add-node.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { dropFiles, type Point } from '../support/file-drop.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { installed, type PeerProcess } from '../support/peer-process.ts';
import { picture, pictures } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const hasPeer = await installed('storescp');

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
let peer: PeerProcess;
let received: string;
let doubtful: string;

const rail = (name: RegExp) => page.getByRole('region', { name: 'Nodes' }).getByRole('button', { name });
const bar = (name: 'Send' | 'Import') => page.getByRole('region', { name, exact: true });
const group = (text: RegExp) => bar('Send').getByRole('row').filter({ hasText: text });
/** Of what the node has; a file that it is still writing cannot be read yet. */
const patientIds = (): readonly (string | undefined)[] =>
  readdirSync(received).map((name) => {
    try {
      const file = objectFile(path.join(received, name));
      return parseDataSet(file.bytes(), file.transferSyntaxUid).text('PatientID');
    } catch {
      return undefined;
    }
  });
const transfer = (text: string) => page.getByText(text).filter({ visible: true }).first();

async function onto(place: ReturnType<typeof rail>): Promise<Point> {
  const box = await place.boundingBox();
  if (!box) throw new Error('the target is not to be seen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe.runIf(hasPeer)('the preflight', () => {
  beforeAll(async () => {
    folder = await temporaryFolder();
    received = path.join(folder.path, 'received');
    doubtful = path.join(folder.path, 'doubtful');
    await mkdir(received);
    await mkdir(doubtful);
    for (const name of ['CT_small.dcm', 'JPEG2000.dcm']) await cp(pydicomFile(name).path, path.join(doubtful, name));
    const mr = readFileSync(pydicomFile('MR_small.dcm').path);
    await writeFile(path.join(doubtful, 'MR_cut.dcm'), mr.subarray(0, mr.length - 900));
    await cp(pydicomFile('CT_small.dcm').path, path.join(doubtful, 'z CT_small again.dcm'));
    await writeFile(path.join(doubtful, 'readme.txt'), 'Words, and more of them than there are zeros in a preamble. '.repeat(4));
    peer = await startStorescp({ folder: received });
    running = await startGantry();
    ({ page } = running);
    await page
      .getByRole('contentinfo')
      .getByText(/127\.0\.0\.1:\d+/)
      .waitFor();
    await addAnswering(page, 'PRINTER', peer.port);
    await page.keyboard.press('Control+4');
  }, 90_000);

  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await peer.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('tells what is doubtful, by what the node has just said it takes, and waits', async () => {
    await dropFiles(running, [doubtful], await onto(rail(/^PRINTER/)));
    await bar('Send').getByText('2 things are to be decided').first().waitFor();
    await group(/not as JPEG 2000/).waitFor();
    expect(await group(/not as JPEG 2000/).innerText()).toMatch(/Leave out/);
    expect(await group(/same SOP Instance UID/).innerText()).toMatch(/z CT_small again\.dcm/);
    expect(await group(/MR_cut\.dcm/).innerText()).toMatch(/Stays out/);
    expect(await group(/readme\.txt/).innerText()).toMatch(/Not DICOM/);
    await pictures(running, 'preflight');
  });

  it('sends what was decided, by Enter, and is done with it', async () => {
    await group(/same SOP Instance UID/)
      .getByRole('checkbox', { name: 'Remember for PRINTER' })
      .check();
    await bar('Send').getByText('One thing is to be decided').first().waitFor();
    await group(/not as JPEG 2000/)
      .getByRole('radio', { name: 'Leave out' })
      .click();
    await bar('Send').getByRole('button', { name: 'Send now' }).focus();
    await page.keyboard.press('Enter');
    await until(() => readdirSync(received).length === 1, { what: 'the one object to be there' });
    await page.getByRole('tab', { name: /Needs you/ }).click();
    await page.getByRole('main').getByRole('row').filter({ hasText: 'doubtful' }).first().click();
    await transfer('1 stored, 2 set aside, 2 left out as decided').waitFor();
    await picture(page, 'preflight-sent');
  });

  it('anonymises files that were dropped before they go, with the options beside what they change', async () => {
    await dropFiles(running, [path.join(doubtful, 'CT_small.dcm')], await onto(rail(/^PRINTER/)));
    await bar('Send').getByRole('checkbox', { name: 'Anonymise: Basic' }).check();
    await bar('Send').getByText('Anonymising was chosen just now').first().waitFor();
    await bar('Send').getByRole('button', { name: 'Options of anonymising' }).click();
    const dates = bar('Send').getByRole('row').filter({ hasText: 'Instance Creation Date' });
    await dates.waitFor();
    await pictures(running, 'send-anonymise');
    await bar('Send').getByRole('textbox', { name: 'New patient ID' }).fill('SUBJECT-7');
    await bar('Send').getByRole('radio', { name: 'Keep' }).click();
    await dates.waitFor({ state: 'detached' });
    await bar('Send').getByRole('button', { name: 'Send now' }).click();
    await until(() => patientIds().includes('SUBJECT-7'), { what: 'the copy to be there' });
    expect(patientIds()).toHaveLength(2);
  });

  it('asks before an import only where something cannot be kept as it is', async () => {
    const file = objectFile(pydicomFile('MR_small.dcm').path);
    const content = readFileSync(file.path);
    const offset = content.length - file.bytes().length;
    // Group Length of group 0000, which belongs to messages.
    const forbidden = Buffer.from([0, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0]);
    const odd = path.join(folder.path, 'odd');
    await mkdir(odd);
    await cp(pydicomFile('CT_small.dcm').path, path.join(odd, 'good.dcm'));
    await writeFile(path.join(odd, 'group-0000.dcm'), Buffer.concat([content.subarray(0, offset), forbidden, content.subarray(offset)]));
    await page.keyboard.press('Control+2');
    await dropFiles(running, [odd], await onto(page.getByRole('navigation').getByRole('button', { name: 'Inbox', exact: true })));
    const doubt = bar('Import').getByRole('row').filter({ hasText: 'group-0000.dcm' });
    await doubt.getByText('Elements of group 0000').first().waitFor();
    await pictures(running, 'preflight-import');
    await page.keyboard.press('Enter');
    await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'CompressedSamples, CT1' }).first().waitFor();
    await bar('Import').waitFor({ state: 'detached' });
    expect(running.complaints).toEqual([]);
  });
});
