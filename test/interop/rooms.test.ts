// The address book, search and transfers against DCMTK and Orthanc as Debian ships them: verify, ask, pull both ways, send, and what goes wrong.
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MatchRow, NodeProgress } from '../../core/contract/search.ts';
import { startDcmqrscp, startStorescp } from '../support/dcmtk.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { startOrthanc } from '../support/orthanc.ts';
import { installed } from '../support/peer-process.ts';
import { ENDED, openRooms, untilTransfer, type Rooms } from '../support/rooms.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const hasDcmtk = await installed('dcmqrscp');
const hasOrthanc = await installed('Orthanc');

const NAMES = ['CT_small.dcm', 'MR_small.dcm'];
const FILES = NAMES.map((name) => pydicomFile(name).path);

async function add(rooms: Rooms, title: string, port: number, more: object = {}): Promise<string> {
  const { id } = rooms.nodes.add({ title, host: '127.0.0.1', port, ...more });
  await until(() => rooms.nodes.require(id).state !== 'checking', { what: 'the verification to end' });
  return id;
}

async function search(rooms: Rooms, nodeId: string, more: object = {}) {
  const rows: MatchRow[] = [];
  let end: NodeProgress | undefined;
  await rooms.search.run(
    { nodes: [nodeId], level: 'STUDY', model: 'study', limit: 200, ...more },
    (event) => {
      if (event.kind === 'rows') rows.push(...event.rows);
      else end = event.progress;
    },
    new AbortController().signal,
  );
  return { rows, end };
}

async function send(rooms: Rooms, nodeId: string, paths = FILES) {
  return untilTransfer(rooms.transfers, rooms.transfers.send({ nodeId, paths, targets: [] }), ENDED);
}

async function pull(rooms: Rooms, nodeId: string, row: Pick<MatchRow, 'studyUid'>, more: object = {}) {
  const items = [{ level: 'STUDY' as const, studyUid: row.studyUid, expected: null }];
  const id = rooms.transfers.pull({ nodeId, items, model: 'study', via: 'auto', destinationId: null, label: '', ...more });
  return untilTransfer(rooms.transfers, id, ENDED);
}

/** An archive that knows us by our title and port, with two studies sent to it. */
const archives = [
  {
    name: 'dcmqrscp',
    present: hasDcmtk,
    title: 'ARCHIVE',
    start: (folder: string, port: number) => startDcmqrscp({ folder, destinations: { GANTRY: port } }),
    unknown: { state: 'partial', headline: /reports success, but had nothing to send/ },
  },
  {
    name: 'Orthanc',
    present: hasOrthanc,
    title: 'ORTHANC',
    start: (folder: string, port: number) => startOrthanc({ folder, modalities: { GANTRY: port } }),
    unknown: { state: 'failed', headline: /ORTHANC/ },
  },
];

for (const { name, present, title, start, unknown } of archives) {
  describe.runIf(present)(`${name} as an archive`, () => {
    it('is verified, sent to, searched at every level, and pulled from both ways', async () => {
      await using rooms = await openRooms();
      await using folder = await temporaryFolder();
      await using peer = await start(folder.path, rooms.port);
      const nodeId = await add(rooms, title, peer.port);
      expect(rooms.nodes.require(nodeId)).toMatchObject({ state: 'ok', abilities: { query: true, move: true, store: true } });

      expect(await send(rooms, nodeId)).toMatchObject({ state: 'done', summary: '2 stored' });
      await until(async () => (await search(rooms, nodeId)).rows.length === 2, { what: 'the archive to show both studies' });
      const { rows, end } = await search(rooms, nodeId, { name: 'CompressedSamples' });
      expect(end).toMatchObject({ state: 'done', matches: 2, failure: null });
      const [study] = rows;
      if (!study) throw new Error('no study');
      const series = await search(rooms, nodeId, { level: 'SERIES', studyUid: study.studyUid });
      expect(series.rows).toHaveLength(1);
      const instances = await search(rooms, nodeId, { level: 'IMAGE', studyUid: study.studyUid, seriesUid: series.rows[0]?.seriesUid });
      expect(instances.rows).toHaveLength(1);

      expect(await pull(rooms, nodeId, study, { via: 'get' })).toMatchObject({
        state: 'done',
        via: 'C-GET',
        arrived: 1,
        summary: '1 arrived',
      });
      expect(await pull(rooms, nodeId, study, { via: 'move' })).toMatchObject({
        state: 'done',
        via: 'C-MOVE',
        arrived: 1,
        summary: '1 arrived',
      });
      expect(await pull(rooms, nodeId, study)).toMatchObject({ state: 'done', arrived: 1 });
      rooms.inbox.settle();
      expect(rooms.inbox.held({}).instances).toBe(1);
    });

    it('asked by the patient root', async () => {
      await using rooms = await openRooms();
      await using folder = await temporaryFolder();
      await using peer = await start(folder.path, rooms.port);
      const nodeId = await add(rooms, title, peer.port);
      await send(rooms, nodeId);
      await until(async () => (await search(rooms, nodeId)).rows.length === 2, { what: 'the archive to show both studies' });
      const { rows, end } = await search(rooms, nodeId, { model: 'patient', name: 'CompressedSamples' });
      expect(end).toMatchObject({ state: 'done', failure: null });
      expect(rows.map(({ patientId }) => patientId).sort()).toEqual(['1CT1', '4MR1']);
    });

    it('says what happened when a study is not there', async () => {
      await using rooms = await openRooms();
      await using folder = await temporaryFolder();
      await using peer = await start(folder.path, rooms.port);
      const nodeId = await add(rooms, title, peer.port);
      const view = await pull(rooms, nodeId, { studyUid: '1.2.3.4.5' }, { via: 'move' });
      expect(view.state).toBe(unknown.state);
      expect(view.failure?.headline).toMatch(unknown.headline);
      expect(view.arrived).toBe(0);
    });

    it('cannot deliver to a wrong port, and the way back is named', async () => {
      await using rooms = await openRooms();
      await using folder = await temporaryFolder();
      await using peer = await start(folder.path, 1);
      const nodeId = await add(rooms, title, peer.port);
      await send(rooms, nodeId);
      await until(async () => (await search(rooms, nodeId)).rows.length === 2, { what: 'the archive to show both studies' });
      const [study] = (await search(rooms, nodeId)).rows;
      const view = await pull(rooms, nodeId, study ?? { studyUid: '' }, { via: 'move' });
      expect(view).toMatchObject({
        state: 'failed',
        failure: { headline: `${title} could not deliver to this computer.`, confidence: 'likely' },
      });
    });
  });
}

describe.runIf(hasOrthanc)('Orthanc and a caller that it does not know', () => {
  it('echoes and stores, but hangs up when searched and when pulled from', async () => {
    await using rooms = await openRooms();
    await using folder = await temporaryFolder();
    await using peer = await startOrthanc({ folder: folder.path });
    const nodeId = await add(rooms, 'ORTHANC', peer.port);
    expect(rooms.nodes.require(nodeId).state).toBe('ok');
    expect(await send(rooms, nodeId)).toMatchObject({ state: 'done' });
    const { end } = await search(rooms, nodeId);
    expect(end).toMatchObject({ state: 'failed', failure: { headline: 'ORTHANC accepted the call, then hung up when searched.' } });
    expect(rooms.nodes.require(nodeId)).toMatchObject({ state: 'refused', stateText: 'no query' });
    const id = rooms.transfers.pull({
      nodeId,
      items: [{ level: 'STUDY', studyUid: '1.2.3', expected: null }],
      model: 'study',
      via: 'get',
      destinationId: null,
      label: '',
    });
    await until(() => rooms.transfers.get(id)?.failure !== null, { what: 'the pull to be explained' });
    expect(rooms.transfers.get(id)?.failure?.headline).toBe('ORTHANC accepted the call, then hung up when asked.');
  });
});

describe.runIf(hasDcmtk)('storescp', () => {
  it('takes what it knows, refuses the rest, and each is told apart', async () => {
    await using rooms = await openRooms();
    await using folder = await temporaryFolder();
    const into = path.join(folder.path, 'in');
    await mkdir(into);
    // Only uncompressed transfer syntaxes.
    await using peer = await startStorescp({ folder: into, args: ['+xi'] });
    const nodeId = await add(rooms, 'STORESCP', peer.port);
    const view = await send(rooms, nodeId, [...FILES, pydicomFile('JPEG2000.dcm').path]);
    expect(view).toMatchObject({ state: 'failed', completed: 0 });
    expect(view.failure?.headline).toMatch(/STORESCP/);
    const { rows } = rooms.transfers.objects(view.id, { offset: 0, limit: 10, only: 'problems' });
    expect(rows).toHaveLength(3);
  });

  it('receives the bytes of the file as they are', async () => {
    await using rooms = await openRooms();
    await using folder = await temporaryFolder();
    const into = path.join(folder.path, 'in');
    await mkdir(into);
    await using peer = await startStorescp({ folder: into, args: ['+xa', '+B'] });
    const file = pydicomFile('JPEG2000.dcm');
    const view = await send(rooms, await add(rooms, 'STORESCP', peer.port), [file.path]);
    expect(view).toMatchObject({ state: 'done', completed: 1 });
    const [name = ''] = await readdir(into);
    const written = objectFile(path.join(into, name));
    expect(written.transferSyntaxUid).toBe(file.transferSyntaxUid);
    expect(Buffer.from(written.bytes()).equals(Buffer.from(file.bytes()))).toBe(true);
  });
});
