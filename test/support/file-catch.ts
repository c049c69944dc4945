// A real drag of files out of the window, the other way round than file-drop.ts: a window of its own takes them, xdotool is the hand.
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { desktopEnvironment, type RunningApp } from './app.ts';
import type { Point } from './file-drop.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const TARGET = fileURLToPath(new URL('drop-target.py', import.meta.url));
/** Where the target lies: the lower right corner of the screen, above whatever else is there. */
const PLACE = { x: 1_390, y: 790 };
/** Beside the window, on the bare screen. */
const OUTSIDE = { x: 1_570, y: 980 };
const STEPS = 12;

/** Drags from a point of the page to the target, with a key held if one is named; gives the paths that were dropped on it. */
export async function dragOut(running: RunningApp, from: Point, key?: string): Promise<readonly string[]> {
  const target: ChildProcessByStdio<Writable, Readable, null> = spawn('/usr/bin/python3', [TARGET, String(PLACE.x), String(PLACE.y)], {
    env: desktopEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  target.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(target, 'spawn');
  try {
    await until(() => said.includes('ready'), { what: 'the target to be there' });
    const bounds = await running.app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentBounds() ?? { x: 0, y: 0 },
    );
    const start = { x: Math.round(bounds.x + from.x), y: Math.round(bounds.y + from.y) };
    const end = { x: PLACE.x + 100, y: PLACE.y + 100 };
    if (key !== undefined) await hand('keydown', key);
    await pull(start, end);
    let nudge = 0;
    // The drag begins when main has heard of it: the hand trembles until the target sees it, and only then lets go.
    await until(
      async () => {
        nudge = 1 - nudge;
        await hand('mousemove', end.x + nudge, end.y);
        return said.includes('over');
      },
      { what: 'the target to see the drag' },
    );
    await hand('mouseup', 1);
    await until(() => said.includes('done'), { what: 'the target to get files' });
    return said.split('\n').flatMap((line) => (line.startsWith('file ') ? [line.slice(5)] : []));
  } finally {
    if (key !== undefined) await hand('keyup', key);
    target.kill();
  }
}

/** Drags from a point of the page to where no window of ours is, and lets go there. */
export async function letGoOutside(running: RunningApp, from: Point): Promise<void> {
  const bounds = await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentBounds() ?? { x: 0, y: 0 });
  const page = await running.page.evaluateHandle(() => {
    const seen = { hasLeft: false };
    window.addEventListener('dragleave', ({ relatedTarget }) => (seen.hasLeft ||= relatedTarget === null), { capture: true });
    return seen;
  });
  await pull({ x: Math.round(bounds.x + from.x), y: Math.round(bounds.y + from.y) }, OUTSIDE);
  let nudge = 0;
  try {
    // Before the page has begun to drag there is nothing to let go of.
    await until(
      async () => {
        nudge = 1 - nudge;
        await hand('mousemove', OUTSIDE.x + nudge, OUTSIDE.y);
        return page.evaluate(({ hasLeft }) => hasLeft);
      },
      { what: 'the drag to leave the page' },
    );
  } finally {
    await hand('mouseup', 1);
  }
}

/** Takes hold at one point of the screen and moves to another. */
async function pull(start: Point, end: Point): Promise<void> {
  await hand('mousemove', start.x, start.y, 'mousedown', 1);
  for (let step = 1; step <= STEPS; step += 1) {
    const part = step / STEPS;
    await hand('mousemove', Math.round(start.x + (end.x - start.x) * part), Math.round(start.y + (end.y - start.y) * part));
  }
}

async function hand(...words: readonly (string | number)[]): Promise<void> {
  await run('xdotool', words.map(String), { env: desktopEnvironment() });
}
