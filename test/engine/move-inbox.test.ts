// The inbox moves while it is in use: nothing is read anew, what waits to be sent is found, and whatever ends it in between loses nothing.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InboxMove, TransferView } from '../../core/contract.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { startEngine, type RunningEngine } from '../support/running-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const FILES = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm'];
const never = new AbortController().signal;

async function filled(running: RunningEngine): Promise<void> {
  await running.engine.calls['transfers.import']({ paths: FILES.map((name) => pydicomFile(name).path) }, never);
  await until(() => dataSets(path.join(running.folder, 'inbox')).length === FILES.length, { what: 'the files to be in the inbox' });
}

function dataSets(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm') && !name.startsWith('.'));
  return names.map((name) => Buffer.from(objectFile(path.join(folder, name)).bytes()).toString('base64')).sort();
}
const originals = () => FILES.map((name) => Buffer.from(pydicomFile(name).bytes()).toString('base64')).sort();

/** The last value of streams that are watched until the end of the test. */
function watched(running: RunningEngine) {
  const transfers = new Map<string, TransferView>();
  const now: { move: InboxMove | null; folder: string } = { move: null, folder: '' };
  const { streams } = running.engine;
  const over = new AbortController();
  void streams.inboxMove({}, (move) => (now.move = move), over.signal);
  void streams.settings({}, ({ inbox }) => (now.folder = inbox.folder), over.signal);
  const take: Parameters<typeof streams.transfers>[1] = (event) => {
    if (event.kind !== 'remove') for (const row of event.rows) transfers.set(row.id, row);
  };
  void streams.transfers({}, take, over.signal);
  return { now, transfers, [Symbol.dispose]: () => over.abort() };
}

describe('the inbox', () => {
  it('moves with everything in it, and what waits to be sent is read from the new place', async () => {
    await using running = await startEngine();
    using seen = watched(running);
    await filled(running);
    const to = path.join(running.folder, 'elsewhere');
    const { id: nodeId } = await running.engine.calls['nodes.add']({ node: { title: 'NOBODY', host: '127.0.0.1', port: 9 } }, never);
    await until(async () => (await studiesOf(running)).length === 3, { what: 'the studies' });
    const studies = await studiesOf(running);
    const { id } = await running.engine.calls['transfers.send'](
      { nodeId, targets: [{ kind: 'study', studyUid: studies[0] ?? '' }] },
      never,
    );
    await until(() => seen.transfers.get(id)?.state === 'waiting', { what: 'the send to wait' });
    await running.engine.calls['inboxMove.start']({ folder: to }, never);
    await until(() => seen.now.folder === to && seen.now.move === null, { what: 'the inbox to have moved' });
    expect(dataSets(to)).toEqual(originals());
    expect(readdirSync(path.join(running.folder, 'inbox')).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect((await studiesOf(running)).toSorted()).toEqual(studies.toSorted());
    const { rows } = await running.engine.calls['transfers.objects']({ id, offset: 0, limit: 10, only: 'all' }, never);
    expect(rows.map(({ state }) => state)).toEqual(['waiting']);
    await using other = await startEngine();
    await running.engine.calls['nodes.update']({ id: nodeId, fields: { title: 'GANTRY', port: other.port } }, never);
    await running.engine.calls['transfers.pause']({ id }, never);
    await running.engine.calls['transfers.resume']({ id }, never);
    await until(() => dataSets(path.join(other.folder, 'inbox')).length === 1, { what: 'the study to have been sent from the new place' });
  });

  it('goes on with it at the next start, whichever half was done', async () => {
    await using place = await temporaryFolder();
    const to = path.join(place.path, 'elsewhere');
    {
      await using first = await startEngine({ folder: place.path });
      await filled(first);
    }
    await writeFile(
      path.join(place.path, 'inbox-move.json'),
      JSON.stringify({ version: 1, value: { move: { from: path.join(place.path, 'inbox'), to } } }),
    );
    await using second = await startEngine({ folder: place.path });
    using seen = watched(second);
    await until(() => seen.now.folder === to && seen.now.move === null, { what: 'the inbox to have moved' });
    expect(dataSets(to)).toEqual(originals());
    expect(await studiesOf(second)).toHaveLength(3);
  });

  it.each([
    ['an inbox within itself', 'inbox/within', /lies in the other/],
    ['a folder with something in it', 'letters', /something in that folder/],
  ])('does not move into %s', async (_, name, why) => {
    await using running = await startEngine();
    await mkdir(path.join(running.folder, 'letters/private'), { recursive: true });
    const moving = (async () => running.engine.calls['inboxMove.start']({ folder: path.join(running.folder, name) }, never))();
    await expect(moving).rejects.toThrow(why);
  });

  it('stays where it is when the new place cannot be written', async () => {
    await using running = await startEngine();
    using seen = watched(running);
    await filled(running);
    const file = path.join(running.folder, 'a file');
    await writeFile(file, '');
    const moving = (async () => running.engine.calls['inboxMove.start']({ folder: path.join(file, 'below') }, never))();
    await moving.catch(() => undefined);
    await until(() => seen.now.move?.phase === 'failed' || seen.now.move === null, { what: 'the end' });
    expect(seen.now.folder).toBe(path.join(running.folder, 'inbox'));
    expect(dataSets(path.join(running.folder, 'inbox'))).toEqual(originals());
  });
});

function studiesOf({ engine }: RunningEngine): Promise<readonly string[]> {
  const over = new AbortController();
  return new Promise((resolve) => {
    void engine.streams['inbox.studies'](
      {},
      (event) => {
        if (event.kind !== 'snapshot') return;
        over.abort();
        resolve(event.rows.map(({ studyUid }) => studyUid));
      },
      over.signal,
    );
  });
}
