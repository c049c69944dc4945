// Another folder for the inbox: nothing of the first is lost or touched, and what arrives meanwhile is kept in the one that is open.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { StudyRow } from '../../core/contract.ts';
import { pydicomFile } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';
import { startEngine } from '../support/running-engine.ts';
import { until } from '../support/until.ts';

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.dcm'))
    .sort();

it.runIf(await installed('storescu'))('keeps what is there and comes back to it', async () => {
  await using running = await startEngine();
  const studies = new Map<string, StudyRow>();
  const watching = new AbortController();
  void running.engine.streams['inbox.studies'](
    {},
    (event) => {
      if (event.kind === 'snapshot') studies.clear();
      if (event.kind === 'remove') event.keys.forEach((key) => studies.delete(key));
      else event.rows.forEach((row) => studies.set(row.studyUid, row));
    },
    watching.signal,
  );
  const store = async (name: string): Promise<void> => {
    const { code, output } = await run('storescu', ['-aec', 'GANTRY', '127.0.0.1', String(running.port), pydicomFile(name).path]);
    expect(code, output).toBe(0);
  };
  const modalities = (): string => [...studies.values()].flatMap((study) => study.modalities).join();
  const [first, second] = [path.join(running.folder, 'inbox'), path.join(running.folder, 'other')];

  await store('CT_small.dcm');
  await until(() => modalities() === 'CT', { what: 'the CT' });
  const before = filesIn(first);
  await running.set({ inbox: { folder: second } });
  await until(() => studies.size === 0, { what: 'the empty inbox' });
  await store('MR_small.dcm');
  await until(() => modalities() === 'MR', { what: 'the MR' });
  expect(filesIn(first)).toEqual(before);
  expect(filesIn(second)).toHaveLength(1);

  await running.set({ inbox: { folder: first } });
  await until(() => modalities() === 'CT', { what: 'the CT again' });
  expect(filesIn(second)).toHaveLength(1);
  watching.abort();
});
