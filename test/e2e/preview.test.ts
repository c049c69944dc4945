// Looking at every kind of object in the real window, by keys and mouse: pictures, clips, overlays, documents, reports, waveforms, videos.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { CLIP_FRAMES, everyKind, VIDEO_BYTES } from '../support/kinds-of-objects.ts';
import { picture } from '../support/screenshots.ts';
import { storeItems } from '../support/store-items.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
let chosen: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  chosen = path.join(folder.path, 'chosen');
  await mkdir(chosen);
  running = await startGantry();
  ({ page } = running);
  const status = page.getByRole('contentinfo').getByText(/127\.0\.0\.1:\d+/);
  await status.waitFor();
  await storeItems(Number((await status.innerText()).split(':')[1]), everyKind(), 'EVERY_KIND');
  await running.app.evaluate(({ dialog }, answer) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [answer] });
  }, chosen);
  await page.keyboard.press('Control+2');
  const row = grid().getByRole('row').filter({ hasText: 'P2001' });
  await row.first().click();
  await until(async () => /31 images/.test(await grid().innerText()) || (await row.first().innerText()).includes('31'), {
    what: 'all objects',
  });
}, 90_000);

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const grid = () => page.getByRole('main').getByRole('treegrid').filter({ visible: true });
const large = () => page.getByRole('dialog');
const stage = () => large().getByRole('group', { name: /Arrow keys scroll/ });
const document_ = () => large().getByRole('document');

/** Opens a series large: from the study's thumbnails, as one does. */
async function look(description: string): Promise<void> {
  if (await large().isVisible()) await page.keyboard.press('Escape');
  await large().waitFor({ state: 'hidden' });
  await page
    .getByRole('complementary')
    .getByRole('button', { name: new RegExp(description) })
    .click();
  await large().getByText('Not for diagnosis').waitFor();
}

/** Mean of the red channel of what is drawn. */
const brightness = (): Promise<number> =>
  large()
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let sum = 0;
      for (let at = 0; at < data.length; at += 4) sum += data[at] ?? 0;
      return (sum * 4) / data.length;
    });

const style = (): Promise<string> =>
  large()
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.style.transform);

async function pictures(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `look-${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

it('shows a thumbnail of every series', async () => {
  const thumbnails = page
    .getByRole('complementary')
    .getByRole('button', { name: /image|frame|object|report|document|recording|plan/ })
    .filter({ has: page.locator('canvas, p') });
  await until(async () => (await thumbnails.count()) >= 12, { what: 'twelve thumbnails' });
  await until(async () => (await page.getByRole('complementary').locator('canvas').count()) >= 5, { what: 'five pictures' });
  await pictures('thumbnails');
});

it('scrolls by wheel and keys, windows by drag and presets, and comes back', async () => {
  await look('Slices');
  await large().getByText('1 / 20').waitFor();
  await stage().hover();
  await page.mouse.wheel(0, 240);
  await large()
    .getByText(/[2-9] \/ 20/)
    .waitFor();
  await page.keyboard.press('End');
  await large().getByText('20 / 20').waitFor();
  await page.keyboard.press('Home');
  await large().getByText('1 / 20').waitFor();
  await large().getByText('C 40 W 600 HU').waitFor();
  const stored = await brightness();
  await page.keyboard.press('3');
  await large().getByText('C -600 W 1500 HU').waitFor();
  await page.keyboard.press('5');
  await large().getByText('C -500 W 1400 HU').waitFor();
  expect(await brightness()).not.toBeCloseTo(stored, 0);
  await page.keyboard.press('i');
  await page.keyboard.press('0');
  await large().getByText('C 40 W 600 HU').waitFor();
  expect(await brightness()).toBeCloseTo(stored, 5);
  const box = await stage().boundingBox();
  if (!box) throw new Error('no stage');
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 360, box.y + 240, { steps: 4 });
  await page.mouse.up();
  await until(async () => !(await large().innerText()).includes('C 40 W 600'), { what: 'the window to follow the drag' });
  await page.keyboard.press('0');
  await pictures('slices');
});

it('zooms, moves, turns and mirrors', async () => {
  const fitted = await style();
  await page.keyboard.press('r');
  expect(await style()).toContain('rotate(90deg)');
  await page.keyboard.press('Shift+R');
  expect(await style()).toBe(fitted);
  await page.keyboard.press('f');
  expect(await style()).toContain('scale(-1, 1)');
  await page.keyboard.press('f');
  await page.keyboard.press('z');
  expect(await style()).not.toBe(fitted);
  await page.keyboard.press('z');
  expect(await style()).toBe(fitted);
  await page.keyboard.press('+');
  expect(await style()).toContain('scale(1.25, 1.25)');
  await page.keyboard.press('0');
  await page.keyboard.press('?');
  await large().getByText('Previous and next series').waitFor();
  await picture(page, 'look-keys');
  await page.keyboard.press('?');
});

it('plays a clip at the speed of the object, and stops', async () => {
  await look('Colour clip');
  await large().getByText('25/s').waitFor();
  await page.keyboard.press('k');
  await large().getByRole('button', { name: 'Stop' }).waitFor();
  const at = async () => Number(/(\d+) \/ 30/.exec(await large().innerText())?.[1]);
  const first = await at();
  await until(async () => (await at()) !== first, { what: 'the clip to move' });
  await page.keyboard.press('.');
  await large()
    .getByText(/(of )?30\/s/)
    .waitFor();
  await pictures('clip');
  await page.keyboard.press('k');
  await large().getByRole('button', { name: 'Play' }).waitFor();
  expect(await at()).toBeLessThanOrEqual(CLIP_FRAMES);
});

it('shows palettes, MONOCHROME1 and overlays, which can be hidden', async () => {
  await look('Palette colour');
  await large().locator('canvas').first().waitFor();
  await pictures('palette');
  await look('Low values are white');
  await until(async () => (await brightness()) > 100, { what: 'a bright picture' });
  await pictures('monochrome1');
  await look('With an overlay');
  await large().getByRole('button', { name: 'Hide overlays' }).waitFor();
  await until(async () => (await brightness()) > 0, { what: 'a picture' });
  const withOverlay = await brightness();
  await pictures('overlay');
  await page.keyboard.press('o');
  await until(async () => (await brightness()) < withOverlay, { what: 'the overlay to go' });
});

it('opens a PDF inside the window, and saves it byte for byte', async () => {
  await look('Letter');
  await document_().getByRole('img', { name: 'Page 1' }).waitFor();
  const ink = () =>
    document_()
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return data.filter((value, at) => at % 4 === 0 && value < 128).length;
      });
  await until(async () => (await ink()) > 500, { what: 'the page to be drawn' });
  await pictures('pdf');
  await document_().getByRole('button', { name: 'Copy its text' }).click();
  await until(async () => (await running.app.evaluate(({ clipboard }) => clipboard.readText())).includes('A letter in a DICOM object'), {
    what: 'the text of the document',
  });
  await document_().getByRole('button', { name: 'Save the PDF file…' }).click();
  // Its name is taken with an empty file first, so that nothing of that name is ever replaced.
  const saved = () => readFile(path.join(chosen, 'Gantry document.pdf')).catch(() => Buffer.alloc(0));
  await until(async () => (await saved()).length > 0, { what: 'the saved file' });
  expect((await saved()).subarray(0, 8).toString()).toBe('%PDF-1.4');
});

it('shows a report as a document, and opens what it speaks of', async () => {
  await look('Measurements');
  await document_().getByRole('heading', { name: 'Imaging Measurement Report' }).waitFor();
  await document_().getByText('A round bright ball').waitFor();
  await document_().getByText('12.5 mm').waitFor();
  await document_().getByRole('button', { name: 'CT Image' }).nth(1).click();
  await document_().getByText('not in the inbox').waitFor();
  await pictures('report');
  await document_().getByRole('button', { name: 'CT Image' }).first().click();
  await large().getByText('3 / 20').waitFor();
});

it('names waveforms and draws their traces', async () => {
  await look('Rhythm');
  await document_().getByText('Lead V1').waitFor();
  await document_()
    .getByText(/3 channels · 5 s · 500 samples a second/)
    .waitFor();
  await document_().getByRole('img', { name: 'Trace of Lead I', exact: true }).waitFor();
  await pictures('ecg');
});

it('says what a video is and saves its stream', async () => {
  await look('Video');
  await document_().getByText('MPEG-4 AVC/H.264 High Profile / Level 4.1').first().waitFor();
  await pictures('video');
  await document_().getByRole('button', { name: 'Save the video stream…' }).click();
  await until(async () => (await readFile(path.join(chosen, 'Gantry video.mp4')).catch(() => null))?.equals(VIDEO_BYTES) === true, {
    what: 'the stream, byte for byte',
  });
});

it('names a plan, raw data and what is broken', async () => {
  await look('Plan');
  await document_().getByText('BALL 60 Gy').waitFor();
  await document_().getByRole('cell', { name: 'LINAC 2' }).first().waitFor();
  await pictures('plan');
  await look('Raw');
  await document_().getByText('Only the maker’s programs can read what is inside.').waitFor();
  await pictures('raw');
  await look('Broken');
  await document_()
    .getByText(/cannot be decoded/)
    .waitFor();
  await pictures('broken');
});

it('fits the smallest window', async () => {
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(960, 600));
  await look('Slices');
  await large().locator('canvas').first().waitFor();
  await picture(page, 'look-small-slices');
  await look('Rhythm');
  await document_().getByText('Lead V1').waitFor();
  await picture(page, 'look-small-ecg');
});

it('has complained of nothing', () => expect(running.complaints).toEqual([]));
