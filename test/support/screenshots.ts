// Pictures of the window as artifacts of the run; the README's two are renewed with them.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { RunningApp } from './app.ts';
import { until } from './until.ts';

const artifacts = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));

/** Writes `test-results/screenshots/<name>.png`. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: path.join(artifacts, `${name}.png`), animations: 'disabled' });
}

const SIZES = [
  [960, 600],
  [2_560, 1_440],
] as const;

/** The same state in both themes, and in the smallest and in a large window. */
export async function pictures({ app, page }: RunningApp, name: string): Promise<void> {
  const size = async (width: number, height: number): Promise<void> => {
    await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [width, height] as const);
    await until(async () => (await page.evaluate(() => `${innerWidth} ${innerHeight}`)) === `${width} ${height}`, { what: 'the size' });
  };
  await picture(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  for (const [w, h] of SIZES) {
    await size(w, h);
    await picture(page, `${name}-${w}`);
  }
  await size(width, height);
}
