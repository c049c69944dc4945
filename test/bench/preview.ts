/**
 * Scrolling through long stacks in the real window: how long a step takes from the key to the picture while a key is held or the wheel turns,
 * how many of the pictures are seen, and whether the last one is there when the hand stops. Needs a build and, without a screen, Xvfb.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { longSeries, LONG_SERIES_PATIENT, PLACE_BITS, PLACE_BLOCK, type LongSeries } from '../support/long-series.ts';
import { storeItems } from '../support/store-items.ts';
import { until } from '../support/until.ts';
import { openApplication, type Application } from './application.ts';
import type { Row } from './measure.ts';
import { scrollScript, type Scrolled, type Scrolling } from './preview-page.ts';

const SIDE = 512;
/** As a keyboard repeats. */
const KEY_MS = 33;
const WHEEL_MS = 16;

const STACKS: readonly LongSeries[] = [
  { number: 1, description: 'Uncompressed', pictures: 500, side: SIDE, as: 'slices', compression: 'none' },
  { number: 2, description: 'Near and lossless', pictures: 500, side: SIDE, as: 'slices', compression: 'jpeg-ls' },
  { number: 3, description: 'Wavelets', pictures: 500, side: SIDE, as: 'slices', compression: 'jpeg-2000' },
  { number: 4, description: 'Two thousand frames', pictures: 2_000, side: SIDE, as: 'clip', compression: 'none' },
];

/** An inbox with the stacks, made once. It knows itself by its path: it cannot be made elsewhere and moved. */
async function filledInbox(data: string): Promise<string> {
  const folder = path.join(data, 'preview-inbox');
  const complete = path.join(folder, 'complete');
  if (existsSync(complete)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await using opened = await openApplication(folder);
  await opened.page.getByRole('contentinfo').getByText(`127.0.0.1:${opened.port}`).waitFor();
  for (const stack of STACKS) await storeItems(opened.port, await longSeries(stack), 'BENCH');
  writeFileSync(complete, '');
  return folder;
}

async function openStacks(data: string): Promise<Application> {
  const opened = await openApplication(await filledInbox(data));
  const { page } = opened;
  await page
    .getByRole('button', { name: /^Inbox/ })
    .first()
    .click();
  const row = page.getByRole('main').getByRole('row').filter({ hasText: LONG_SERIES_PATIENT }).first();
  await row.click();
  await until(async () => (await row.innerText()).includes('1,501'), { what: 'all objects' });
  return opened;
}

interface Pass extends Pick<Scrolling, 'by' | 'every' | 'steps'> {
  readonly stack: LongSeries;
}

/** From the beginning of its stack, of which nothing has been decoded before. */
async function scroll({ page }: Application, { stack, ...how }: Pass): Promise<Scrolled> {
  await page
    .getByRole('complementary')
    .getByRole('button', { name: new RegExp(stack.description) })
    .click();
  const stage = page.getByRole('dialog').getByRole('group', { name: /Arrow keys scroll/ });
  await stage.locator('canvas').waitFor();
  try {
    await page.evaluate(scrollScript);
    const wanted = { ...how, last: stack.pictures - 1, block: PLACE_BLOCK, bits: PLACE_BITS };
    return await page.evaluate((scrolling) => window.scrollStack(scrolling), wanted);
  } finally {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
}

const at = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

interface Asked extends Pick<Row, 'name' | 'unit' | 'most'> {
  readonly better?: 'higher';
  readonly read: (scrolled: Scrolled) => number;
}

const PASSES: readonly Pass[] = [
  ...STACKS.map((stack): Pass => ({ stack, by: 'key', every: KEY_MS, steps: 180 })),
  ...STACKS.slice(0, 1).map((stack): Pass => ({ stack, by: 'wheel', every: WHEEL_MS, steps: 300 })),
];

const nameOf = ({ stack, by }: Pass): string => `preview, ${stack.description.toLowerCase()}, ${by === 'key' ? 'key held' : 'wheel'}`;

const ASKED: readonly Asked[] = [
  { name: 'a step, median', unit: 'ms', most: 50, read: ({ delays }) => at(delays, 0.5) },
  { name: 'a step, p95', unit: 'ms', most: 100, read: ({ delays }) => at(delays, 0.95) },
  { name: 'pictures seen', unit: '/s', better: 'higher', read: ({ pictures, took }) => pictures / (took / 1_000) },
  { name: 'last picture after the hand stops', unit: 'ms', most: 100, read: ({ settled }) => settled },
  { name: 'longest task of the page', unit: 'ms', most: 50, read: ({ long }) => Math.max(0, ...long) },
];

/** One window serves all rows of a round. */
export function previewRows(data: string): readonly Row[] {
  const rounds = new Map<number, Promise<ReadonlyMap<Pass, Scrolled>>>();
  const scrolled = async (): Promise<ReadonlyMap<Pass, Scrolled>> => {
    await using opened = await openStacks(data);
    const results = new Map<Pass, Scrolled>();
    for (const pass of PASSES) results.set(pass, await scroll(opened, pass));
    return results;
  };
  const ofRound = (round: number): Promise<ReadonlyMap<Pass, Scrolled>> => {
    const known = rounds.get(round) ?? scrolled();
    rounds.set(round, known);
    return known;
  };
  return PASSES.flatMap((pass) =>
    ASKED.map(({ name, read, ...row }): Row => {
      let round = 0;
      const run = async () => {
        const result = (await ofRound(round++)).get(pass);
        return { value: result ? read(result) : Number.NaN };
      };
      return { better: 'lower', ...row, name: `${nameOf(pass)}: ${name}`, ours: { name: 'the window', run }, rivals: [] };
    }),
  );
}
