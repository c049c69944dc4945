// Copies for a drag out of the window: made in a private folder, gone after a while, at the end and at the next start, and when they fail.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LendEvent } from '../../core/contract.ts';
import type { Exports } from '../../core/engine/export-inbox.ts';
import { createLending } from '../../core/engine/lending.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let temporary: TemporaryFolder;
let folder: string;
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = path.join(temporary.path, 'outgoing');
});
afterEach(() => temporary[Symbol.asyncDispose]());

/** Writes what an export would, or fails like one. */
const exportsOf = (failure?: Error): Exports => ({
  async run({ kind, folder: into }, { emit }) {
    if (failure) throw failure;
    const place = path.join(into, kind === 'zip' ? 'Gantry export.zip' : 'Gantry export');
    if (kind === 'zip') await writeFile(place, 'PK');
    else for (const patient of ['DOE JANE P1', 'DOE JOHN P2']) await mkdir(path.join(place, patient), { recursive: true });
    emit({ kind: 'done', place, objects: 2, bytes: 2, leftOut: 0, reason: '' });
  },
  close: () => Promise.resolve(),
});

async function lend(kind: 'folder' | 'zip', exports = exportsOf()) {
  const clock = createFakeClock();
  const lending = createLending({ folder, exports, clock });
  const told: LendEvent[] = [];
  const targets = [{ kind: 'study' as const, studyUid: '1.2' }];
  const run = lending.run({ targets, kind }, { emit: (event) => told.push(event), signal: new AbortController().signal });
  await run.catch(() => undefined);
  return { clock, lending, told, run };
}

it('gives the folders of patients, or the one file', async () => {
  const { told } = await lend('folder');
  const [ready] = told;
  if (ready?.kind !== 'ready') throw new Error('not ready');
  expect(ready.files.map((file) => path.basename(file)).sort()).toEqual(['DOE JANE P1', 'DOE JOHN P2']);
  expect(ready.files.every((file) => existsSync(file) && file.startsWith(folder))).toBe(true);
  const zip = (await lend('zip')).told[0];
  expect(zip?.kind === 'ready' && zip.files.map((file) => readFileSync(file, 'utf8'))).toEqual(['PK']);
});

it('takes them away after half an hour, and all when it is closed', async () => {
  const { clock, lending } = await lend('zip');
  clock.advance(29 * 60_000);
  expect(readdirSync(folder)).toHaveLength(1);
  clock.advance(2 * 60_000);
  await until(() => readdirSync(folder).length === 0, { what: 'the copy to go' });
  await lending.close();
  expect(existsSync(folder)).toBe(false);
});

it('takes away what an earlier process left', async () => {
  await mkdir(path.join(folder, 'old'), { recursive: true });
  await writeFile(path.join(folder, 'old', 'DOE.dcm'), 'x');
  await lend('zip');
  expect(readdirSync(folder)).not.toContain('old');
  expect(readdirSync(folder)).toHaveLength(1);
});

it('leaves nothing of one that failed', async () => {
  const { run } = await lend('folder', exportsOf(new Error('no room')));
  await expect(run).rejects.toThrow('no room');
  expect(readdirSync(folder)).toEqual([]);
});
