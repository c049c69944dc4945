// A long series in the real window under a hand that does not stop: which picture is drawn, what the counter says, and that none is missing at the end.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { LONG_SERIES_PATIENT, longSeries, PLACE_BITS, PLACE_BLOCK, type LongSeries } from '../support/long-series.ts';
import { picture } from '../support/screenshots.ts';
import { storeItems } from '../support/store-items.ts';
import { until } from '../support/until.ts';

const CLIP: LongSeries = { number: 3, description: 'Long clip', pictures: 200, side: 256, as: 'clip', compression: 'jpeg-ls' };
const STACKS: readonly LongSeries[] = [
  { number: 1, description: 'Plain slices', pictures: 80, side: 256, as: 'slices', compression: 'none' },
  { number: 2, description: 'Packed slices', pictures: 80, side: 256, as: 'slices', compression: 'jpeg-2000' },
  CLIP,
];

let running: RunningApp;
let page: Page;

beforeAll(async () => {
  running = await startGantry();
  ({ page } = running);
  const status = page.getByRole('contentinfo').getByText(/127\.0\.0\.1:\d+/);
  await status.waitFor();
  const port = Number((await status.innerText()).split(':')[1]);
  for (const stack of STACKS) await storeItems(port, await longSeries(stack), 'LONG');
  await page.keyboard.press('Control+2');
  const row = page.getByRole('main').getByRole('row').filter({ hasText: LONG_SERIES_PATIENT }).first();
  await row.click();
  await until(async () => (await row.innerText()).includes('3/161'), { what: 'all objects' });
}, 120_000);

afterAll(() => running[Symbol.asyncDispose]());

const large = () => page.getByRole('dialog');

async function look({ description }: LongSeries): Promise<void> {
  await page
    .getByRole('complementary')
    .getByRole('button', { name: new RegExp(description) })
    .click();
  await large().locator('canvas').waitFor();
  await until(async () => (await drawn()) === 0, { what: 'the first picture' });
}

/** The place that the picture on the screen carries. */
const drawn = (): Promise<number> =>
  large()
    .locator('canvas')
    .first()
    .evaluate(
      (canvas: HTMLCanvasElement, { bits, block }) => {
        const data = canvas.getContext('2d')?.getImageData(0, block / 2, block * bits, 1).data;
        let place = 0;
        for (let bit = 0; bit < bits; bit += 1) if ((data?.[(bit * block + block / 2) * 4] ?? 0) > 128) place |= 1 << bit;
        return place;
      },
      { bits: PLACE_BITS, block: PLACE_BLOCK },
    );

const close = async (): Promise<void> => {
  await page.keyboard.press('Escape');
  await large().waitFor({ state: 'hidden' });
};

it.each(STACKS)('shows pictures on the way and the last one at the end: $description', async (stack) => {
  await look(stack);
  // Frozen until the hand stops would be one picture. However slow the machine: the hand goes on until some were seen on the way.
  const seen = new Set<number>();
  const onTheWay = async (): Promise<boolean> => {
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
    seen.add(await drawn());
    return seen.size > 3;
  };
  await until(onTheWay, { what: 'pictures on the way' });
  expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
  await page.keyboard.press('Home');
  await until(async () => (await drawn()) === 0, { what: 'the first picture again' });
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('ArrowDown');
  await until(async () => (await drawn()) === 60, { what: 'the picture of the place' });
  await large()
    .getByText(`61 / ${String(stack.pictures)}`, { exact: true })
    .waitFor();
  await page.keyboard.press('Home');
  await until(async () => (await drawn()) === 0, { what: 'the first picture again' });
  await close();
});

it('plays frames in their order, around and around', async () => {
  await look(CLIP);
  await page.keyboard.press('End');
  await until(async () => (await drawn()) === 199, { what: 'the last frame' });
  await page.keyboard.press('k');
  await until(
    async () => {
      const place = await drawn();
      return place > 0 && place < 199;
    },
    { what: 'the clip to begin anew' },
  );
  await large()
    .getByText(/(of )?25\/s/)
    .waitFor();
  await picture(page, 'scroll-clip');
  await page.keyboard.press('k');
  await large().getByRole('button', { name: 'Play' }).waitFor();
  await close();
});

it('has complained of nothing', () => expect(running.complaints).toEqual([]));
