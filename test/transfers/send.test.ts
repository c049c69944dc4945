// Sending, from the drop to the last answer, over real sockets into a real inbox or a peer that misbehaves on purpose.
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApplicationEntity, supportedStorage } from '../../core/services/index.ts';
import type { Answer, ByteSink } from '../../core/association/types.ts';
import type { IncomingStore, Server } from '../../core/services/types.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { ENDED, openRooms, untilTransfer, type Rooms } from '../support/rooms.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { zipFile } from '../support/zip-file.ts';

const FILES = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm'];

async function dropFolder(folder: string): Promise<string> {
  const drop = path.join(folder, 'drop');
  await mkdir(path.join(drop, 'inner'), { recursive: true });
  for (const [index, name] of FILES.entries()) await cp(pydicomFile(name).path, path.join(drop, index === 0 ? name : `inner/${name}`));
  return drop;
}

/** A storage SCP that answers each object as it is told. */
async function peer(
  answer: (request: IncomingStore, number: number) => Answer | 'abort' | Promise<Answer>,
  port = 0,
): Promise<Server & { readonly stored: string[] }> {
  const stored: string[] = [];
  let number = 0;
  const entity = createApplicationEntity({ title: 'PEER' });
  const associations = new Set<{ abort(): void }>();
  const server = await entity.listen({
    host: '127.0.0.1',
    port,
    supportedContexts: supportedStorage(),
    onAssociation: (association) => void associations.add(association),
    on: {
      store: (request): ByteSink => ({
        write: () => undefined,
        finish: async () => {
          number += 1;
          const status = await answer(request, number);
          if (status === 'abort') {
            for (const association of associations) association.abort();
            return 0xc000;
          }
          if (status === 0) stored.push(request.sopInstanceUid);
          return status;
        },
        discard: () => undefined,
      }),
    },
  });
  return Object.assign(server, { stored });
}

const addNode = (rooms: Rooms, port: number): string => rooms.nodes.add({ title: 'PEER', host: '127.0.0.1', port }).id;

describe('sending', () => {
  it('sends a folder into another inbox, byte for byte, and is green only then', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const drop = await dropFolder(rooms.folder);
    const nodeId = addNode(rooms, other.port);
    const id = rooms.transfers.send({ nodeId, paths: [drop], targets: [] });
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({
      state: 'done',
      completed: 3,
      failed: 0,
      setAside: 0,
      total: 3,
      summary: '3 stored',
      failure: null,
      label: 'drop',
    });
    expect(view.bytes).toBe(view.totalBytes);
    expect(rooms.nodes.require(nodeId).abilities.store).toBe(true);
    other.inbox.settle();
    expect(other.inbox.held({}).instances).toBe(3);
  });

  it('sends out of a ZIP file as it lies there, byte for byte, and leaves no file behind', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const entries = FILES.map((name) => ({ name: `disc/${name}`, content: readFileSync(pydicomFile(name).path) }));
    const archive = path.join(rooms.folder, 'disc.zip');
    await writeFile(archive, zipFile([...entries, { name: 'locked', content: Buffer.from('x'), encrypted: true }]));
    const before = readdirSync(rooms.folder).sort();
    const id = rooms.transfers.send({ nodeId: addNode(rooms, other.port), paths: [archive], targets: [] });
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'partial', completed: 3, setAside: 1, summary: '3 stored, 1 set aside' });
    expect(readdirSync(rooms.folder).sort()).toEqual(before);
    const { rows } = rooms.transfers.objects(id, { offset: 0, limit: 10, only: 'all' });
    expect(rows.map(({ name, state }) => [name, state])).toEqual([...FILES.map((name) => [name, 'done']), ['locked', 'set-aside']]);
    const arrived = readdirSync(other.inbox.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm'));
    const dataSets = arrived.map((name) => Buffer.from(objectFile(path.join(other.inbox.folder, name)).bytes()).toString('base64'));
    expect(dataSets.sort()).toEqual(FILES.map((name) => Buffer.from(pydicomFile(name).bytes()).toString('base64')).sort());
  });

  it('fails only the object that turns out to be damaged in its ZIP file, and the peer never has it', async () => {
    await using rooms = await openRooms();
    await using server = await peer(() => 0);
    const entries = FILES.map((name, index) => ({
      name,
      content: readFileSync(pydicomFile(name).path),
      ...(index === 1 && { method: 0, crc: 7 }),
    }));
    const archive = path.join(rooms.folder, 'disc.zip');
    await writeFile(archive, zipFile(entries));
    const id = rooms.transfers.send({ nodeId: addNode(rooms, server.port), paths: [archive], targets: [] });
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'partial', completed: 2, failed: 1 });
    const { rows } = rooms.transfers.objects(id, { offset: 0, limit: 10, only: 'problems' });
    expect(rows).toMatchObject([{ name: FILES[1], words: 'It is damaged in the ZIP file' }]);
    expect(server.stored.sort()).toEqual([FILES[0], FILES[2]].map((name) => pydicomFile(name ?? '').sopInstanceUid).sort());
  });

  it('sets aside what is no object, each with its reason, and sends the rest', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const drop = await dropFolder(rooms.folder);
    await writeFile(path.join(drop, 'notes.txt'), 'not an image');
    await writeFile(path.join(drop, 'empty'), '');
    await cp(pydicomFile('CT_small.dcm').path, path.join(drop, 'twice.dcm'));
    await cp(pydicomFile('MR_small.dcm').path, path.join(drop, 'cut.dcm'));
    await truncate(path.join(drop, 'cut.dcm'), 5_000);
    await symlink(drop, path.join(drop, 'circle'));
    const id = rooms.transfers.send({ nodeId: addNode(rooms, other.port), paths: [drop], targets: [] });
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'partial', completed: 3, setAside: 4, summary: '3 stored, 4 set aside' });
    const { rows } = rooms.transfers.objects(id, { offset: 0, limit: 100, only: 'problems' });
    const reasons = Object.fromEntries(rows.map(({ name, words }) => [name, words]));
    expect(reasons['notes.txt']).toMatch(/not DICOM/);
    expect(reasons['empty']).toMatch(/empty/);
    expect(reasons['cut.dcm']).toMatch(/cut short/);
    expect(Object.values(reasons).filter((words) => /same SOP Instance UID/.test(words))).toHaveLength(1);
  });

  it('tells what was refused and what was changed, and retries only what has no 0000', async () => {
    await using rooms = await openRooms();
    const refuse = new Set([1]);
    await using server = await peer((_, number) =>
      refuse.has(number) ? { status: 0xc123, errorComment: 'wrong patient' } : number === 2 ? 0xb000 : 0,
    );
    const id = rooms.transfers.send({ nodeId: addNode(rooms, server.port), paths: [await dropFolder(rooms.folder)], targets: [] });
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'partial', completed: 1, warning: 1, failed: 1 });
    expect(view.summary).toBe('1 stored, 1 changed on arrival, 1 refused (Cannot understand, C123)');
    expect(view.failure?.headline).toBe('PEER could not read or accept the object.');
    const [failed] = rooms.transfers.objects(id, { offset: 0, limit: 10, only: 'problems' }).rows.filter(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ status: 0xc123, comment: 'wrong patient' });

    rooms.transfers.retry(id);
    const again = await untilTransfer(rooms.transfers, id, ENDED);
    expect(again).toMatchObject({ state: 'partial', completed: 2, warning: 1, failed: 0 });
    expect(new Set(server.stored).size).toBe(server.stored.length);
  });

  it('tries again what failed for a while, and keeps the object that they hang up on apart', async () => {
    await using rooms = await openRooms();
    const bad = pydicomFile('MR_small.dcm').sopInstanceUid;
    await using server = await peer(({ sopInstanceUid }) => (sopInstanceUid === bad ? 'abort' : 0));
    const nodeId = addNode(rooms, server.port);
    const id = rooms.transfers.send({ nodeId, paths: [await dropFolder(rooms.folder)], targets: [] });
    for (let round = 0; round < 3; round += 1) {
      await until(() => rooms.transfers.get(id)?.nextAttempt !== null || ENDED.includes(rooms.transfers.get(id)?.state ?? ''), {
        what: 'the attempt to break',
      });
      rooms.transfers.resume(id);
    }
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'partial', completed: 2, failed: 1 });
    const { rows } = rooms.transfers.objects(id, { offset: 0, limit: 10, only: 'problems' });
    expect(rows).toMatchObject([{ sopInstanceUid: bad, state: 'failed', words: 'They hung up on this object each time' }]);
  });

  it('waits with growing pauses for a node that is not there, and is cancelled at once', async () => {
    await using rooms = await openRooms();
    await using gone = await peer(() => 0);
    const nodeId = addNode(rooms, gone.port);
    await gone.close({ graceMs: 0 });
    const id = rooms.transfers.send({ nodeId, paths: [await dropFolder(rooms.folder)], targets: [] });
    await until(() => rooms.transfers.get(id)?.nextAttempt !== null, { what: 'a next attempt' });
    expect(rooms.transfers.get(id)).toMatchObject({ state: 'waiting', attempt: 1, failure: { code: 'ECONNREFUSED' } });
    rooms.transfers.cancel(id);
    expect(rooms.transfers.get(id)?.state).toBe('cancelled');
    expect(rooms.transfers.get(id)?.summary).toMatch(/^Cancelled by you at \d\d:\d\d, 0 of 3 stored$/);
  });

  it('goes on after a restart with what was not answered', async () => {
    await using folder = await temporaryFolder();
    await using server = await peer((_, number) => (number === 2 ? 'abort' : 0));
    const drop = await dropFolder(folder.path);
    const before = await openRooms({ folder: folder.path });
    const id = before.transfers.send({ nodeId: addNode(before, server.port), paths: [drop], targets: [] });
    await until(() => before.transfers.get(id)?.nextAttempt !== null, { what: 'the line to break' });
    await before.close();
    await using after = await openRooms({ folder: folder.path });
    expect(after.transfers.resumed).toBe(1);
    after.transfers.resume(id);
    const view = await untilTransfer(after.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'done', completed: 3 });
    expect(new Set(server.stored).size).toBe(3);
    expect(server.stored).toHaveLength(3);
  });

  it('tries again by itself when its time has come', async () => {
    const clock = createFakeClock();
    await using rooms = await openRooms({ clock, wallClock: () => clock.now() });
    const gone = await peer(() => 0);
    await gone.close({ graceMs: 0 });
    const nodeId = addNode(rooms, gone.port);
    const id = rooms.transfers.send({ nodeId, paths: [await dropFolder(rooms.folder)], targets: [] });
    await until(() => rooms.transfers.get(id)?.nextAttempt !== null, { what: 'a next attempt' });
    expect(rooms.transfers.get(id)?.nextAttempt).toBe(new Date(5_000).toISOString());
    await using back = await peer(() => 0, gone.port);
    clock.advance(4_999);
    expect(rooms.transfers.get(id)?.state).toBe('waiting');
    clock.advance(1);
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'done', completed: 3 });
    expect(back.stored).toHaveLength(3);
  });

  it('uses several associations where the node allows them, each object once', async () => {
    await using rooms = await openRooms();
    let most = 0;
    await using server = await peer(() => {
      most = Math.max(most, server.associations.size);
      return 0;
    });
    const nodeId = addNode(rooms, server.port);
    await until(() => rooms.nodes.require(nodeId).state !== 'checking', { what: 'the verification to end' });
    rooms.nodes.update(nodeId, { associations: 3 });
    const view = await untilTransfer(
      rooms.transfers,
      rooms.transfers.send({ nodeId, paths: [await dropFolder(rooms.folder)], targets: [] }),
      ENDED,
    );
    expect(view).toMatchObject({ state: 'done', completed: 3 });
    expect(new Set(server.stored).size).toBe(3);
    expect(most).toBeGreaterThan(1);
  });

  it('is paused with what it has, and goes on from there', async () => {
    await using rooms = await openRooms();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await using server = await peer(async (_, number) => {
      if (number === 2) await held;
      return 0;
    });
    const id = rooms.transfers.send({ nodeId: addNode(rooms, server.port), paths: [await dropFolder(rooms.folder)], targets: [] });
    await until(() => rooms.transfers.get(id)?.completed === 1, { what: 'the first object' });
    rooms.transfers.pause(id);
    expect(rooms.transfers.get(id)?.state).toBe('paused');
    release();
    await until(() => server.associations.size === 0, { what: 'the association to end' });
    expect(rooms.transfers.get(id)?.state).toBe('paused');
    rooms.transfers.resume(id);
    expect(await untilTransfer(rooms.transfers, id, ENDED)).toMatchObject({ state: 'done', completed: 3 });
    expect(new Set(server.stored).size).toBe(server.stored.length);
  });

  it('is taken off the list when it has ended, not before', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const id = rooms.transfers.send({ nodeId: addNode(rooms, other.port), paths: [await dropFolder(rooms.folder)], targets: [] });
    expect(() => rooms.transfers.remove(id)).toThrow(/when it has ended/);
    await untilTransfer(rooms.transfers, id, ENDED);
    rooms.transfers.clearEnded();
    expect(rooms.transfers.list()).toEqual([]);
  });

  it('sends what lies in the inbox', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const [file = ''] = FILES;
    const own = rooms.transfers.send({ nodeId: 'this-computer', paths: [pydicomFile(file).path], targets: [] });
    expect(await untilTransfer(rooms.transfers, own, ENDED)).toMatchObject({ state: 'done' });
    rooms.inbox.settle();
    let studyUid = '';
    rooms.inbox.studies((event) => {
      if (event.kind === 'snapshot') studyUid = event.rows[0]?.studyUid ?? '';
    })();
    const nodeId = addNode(rooms, other.port);
    const id = rooms.transfers.send({ nodeId, paths: [], targets: [{ kind: 'study', studyUid }] });
    expect(await untilTransfer(rooms.transfers, id, ENDED)).toMatchObject({ state: 'done', completed: 1, label: '1 study of the inbox' });
    const targets = [
      { kind: 'study', studyUid },
      { kind: 'study', studyUid: '1.3' },
      { kind: 'series', studyUid: '1.4', seriesUid: '1.4.1' },
    ] as const;
    const several = rooms.transfers.send({ nodeId, paths: [], targets });
    expect(rooms.transfers.get(several)?.label).toBe('2 studies, 1 series of the inbox');
  });
});
