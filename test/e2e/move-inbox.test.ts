// The inbox gets another folder on another disk, in the real window: it is brought along, the application is killed in the middle, the next
// start goes on, and every object is there byte for byte. Stopped, everything stays where it was.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { pictures } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const SERIES = 20;
const OBJECTS = 2_000;
/** Memory, where the system has it as a disk of its own. */
const OTHER_DISK = '/dev/shm';
const hasOtherDisk = existsSync(OTHER_DISK);
if (!hasOtherDisk) console.log('left out: there is no second disk to move the inbox to');

let folder: TemporaryFolder;
let disk: string;
let before: ReadonlyMap<string, string>;
let last: RunningApp | undefined;

const data = () => path.join(folder.path, 'gantry');
const inbox = () => path.join(data(), 'inbox');

function writeObjects(root: string): void {
  const pixels = Buffer.alloc(40_000, 7);
  for (let number = 0; number < OBJECTS; number += 1) {
    const study = `1.2.3.${String(number % 5)}`;
    const series = `${study}.${String(number % SERIES)}`;
    const uid = `${series}.${String(number)}`;
    const meta = encodeFileMeta({
      sopClassUid: CT,
      sopInstanceUid: uid,
      transferSyntaxUid: EXPLICIT,
      implementationClassUid: '1.2.3.4',
      implementationVersionName: 'TEST',
      sourceTitle: 'CT3',
    });
    const entries = {
      SOPClassUID: CT,
      SOPInstanceUID: uid,
      StudyInstanceUID: study,
      SeriesInstanceUID: series,
      PatientName: `DOE^NUMBER ${String(number % 5)}`,
      PatientID: `P${String(number % 5)}`,
      StudyDate: '20261101',
      Modality: 'CT',
      PixelData: { vr: 'OW', value: pixels },
    };
    mkdirSync(path.join(root, study, series), { recursive: true });
    writeFileSync(path.join(root, study, series, `${uid}.dcm`), Buffer.concat([meta, encodeDataSet(buildDataSet(entries), EXPLICIT)]));
  }
}

function objectsIn(root: string): ReadonlyMap<string, string> {
  if (!existsSync(root)) return new Map();
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm'));
  return new Map(
    names.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(root, name)))
        .digest('hex'),
    ]),
  );
}
/** While folders come and go. */
function countIn(root: string): number {
  try {
    return existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm')).length : 0;
  } catch {
    return Number.NaN;
  }
}

async function open(): Promise<RunningApp> {
  const running = await startGantry({ dataFolder: data(), args: ['--inbox-port=0'] });
  await running.page
    .getByRole('contentinfo')
    .getByText(/127\.0\.0\.1:\d+/)
    .waitFor();
  return (last = running);
}

async function leave(): Promise<void> {
  const running = last;
  last = undefined;
  await running?.quit();
}

async function wish({ page }: RunningApp, to: string): Promise<void> {
  await page.keyboard.press('Control+2');
  await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'Number 4' }).first().waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('textbox', { name: 'Folder' }).fill(to);
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'The inbox gets another folder' }).waitFor();
}

const kept = ({ page }: RunningApp) => page.getByRole('textbox', { name: 'Folder' }).inputValue();

describe.runIf(hasOtherDisk && statSync('/tmp').dev !== statSync(OTHER_DISK).dev)('another folder for the inbox', () => {
  beforeAll(async () => {
    folder = await temporaryFolder();
    disk = mkdtempSync(path.join(OTHER_DISK, 'gantry-'));
    writeObjects(inbox());
    before = objectsIn(inbox());
  });

  afterAll(async () => {
    await leave();
    rmSync(disk, { recursive: true, force: true });
    await folder[Symbol.asyncDispose]();
  });

  it('is brought along, also when the application is killed in the middle', async () => {
    const to = path.join(disk, 'inbox');
    const first = await open();
    await wish(first, to);
    await pictures(first, 'move-inbox-choice');
    await first.page.getByRole('button', { name: 'Bring along' }).click();
    await until(() => countIn(to) > 100, { what: 'some objects to be carried' });
    await first.kill();
    last = undefined;
    expect(countIn(to)).toBeLessThan(OBJECTS);
    expect(objectsIn(inbox())).toEqual(before);

    const second = await open();
    await second.page.keyboard.press('Control+,');
    await second.page.getByRole('button', { name: /^Move the inbox/ }).click();
    await second.page.getByRole('status').filter({ hasText: 'Moving the inbox' }).waitFor();
    await pictures(second, 'move-inbox-running');
    await until(async () => (await kept(second)) === to, { what: 'the new folder to be the inbox', within: 60_000 });
    await until(() => countIn(inbox()) === 0, { what: 'the old folder to be empty', within: 60_000 });
    expect(objectsIn(to)).toEqual(before);
    await second.page.keyboard.press('Control+2');
    await second.page.getByRole('treegrid').getByRole('row').filter({ hasText: 'Number 4' }).filter({ hasText: '400' }).first().waitFor();
    expect(second.complaints).toEqual([]);
    await leave();
  }, 180_000);

  afterEach(leave);

  it('is given up when it is stopped: everything stays where it was', async () => {
    const from = path.join(disk, 'inbox');
    const to = path.join(folder.path, 'third');
    const running = await open();
    await wish(running, to);
    await running.page.getByRole('button', { name: 'Bring along' }).click();
    await until(() => countIn(to) > 50, { what: 'some objects to be carried' });
    await running.page.getByRole('region', { name: 'Running transfers' }).getByRole('button', { name: 'Stop moving the inbox' }).click();
    await until(() => countIn(to) === 0, { what: 'what was carried to be taken away', within: 60_000 });
    await running.page.getByRole('button', { name: 'Choose a folder…' }).waitFor();
    expect(await kept(running)).toBe(from);
    expect(objectsIn(from)).toEqual(before);
    await leave();
  }, 120_000);
});
