// A real drop of files by the operating system: a GTK window is the drag source, as a file manager is one, xdotool is the hand, and the X
// server carries it (XDND). Works on a virtual display without a window manager, so nothing is simulated inside the browser.
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { desktopEnvironment, type RunningApp } from './app.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const SOURCE = fileURLToPath(new URL('drag-source.py', import.meta.url));
/** Where the source lies: the lower right corner of the screen, free of the window or above it. */
const SOURCE_PLACE = { x: 1550, y: 950 };
/** Where the hand is once it has taken hold. */
const GRIPPED = { x: SOURCE_PLACE.x - 20, y: SOURCE_PLACE.y - 20 };
const STEPS = 8;
/** How often the hand takes hold before it gives up, and how long it waits for each. */
const GRIPS = 3;
const GRIP_MS = 4_000;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A drag that is held over the window: look at it, then let go or take it away. */
export interface HeldDrag {
  /** Moves on to another point of the page, in CSS pixels. */
  over(point: Point): Promise<void>;
  drop(): Promise<void>;
}

/** Takes files and folders and holds them over a point of the page. */
export async function holdFiles(running: RunningApp, paths: readonly string[], point: Point): Promise<HeldDrag> {
  const seenAt = await followDrag(running.page);
  const bounds = await contentBounds(running);
  const source = await takeHold(paths);
  let at: Point = GRIPPED;
  const over = async ({ x, y }: Point): Promise<void> => {
    const to = { x: Math.round(bounds.x + x), y: Math.round(bounds.y + y) };
    await glide(at, to);
    at = to;
    // A source sends its next position when the last one was answered: a second one that is seen proves that the target has answered here.
    // One that is lost on the way is not sent again by a hand that rests, so this one does not.
    for (const step of [0, 1]) {
      const seen = async (): Promise<boolean> => {
        await hand('mousemove', to.x + step, to.y + 1, 'mousemove', to.x + step, to.y);
        return same(await seenAt(), { x: to.x + step - bounds.x, y: to.y - bounds.y });
      };
      await until(seen, { what: `the page to see the drag at ${x},${y}` });
    }
  };
  try {
    await over(point);
  } catch (error) {
    // The tests that follow have the same hand.
    await letGo();
    source.close();
    throw error;
  }
  return {
    over,
    async drop() {
      await letGo();
      await source.says('done');
      source.close();
    },
  };
}

/** A press that the source does not notice is let go, and tried on a new one. */
async function takeHold(paths: readonly string[]): Promise<Source> {
  for (let left = GRIPS; ; left -= 1) {
    const source = await openSource(paths);
    const press = { x: SOURCE_PLACE.x + 10, y: SOURCE_PLACE.y + 10 };
    await hand('mousemove', press.x, press.y, 'mousedown', 1);
    await glide(press, GRIPPED);
    try {
      await source.says('begin', GRIP_MS);
      return source;
    } catch (error) {
      await letGo();
      source.close();
      if (left === 1) throw error;
    }
  }
}

async function glide(from: Point, to: Point): Promise<void> {
  for (let step = 1; step <= STEPS; step++) {
    const part = step / STEPS;
    await hand('mousemove', Math.round(from.x + (to.x - from.x) * part), Math.round(from.y + (to.y - from.y) * part));
  }
}

const letGo = (): Promise<void> => hand('mouseup', 1);

const same = (one: Point | null, other: Point): boolean => one !== null && Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1;

/** Notes where the page last saw a drag, before any handler of its own. */
async function followDrag(page: Page): Promise<() => Promise<Point | null>> {
  const place = await page.evaluateHandle(() => {
    const seen: { at: Point | null } = { at: null };
    window.addEventListener('dragover', ({ clientX, clientY }) => (seen.at = { x: clientX, y: clientY }), { capture: true });
    return seen;
  });
  return () => place.evaluate((seen) => seen.at);
}

/** Drops files and folders onto a point of the page, in CSS pixels. */
export async function dropFiles(running: RunningApp, paths: readonly string[], point: Point): Promise<void> {
  const drag = await holdFiles(running, paths, point);
  await drag.drop();
}

async function hand(...words: readonly (string | number)[]): Promise<void> {
  await run('xdotool', words.map(String), { env: desktopEnvironment() });
}

async function contentBounds({ app }: RunningApp): Promise<Point> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentBounds() ?? { x: 0, y: 0 });
}

interface Source {
  /** @param within ms */
  says(word: string, within?: number): Promise<void>;
  close(): void;
}

async function openSource(paths: readonly string[]): Promise<Source> {
  const args = [SOURCE, String(SOURCE_PLACE.x), String(SOURCE_PLACE.y), ...paths];
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn('/usr/bin/python3', args, {
    env: desktopEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'spawn');
  const source: Source = {
    says: (word, within) =>
      until(() => said.includes(word), { what: `the drag source to say "${word}"`, ...(within !== undefined && { within }) }),
    close: () => child.kill(),
  };
  await source.says('ready');
  return source;
}
