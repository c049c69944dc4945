// Retrieving over real sockets: C-GET, C-MOVE into our own port, to a third system, and what is said when the two ends disagree.
import { describe, expect, it } from 'vitest';
import type { PullItem } from '../../core/contract/transfers.ts';
import { createApplicationEntity, supportedQueryRetrieve, supportedStorage, supportedVerification } from '../../core/services/index.ts';
import type { ApplicationEntity, Handlers, Server } from '../../core/services/types.ts';
import { pydicomFile } from '../support/object-files.ts';
import { ENDED, openRooms, untilTransfer, type Rooms } from '../support/rooms.ts';
import { until } from '../support/until.ts';

const CT = pydicomFile('CT_small.dcm');
const MR = pydicomFile('MR_small.dcm');
const STUDY = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';
const ITEM: PullItem = { level: 'STUDY', studyUid: STUDY, expected: 1 };

interface Archive extends Server {
  readonly entity: ApplicationEntity;
}

interface ArchiveOptions {
  readonly on: Handlers;
  /** Whether C-GET is offered. */
  readonly get?: boolean;
}

async function archive({ on, get = true }: ArchiveOptions): Promise<Archive> {
  const entity = createApplicationEntity({ title: 'ARCHIVE' });
  const withoutGet = supportedQueryRetrieve().filter(({ abstractSyntax }) => get || !abstractSyntax.endsWith('.3'));
  const server = await entity.listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [...supportedVerification(), ...withoutGet, ...supportedStorage()],
    on,
  });
  return Object.assign(server, { entity });
}

const addNode = (rooms: Rooms, port: number): string => rooms.nodes.add({ title: 'ARCHIVE', host: '127.0.0.1', port }).id;

const pull = (rooms: Rooms, nodeId: string, more: Partial<Parameters<Rooms['transfers']['pull']>[0]> = {}): string =>
  rooms.transfers.pull({ nodeId, items: [ITEM], model: 'study', via: 'auto', destinationId: null, label: 'CT', ...more });

describe('pulling', () => {
  it('takes C-GET where it is offered, and counts what arrived', async () => {
    await using rooms = await openRooms();
    await using server = await archive({ on: { get: () => ({ kind: 'items', count: 1, items: [CT] }) } });
    const nodeId = addNode(rooms, server.port);
    const view = await untilTransfer(rooms.transfers, pull(rooms, nodeId), ENDED);
    expect(view).toMatchObject({ state: 'done', via: 'C-GET', total: 1, completed: 1, arrived: 1, summary: '1 arrived', failure: null });
    expect(rooms.nodes.require(nodeId).abilities.get).toBe(true);
    rooms.inbox.settle();
    expect(rooms.inbox.held({}).instances).toBe(1);
    expect(rooms.transfers.objects(view.id, { offset: 0, limit: 10, only: 'all' }).rows).toMatchObject([
      { sopInstanceUid: CT.sopInstanceUid, state: 'done' },
    ]);
  });

  it('waits at the start until what comes can be kept', async () => {
    await using rooms = await openRooms({ opening: true });
    let asked = 0;
    await using server = await archive({
      on: {
        get: () => {
          asked += 1;
          return { kind: 'items', count: 1, items: [CT] };
        },
      },
    });
    const nodeId = addNode(rooms, server.port);
    const id = pull(rooms, nodeId);
    // Longer on the wire than the retrieve would be.
    for await (const _ of rooms.nodes.verify(nodeId));
    expect(asked).toBe(0);
    rooms.opened();
    expect(await untilTransfer(rooms.transfers, id, ENDED)).toMatchObject({ state: 'done', completed: 1, arrived: 1 });
    expect(asked).toBe(1);
  });

  it('takes C-MOVE to our own port where C-GET is not', async () => {
    await using rooms = await openRooms();
    await using server = await archive({
      get: false,
      on: {
        move: ({ destination }) => ({
          kind: 'items',
          count: 1,
          items: [CT],
          destination: { host: '127.0.0.1', port: rooms.port, calledTitle: destination },
        }),
      },
    });
    const view = await untilTransfer(rooms.transfers, pull(rooms, addNode(rooms, server.port)), ENDED);
    expect(view).toMatchObject({ state: 'done', via: 'C-MOVE', completed: 1, arrived: 1 });
  });

  it('says that nobody reached our port when a move fails and nobody knocked', async () => {
    await using rooms = await openRooms();
    await using server = await archive({ get: false, on: { move: () => ({ kind: 'refused', answer: 0xa702 }) } });
    const view = await untilTransfer(rooms.transfers, pull(rooms, addNode(rooms, server.port)), ENDED);
    expect(view).toMatchObject({
      state: 'failed',
      summary: 'nothing came',
      failure: { headline: 'ARCHIVE could not deliver to this computer.', confidence: 'likely' },
    });
    expect(view.failure?.why).toContain(`Nobody reached port ${rooms.port}`);
  });

  it('names our own refusal when a move fails because of it', async () => {
    await using rooms = await openRooms({
      admit: ({ calledTitle }) => (calledTitle === 'GANTRY' ? { result: 1, source: 1, reason: 7 } : undefined),
    });
    await using server = await archive({
      get: false,
      on: {
        move: () => ({ kind: 'items', count: 1, items: [CT], destination: { host: '127.0.0.1', port: rooms.port, calledTitle: 'GANTRY' } }),
      },
    });
    const view = await untilTransfer(rooms.transfers, pull(rooms, addNode(rooms, server.port)), ENDED);
    expect(view).toMatchObject({ state: 'failed', failure: { who: 'you', confidence: 'certain' } });
    expect(view.failure?.code).toContain('1/1/7');
  });

  it('is amber when success brings nothing', async () => {
    await using rooms = await openRooms();
    await using server = await archive({ on: { get: () => ({ kind: 'items', count: 0, items: [] }) } });
    const view = await untilTransfer(rooms.transfers, pull(rooms, addNode(rooms, server.port)), ENDED);
    expect(view).toMatchObject({
      state: 'partial',
      summary: 'nothing came',
      failure: { headline: 'ARCHIVE reports success, but had nothing to send.' },
    });
  });

  it('says what is missing when fewer came than the node claims', async () => {
    await using rooms = await openRooms();
    await using server = await archive({ on: { get: () => ({ kind: 'items', count: 1, items: [CT] }) } });
    const id = pull(rooms, addNode(rooms, server.port), { items: [{ ...ITEM, expected: 3 }] });
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({
      state: 'partial',
      arrived: 1,
      failure: { headline: 'ARCHIVE reports success, but 2 objects did not come.', confidence: 'certain' },
    });
  });

  it('moves to a third system and counts what the node reports', async () => {
    await using rooms = await openRooms();
    await using third = await openRooms({ title: 'THIRD' });
    await using server = await archive({
      on: {
        move: ({ destination }) => ({
          kind: 'items',
          count: 2,
          items: [CT, MR],
          destination: { host: '127.0.0.1', port: third.port, calledTitle: destination },
        }),
      },
    });
    const nodeId = addNode(rooms, server.port);
    const destinationId = rooms.nodes.add({ title: 'THIRD', host: '127.0.0.1', port: third.port }).id;
    const view = await untilTransfer(rooms.transfers, pull(rooms, nodeId, { destinationId, items: [{ ...ITEM, expected: 2 }] }), ENDED);
    expect(view).toMatchObject({
      state: 'done',
      direction: 'move',
      via: 'C-MOVE',
      completed: 2,
      destinationName: 'THIRD',
      summary: '2 moved',
    });
    third.inbox.settle();
    expect(third.inbox.held({}).instances).toBe(2);
  });

  it('pulls many items on one association, and says which failed', async () => {
    await using rooms = await openRooms();
    await using server = await archive({
      on: {
        get: ({ identifier }) =>
          identifier.text('StudyInstanceUID') === STUDY ? { kind: 'items', count: 1, items: [CT] } : { kind: 'refused', answer: 0xc000 },
      },
    });
    const nodeId = addNode(rooms, server.port);
    await until(() => rooms.nodes.require(nodeId).state !== 'checking', { what: 'the verification to end' });
    const id = pull(rooms, nodeId, { via: 'get', items: [ITEM, { level: 'STUDY', studyUid: '1.2.3', expected: null }] });
    const view = await untilTransfer(rooms.transfers, id, ENDED);
    expect(view).toMatchObject({ state: 'partial', arrived: 1, failure: { who: 'peer' } });
  });

  it('cancels at once, keeps what came, and does not wait for a node that goes on', async () => {
    await using rooms = await openRooms();
    let asked: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (asked = resolve));
    await using server = await archive({
      on: {
        get: ({ signal }) => ({
          kind: 'items',
          count: 2,
          items: (async function* () {
            yield CT;
            asked();
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          })(),
        }),
      },
    });
    const id = pull(rooms, addNode(rooms, server.port), { via: 'get', items: [{ ...ITEM, expected: 2 }] });
    await waiting;
    await until(() => rooms.transfers.get(id)?.arrived === 1, { what: 'the first object' });
    rooms.transfers.cancel(id);
    expect(rooms.transfers.get(id)).toMatchObject({ state: 'cancelled', arrived: 1 });
    expect(rooms.transfers.get(id)?.summary).toMatch(/^Cancelled by you at \d\d:\d\d, 1 of 2 kept$/);
    await until(() => server.associations.size === 0, { what: 'the association to end' });
  });
});
