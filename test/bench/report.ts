/** The results as lines on the terminal and as a table in RESULTS.md, with the machine named: cores, processor, kernel and Node. */
import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Comparison, Measured, RowResult, Spread, Target } from './measure.ts';

export function printRow(result: RowResult): void {
  const { row, ours, rivals } = result;
  console.log(`\n${row.name}`);
  console.log(
    `  ${ours.name.padEnd(44)} ${figure(ours.value, row.unit).padEnd(30)} ${memoryOf(ours)}${memoryVerdict(result)}${ownVerdict(result)}`,
  );
  for (const rival of rivals) {
    console.log(
      `  ${rival.name.padEnd(44)} ${figure(rival.value, row.unit).padEnd(30)} ${memoryOf(rival).padEnd(9)} ${ratioOf(rival)} ${verdict(rival)}`,
    );
  }
}

export interface Run {
  readonly seconds: number;
  /** Rows that it has not come to. */
  readonly missing: readonly string[];
}

export async function writeResults(results: readonly RowResult[], { seconds, missing }: Run): Promise<void> {
  const lines = [
    '# Results',
    '',
    `Made by \`npm run bench\` in ${Math.round(seconds)} s on ${machine()}.`,
    ...(missing.length === 0 ? [] : [`It was stopped before: ${missing.join('; ')}.`]),
    '',
    'Medians with the lowest and highest of the rounds; contestants take turns within a round, and a ratio is the median of the rounds’ own',
    'ratios: above 1 Gantry is faster. DCMTK runs with TCP_NODELAY=1 except where it is called untouched. Memory is the highest resident',
    'memory of the program that is measured. What a figure means and what limits it stands in README.md.',
    '',
    '| work | rounds | contestant | median (lowest to highest) | memory | ratio (lowest to highest) | target |',
    '|---|---|---|---|---|---|---|',
    ...results.flatMap(tableLines),
    '',
  ];
  await writeFile(path.join(fileURLToPath(new URL('../..', import.meta.url)), 'test/bench/RESULTS.md'), lines.join('\n'));
}

function tableLines(result: RowResult): readonly string[] {
  const { row, rounds, ours, rivals } = result;
  return [
    `| **${row.name}** | ${rounds} | ${ours.name} | ${figure(ours.value, row.unit)} | ${memoryOf(ours)}${memoryVerdict(result)} | | ${ownVerdict(result)} |`,
    ...rivals.map(
      (rival) => `| | | ${rival.name} | ${figure(rival.value, row.unit)} | ${memoryOf(rival)} | ${ratioOf(rival)} | ${verdict(rival)} |`,
    ),
  ];
}

function figure({ median, low, high }: Spread, unit: string): string {
  return `${short(median)} ${unit} (${short(low)} to ${short(high)})`;
}

const short = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);

const memoryOf = ({ memory }: Measured): string => (Number.isNaN(memory) ? '' : `${Math.round(memory)} MiB`);

function ownVerdict({ row: { most }, ours }: RowResult): string {
  return most === undefined ? '' : `≤ ${most}: ${ours.value.median <= most ? 'reached' : 'missed'}`;
}

function memoryVerdict({ row, memoryReached }: RowResult): string {
  return memoryReached === undefined ? '' : ` (at most ${row.memory ?? 0}: ${memoryReached ? 'reached' : 'missed'})`;
}

const ratioOf = ({ ratio }: Comparison): string => `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`;

function verdict({ target, reached }: Comparison): string {
  return target ? `${asked(target)}: ${reached ? 'reached' : 'missed'}` : '';
}

function asked(target: Target): string {
  switch (target.kind) {
    case 'ratio':
      return `≥ ${target.least}`;
    case 'more':
      return `≤ ${target.most} more`;
    case 'within':
      return `ours ≤ ${target.most}`;
  }
}

function machine(): string {
  const cpus = os.cpus();
  const model = cpus[0]?.model.trim() ?? 'unknown processor';
  const parts = [
    `${cpus.length} cores (${model})`,
    `${os.type()} ${os.release()}`,
    `Node ${process.versions.node}`,
    dcmtk(),
    files(),
    acknowledging(),
  ];
  return parts.join(', ');
}

function dcmtk(): string {
  try {
    return (
      /DCMTK \d[\d.]*|v\d[\d.]* /
        .exec(execFileSync('storescp', ['--version'], { encoding: 'latin1' }))?.[0]
        .replace(/^v/, 'DCMTK ')
        .trim() ?? 'DCMTK'
    );
  } catch {
    return 'DCMTK';
  }
}

const TMPFS = 0x01021994;

const files = (): string => (statfsSync(os.tmpdir()).type === TMPFS ? 'files in memory (tmpfs)' : 'files on disk');

function acknowledging(): string {
  try {
    createRequire(import.meta.url).resolve('koffi');
    return 'koffi installed (reads are acknowledged at once)';
  } catch {
    return 'without koffi (reads are acknowledged when the system likes)';
  }
}
