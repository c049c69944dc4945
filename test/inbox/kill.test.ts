// A receiving process is killed between any two steps: what it acknowledged is there, byte for byte, no half file, and the index agrees.
// GANTRY_KILLS=200 kills as often as that at random moments; a few dozen are enough for every run.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filesIn, inboxes, numberedObject, numberedUid, storedBytes } from './support/arrivals.ts';

const RANDOM_KILLS = Number(process.env.GANTRY_KILLS ?? 12);
const STEPS = Number(process.env.GANTRY_STEPS ?? 24);

let bundle: string;
let receiver: string;
beforeAll(async () => {
  bundle = mkdtempSync(path.join(tmpdir(), 'gantry-receiver-'));
  const libsql = createRequire(import.meta.url).resolve('libsql');
  await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { libsql } },
    ssr: { noExternal: true, external: [libsql] },
    build: {
      ssr: fileURLToPath(new URL('support/receiver.ts', import.meta.url)),
      outDir: bundle,
      target: 'node20.18',
      minify: false,
      rolldownOptions: { external: [libsql], output: { entryFileNames: 'receiver.mjs', format: 'es' } },
    },
  });
  receiver = path.join(bundle, 'receiver.mjs');
}, 60_000);
afterAll(() => {
  rmSync(bundle, { recursive: true, force: true });
});

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

interface Life {
  readonly first: number;
  readonly durability?: 'os' | 'fsync';
  readonly dieAt?: number;
  readonly dieAfter?: boolean;
  readonly countFrom?: 'start' | 'ready';
  /** Kill it from outside after so many acknowledged objects, at once or a moment later. */
  readonly killAfter?: number;
}

/** Lets a receiver live until it is dead. Returns the numbers of the objects that it acknowledged. */
async function live({ first, durability = 'os', dieAt = 0, dieAfter = false, countFrom = 'start', killAfter }: Life): Promise<number[]> {
  const orders = { folder: place.folder, file: path.join(place.root, 'gantry.db'), first, durability, dieAt, dieAfter, countFrom };
  const child = spawn(process.execPath, [receiver, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const dead = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('exit', (_code, signal) => {
      resolve(signal);
    }),
  );
  const stored: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('stored ')) stored.push(Number(line.slice(7)));
    if (killAfter !== undefined && stored.length >= killAfter) setTimeout(() => child.kill('SIGKILL'), Math.random() * 4);
  }
  expect(await dead).toBe('SIGKILL');
  return stored;
}

/** Opens the inbox as the next start does: every acknowledged object is looked for, the bytes of the `latest` life's are compared. */
async function expectWhole(acknowledged: ReadonlySet<number>, latest: readonly number[]): Promise<void> {
  const inbox = place.open();
  const files = filesIn(place.folder);
  expect(files.filter((file) => file.endsWith('.part'))).toEqual([]);
  const stored = new Map(
    files.filter((file) => file.endsWith('.dcm')).map((file) => [path.basename(file, '.dcm'), path.join(place.folder, file)]),
  );
  for (const number of acknowledged) {
    expect(stored.has(numberedUid(number)), `object ${number}`).toBe(true);
  }
  for (const number of latest) {
    const file = stored.get(numberedUid(number)) ?? '';
    expect(Buffer.compare(storedBytes(file), numberedObject(number).bytes), `bytes of object ${number}`).toBe(0);
  }
  const indexed = inbox
    .series('1.2.3')
    .flatMap(({ seriesUid }) => inbox.instances('1.2.3', seriesUid).map((row) => `1.2.3/${seriesUid}/${row.sopInstanceUid}.dcm`));
  expect(indexed.sort()).toEqual(files.filter((file) => file.startsWith('1.2.3')).sort());
  expect(inbox.study('1.2.3')?.instanceCount ?? 0).toBe(indexed.length);
  // The comparison in the background finds nothing that the start did not.
  expect(await inbox.reconciled).toMatchObject({ added: 0, removed: 0 });
  await place.closeAll();
}

describe('a receiver that is killed', () => {
  it(`before or after ${STEPS} of its calls to the file system keeps what it acknowledged`, { timeout: 120_000 }, async () => {
    const acknowledged = new Set<number>();
    for (let step = 1; step <= STEPS; step += 1) {
      // Each call of the start and of the first objects is tried, later ones now and then: the steps come round again with every object.
      const life =
        step % 4 === 0
          ? ({ countFrom: 'start', dieAt: step } as const)
          : ({ countFrom: 'ready', dieAt: step <= 12 ? step : step * 9 } as const);
      const latest = await live({ first: step * 500, dieAfter: step % 2 === 0, ...life });
      for (const number of latest) acknowledged.add(number);
      await expectWhole(acknowledged, latest);
    }
    expect(acknowledged.size).toBeGreaterThan(STEPS);
  });

  it(`at ${RANDOM_KILLS} random moments keeps what it acknowledged`, { timeout: 60_000 + RANDOM_KILLS * 5_000 }, async () => {
    const acknowledged = new Set<number>();
    for (let kill = 0; kill < RANDOM_KILLS; kill += 1) {
      const killAfter = Math.floor(Math.random() * 60);
      const latest = await live({ first: kill * 1_000, killAfter, durability: kill % 4 === 0 ? 'fsync' : 'os' });
      for (const number of latest) acknowledged.add(number);
      await expectWhole(acknowledged, latest);
    }
    console.log(`${RANDOM_KILLS} kills, ${acknowledged.size} acknowledged objects, all there`);
  });
});

it('the next start finds everything also when the index is gone', { timeout: 60_000 }, async () => {
  const stored = await live({ first: 0, killAfter: 40 });
  for (const name of readdirSync(place.root)) if (name.startsWith('gantry.db')) rmSync(path.join(place.root, name));
  expect(existsSync(path.join(place.root, 'gantry.db'))).toBe(false);
  const inbox = place.open();
  await inbox.reconciled;
  const inFolder = filesIn(place.folder).filter((file) => file.startsWith('1.2.3')).length;
  expect(inbox.study('1.2.3')?.instanceCount).toBe(inFolder);
  expect(inFolder).toBeGreaterThan(0);
  expect(stored.length).toBeGreaterThanOrEqual(40);
});
