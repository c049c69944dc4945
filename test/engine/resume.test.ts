// What was under way when the application ended goes on at once at the next start: under our own title, while port and inbox are being opened.
import { expect, it } from 'vitest';
import type { TransferView } from '../../core/contract.ts';
import { createApplicationEntity, supportedStorage } from '../../core/services/index.ts';
import { silent } from '../support/faulty-peer.ts';
import { pydicomFile } from '../support/object-files.ts';
import { startEngine, type RunningEngine } from '../support/running-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const never = new AbortController().signal;

function transfersOf({ engine }: RunningEngine) {
  const rows = new Map<string, TransferView>();
  const over = new AbortController();
  void engine.streams.transfers(
    {},
    (event) => {
      if (event.kind !== 'remove') for (const row of event.rows) rows.set(row.id, row);
    },
    over.signal,
  );
  return { rows, [Symbol.dispose]: () => over.abort() };
}

const file = pydicomFile('CT_small.dcm');
const STUDY = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';
const ENDED = ['done', 'failed', 'partial'];

it('sends after a restart what was under way', async () => {
  await using place = await temporaryFolder();
  let sent = '';
  let port = 0;
  {
    await using deaf = await silent();
    ({ port } = deaf);
    await using first = await startEngine({ folder: place.path });
    using seen = transfersOf(first);
    const { id: imported } = await first.engine.calls['transfers.import']({ paths: [file.path] }, never);
    await until(() => seen.rows.get(imported)?.state === 'done', { what: 'the import' });
    const { id: nodeId } = await first.engine.calls['nodes.add']({ node: { title: 'PEER', host: '127.0.0.1', port } }, never);
    const targets = [{ kind: 'study' as const, studyUid: STUDY }];
    ({ id: sent } = await first.engine.calls['transfers.send']({ nodeId, targets }, never));
    await until(() => seen.rows.get(sent)?.state === 'running', { what: 'the send to be under way' });
  }
  const callers: string[] = [];
  const stored: string[] = [];
  await using _ = await createApplicationEntity({ title: 'PEER' }).listen({
    host: '127.0.0.1',
    port,
    supportedContexts: supportedStorage(),
    onAssociation: ({ callingTitle }) => void callers.push(callingTitle),
    on: {
      store: ({ sopInstanceUid }) => ({
        write: () => undefined,
        finish: () => {
          stored.push(sopInstanceUid);
          return 0;
        },
        discard: () => undefined,
      }),
    },
  });
  await using second = await startEngine({ folder: place.path });
  using seen = transfersOf(second);
  await until(() => ENDED.includes(seen.rows.get(sent)?.state ?? ''), { what: 'the send to end' });
  expect(seen.rows.get(sent)).toMatchObject({ state: 'done', completed: 1 });
  expect(stored).toEqual([file.sopInstanceUid]);
  expect(callers.at(-1)).toBe('GANTRY');
});

it('retrieves after a restart what was under way', async () => {
  await using place = await temporaryFolder();
  await using other = await startEngine();
  using theirs = transfersOf(other);
  const { id: filled } = await other.engine.calls['transfers.import']({ paths: [file.path] }, never);
  await until(() => theirs.rows.get(filled)?.state === 'done', { what: 'the other inbox to be filled' });
  let pulled = '';
  let port = 0;
  {
    await using deaf = await silent();
    ({ port } = deaf);
    await using first = await startEngine({ folder: place.path });
    using seen = transfersOf(first);
    const { id: nodeId } = await first.engine.calls['nodes.add']({ node: { title: 'GANTRY', host: '127.0.0.1', port } }, never);
    const items = [{ level: 'STUDY' as const, studyUid: STUDY, expected: null }];
    const wish = { nodeId, label: 'CT', model: 'study' as const, via: 'get' as const, destinationId: null, items };
    ({ id: pulled } = await first.engine.calls['transfers.pull'](wish, never));
    await until(() => seen.rows.get(pulled)?.state === 'running', { what: 'the retrieve to be under way' });
  }
  await other.set({ me: { port } });
  await using second = await startEngine({ folder: place.path });
  using seen = transfersOf(second);
  await until(() => ENDED.includes(seen.rows.get(pulled)?.state ?? ''), { what: 'the retrieve to end' });
  expect(seen.rows.get(pulled)).toMatchObject({ state: 'done', arrived: 1 });
});
