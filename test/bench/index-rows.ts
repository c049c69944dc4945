/** The inbox over an index of a million instances: its start, its search, and whether receiving is as quick as into an empty one. */
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshFolder } from './folders.ts';
import { SMALL, studyUid, type ObjectSet, type ObjectSetSpec } from './data.ts';
import type { BenchIndex } from './index-data.ts';
import { spreadOf, type Contestant, type Row } from './measure.ts';
import { runProgram, startServer } from './processes.ts';
import { listen, storescu } from './programs.ts';

/** What `index-probe` prints; times in ms. */
interface Probed {
  readonly first: number;
  readonly list: number;
  readonly reconciled: number;
  readonly longest: number;
  readonly keystrokes: readonly number[];
}

/** Sent before the clock starts. */
export const WARM: readonly ObjectSetSpec[] = [
  { ...SMALL, name: 'warm-small', objects: 400 },
  { ...SMALL, name: 'warm-again', objects: 1_500 },
];

const PROBE = fileURLToPath(new URL('index-probe.js', import.meta.url));

async function probe({ folder }: BenchIndex, mode: 'start' | 'search'): Promise<Probed> {
  let text = '';
  await runProgram({ command: process.execPath, args: [PROBE, folder, mode] }, { onOutput: (piece) => (text += piece) });
  return JSON.parse(text) as Probed;
}

export interface IndexWork {
  readonly index: BenchIndex;
  readonly parent: string;
  readonly set: ObjectSet;
  readonly spec: ObjectSetSpec;
  /** What a receiver gets before the clock starts. */
  readonly warm: readonly ObjectSet[];
}

export function indexRows(work: IndexWork): readonly Row[] {
  const { index } = work;
  const row = (name: string, most: number, run: () => Promise<number>): Row => ({
    name: `index of ${index.instances.toLocaleString('en')} instances: ${name}`,
    unit: 'ms',
    better: 'lower',
    most,
    ours: { name: 'the inbox', run: async () => ({ value: await run() }) },
    rivals: [],
  });
  return [
    row('latest studies after start', 100, async () => (await probe(index, 'start')).first),
    row('whole list after start', 1_000, async () => (await probe(index, 'start')).list),
    row('folder compared in the background', 5_000, async () => (await probe(index, 'start')).reconciled),
    row('longest block meanwhile', 50, async () => (await probe(index, 'start')).longest),
    row('a keystroke of a search, median', 50, async () => spreadOf((await probe(index, 'search')).keystrokes).median),
    row('a keystroke of a search, slowest', 50, async () => spreadOf((await probe(index, 'search')).keystrokes).high),
    receivingInto(work),
  ];
}

/** The index is put back as it was after each run. */
function receivingInto({ index, parent, set, spec, warm }: IndexWork): Row {
  const rate = async (folder: string): Promise<number> => {
    await using server = await startServer(listen(folder));
    // Warm, and through with comparing the folder.
    for (const { folder: objects } of warm) await runProgram(storescu(server.port, objects));
    const { ms } = await runProgram(storescu(server.port, set.folder));
    return set.objects / (ms / 1000);
  };
  const full: Contestant = {
    name: 'into the full inbox',
    run: async () => {
      const kept = path.join(parent, 'index-kept.db');
      copyFileSync(index.file, kept);
      try {
        return { value: await rate(index.folder) };
      } finally {
        copyFileSync(kept, index.file);
        for (const suffix of ['-wal', '-shm']) rmSync(index.file + suffix, { force: true });
        for (const one of [spec, ...WARM]) rmSync(path.join(index.folder, studyUid(one)), { recursive: true, force: true });
        rmSync(kept);
      }
    },
  };
  const empty: Contestant = {
    name: 'into an empty one',
    run: async () => {
      await using folder = await freshFolder(parent);
      return { value: await rate(folder.path) };
    },
  };
  return {
    name: `index of ${index.instances.toLocaleString('en')} instances: receive 5,000 x 8 KB`,
    unit: '/s',
    better: 'higher',
    ours: full,
    rivals: [{ ...empty, target: { kind: 'ratio', least: 0.95 } }],
  };
}
