/** `npm run bench [-- --quick] [--only TEXT] [--rounds N] [--data FOLDER]`: measures Gantry beside DCMTK and Orthanc and writes RESULTS.md. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { letGo } from './kept.ts';
import { measure, type RowResult } from './measure.ts';
import { printRow, writeResults } from './report.ts';
import { rowsOf } from './rows.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string' },
    /** The objects are kept there for the next time. */
    data: { type: 'string' },
  },
});

const parent = await mkdtemp(path.join(os.tmpdir(), 'gantry-bench-'));
const started = performance.now();
try {
  const results: RowResult[] = [];
  const rows = rowsOf({ parent, data: values.data ?? path.join(parent, 'data'), quick: values.quick });
  const rounds = values.rounds === undefined ? (values.quick ? 2 : 5) : Number(values.rounds);
  const complete = values.only === '' && !values.quick;
  for (const [index, row] of rows.entries()) {
    if (!row.name.includes(values.only)) continue;
    for (const made of await row.make()) {
      const result = await measure(made, made.rounds ?? rounds);
      printRow(result);
      results.push(result);
    }
    await letGo();
    // After each row: a run that is stopped keeps what it has.
    const missing = rows.slice(index + 1).map(({ name }) => name);
    if (complete) await writeResults(results, { seconds: (performance.now() - started) / 1000, missing });
  }
} finally {
  await letGo();
  await rm(parent, { recursive: true, force: true });
}
