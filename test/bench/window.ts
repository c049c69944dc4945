/**
 * The real window over an inbox of 5,000 studies: how soon it is painted, what its processes hold, and whether it keeps its frames while it
 * receives and while matches stream in. Needs a build (`npm run build`) and, without a screen, Xvfb.
 */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../support/until.ts';
import { openApplication, type Application } from './application.ts';
import { studyUid, type ObjectSetSpec } from './data.ts';
import type { BenchIndex } from './index-data.ts';
import { startMatches } from './many-matches.ts';
import type { Contestant, Row } from './measure.ts';
import { runProgram } from './processes.ts';
import { storescu } from './programs.ts';
import { benchScript } from './window-page.ts';

export interface WindowWork {
  /** For the application's data. */
  readonly parent: string;
  readonly index: BenchIndex;
  /** What is received while frames are watched. */
  readonly set: { readonly folder: string; readonly spec: ObjectSetSpec };
}

const MATCHES = 10_000;
const IDLE_MS = 5_000;

interface Opened extends Application {
  /** ms from the start of the process to the first paint with content. */
  readonly painted: number;
}

/** The built application with the bench's inbox as its own. */
async function openWindow({ parent, index }: WindowWork): Promise<Opened> {
  const data = path.join(parent, 'window-data');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  copyFileSync(index.file, path.join(data, 'index.db'));
  writeFileSync(path.join(data, 'settings.json'), JSON.stringify({ version: 1, value: { inbox: { folder: index.folder } } }));
  const opened = await openApplication(data);
  const painted = await opened.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          if (paint) resolve(performance.timeOrigin + paint.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  return { ...opened, painted: painted - opened.started };
}

/** The same with the bench in the page, and the inbox in front. */
async function openWatched(work: WindowWork): Promise<Opened> {
  const opened = await openWindow(work);
  await opened.app.context().addInitScript(benchScript);
  await opened.page.reload();
  await opened.page
    .getByRole('button', { name: /^Inbox/ })
    .first()
    .click();
  await opened.page.getByText(/5,000 studies/).waitFor();
  return opened;
}

/** The share of memory that each process has for itself (PSS), MiB: what two processes share is counted once. */
function memoryOf(root: number): number {
  const parents = readdirSync('/proc').flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      return [[Number(name), Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2])] as const];
    } catch {
      return [];
    }
  });
  const tree = new Set([root]);
  for (let grown = true; grown;) {
    const more = parents.filter(([pid, parent]) => tree.has(parent) && !tree.has(pid));
    for (const [pid] of more) tree.add(pid);
    grown = more.length > 0;
  }
  return [...tree].reduce((sum, pid) => sum + shareOf(pid), 0);
}

function shareOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

async function whileReceiving(work: WindowWork) {
  await using opened = await openWatched(work);
  try {
    await opened.page.evaluate(() => window.bench.watch());
    await runProgram(storescu(opened.port, work.set.folder));
    return await opened.page.evaluate(() => window.bench.seen());
  } finally {
    rmSync(path.join(work.index.folder, studyUid(work.set.spec)), { recursive: true, force: true });
  }
}

async function whileSearching(work: WindowWork) {
  await using matches = await startMatches(MATCHES);
  await using opened = await openWatched(work);
  const { page } = opened;
  await page.evaluate(
    async ({ port, limit }) => {
      await window.bench.call('settings.update', { patch: { search: { limit } } });
      await window.bench.call('nodes.add', { node: { title: 'ARCHIVE', host: '127.0.0.1', port } });
    },
    { port: matches.port, limit: 100_000 },
  );
  await page
    .getByRole('button', { name: /^Search/ })
    .first()
    .click();
  await page.keyboard.press('/');
  await page.keyboard.type('date:2000..2030 on:ARCHIVE');
  await page.evaluate(() => window.bench.watch());
  await page.keyboard.press('Enter');
  await page
    .getByText(/10,000 studies/)
    .first()
    .waitFor({ timeout: 60_000 });
  await until(() => matches.ended(), { what: 'the search to end' });
  return await page.evaluate(() => window.bench.seen());
}

/** One run serves several rows. */
function shared<T>(run: () => Promise<T>): (round: number) => Promise<T> {
  const runs = new Map<number, Promise<T>>();
  return (round) => {
    const known = runs.get(round) ?? run();
    runs.set(round, known);
    return known;
  };
}

export function windowRows(work: WindowWork): readonly Row[] {
  const receiving = shared(() => whileReceiving(work));
  const searching = shared(() => whileSearching(work));
  const row = (name: string, unit: string, most: number, run: (round: number) => Promise<number>): Row => {
    let round = 0;
    const ours: Contestant = { name: 'the window', run: async () => ({ value: await run(round++) }) };
    return { name, unit, most, better: 'lower', ours, rivals: [] };
  };
  return [
    row('window: first paint after a cold start', 'ms', 2_000, async () => {
      await using opened = await openWindow(work);
      return opened.painted;
    }),
    row('window: memory of all processes, idle', 'MiB', 400, async () => {
      await using opened = await openWindow(work);
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
      return memoryOf(opened.app.process().pid ?? 0);
    }),
    row('window: longest frame while receiving at full speed', 'ms', 33.4, async (round) => (await receiving(round)).longest),
    row('window: round trip to main while receiving, p99', 'ms', 8, async (round) => percentile((await receiving(round)).trips, 0.99)),
    row(`window: longest frame while ${MATCHES} matches stream in`, 'ms', 33.4, async (round) => (await searching(round)).longest),
  ];
}
