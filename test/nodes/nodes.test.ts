// The address book on a real database, and the ladder against real listeners and peers that misbehave.
import { describe, expect, it } from 'vitest';
import type { NodeView, Rung } from '../../core/contract/nodes.ts';
import type { ListEvent } from '../../core/contract/spec.ts';
import { createApplicationEntity, supportedQueryRetrieve, supportedStorage, supportedVerification } from '../../core/services/index.ts';
import type { Nodes } from '../../core/nodes/types.ts';
import * as faulty from '../support/faulty-peer.ts';
import { freePort } from '../support/peer-process.ts';
import { openRooms, type Rooms } from '../support/rooms.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const idle = (nodes: Nodes, id: string): Promise<void> =>
  until(() => nodes.get(id)?.state !== 'checking', { what: 'the verification to end' });

async function add(rooms: Rooms, port: number, more: Partial<Parameters<Nodes['add']>[0]> = {}): Promise<string> {
  const { id } = rooms.nodes.add({ title: 'PEER', host: '127.0.0.1', port, ...more });
  await idle(rooms.nodes, id);
  return id;
}

async function climbed(nodes: Nodes, id: string): Promise<readonly Rung[]> {
  let last: readonly Rung[] = [];
  for await (const ladder of nodes.verify(id)) last = ladder;
  return last;
}

const states = (ladder: readonly Rung[]): readonly string[] => ladder.map(({ state }) => state);

describe('the address book', () => {
  it('survives a restart, in its order', async () => {
    await using folder = await temporaryFolder();
    const before = await openRooms({ folder: folder.path });
    const one = await add(before, 1, { name: 'One', notes: 'call Ann', characterSet: 'ISO_IR 100', retrieve: 'move' });
    await add(before, 2, { name: 'Two' });
    before.nodes.duplicate(one);
    const shown = before.nodes.list();
    expect(shown.map(({ name }) => name)).toEqual(['This computer', 'One', 'One copy', 'Two']);
    await before.close();
    await using after = await openRooms({ folder: folder.path });
    expect(after.nodes.list().map(({ name }) => name)).toEqual(['This computer', 'One', 'One copy', 'Two']);
    expect(after.nodes.require(one)).toMatchObject({
      notes: 'call Ann',
      characterSet: 'ISO_IR 100',
      retrieve: 'move',
      port: 1,
      state: 'unreachable',
    });
  });

  it('returns the node that is there instead of doubling it', async () => {
    await using rooms = await openRooms();
    const id = await add(rooms, 1);
    expect(rooms.nodes.add({ title: 'PEER', host: '127.0.0.1', port: 1 }).id).toBe(id);
    expect(rooms.nodes.list()).toHaveLength(2);
    await idle(rooms.nodes, id);
  });

  it('keeps what a change does not name, however deep it lies', async () => {
    await using rooms = await openRooms();
    const id = await add(rooms, 1);
    const before = rooms.nodes.require(id);
    rooms.nodes.update(id, { timeouts: { connect: 7 } });
    rooms.nodes.update(id, { timeouts: { message: 8 }, encryption: { serverName: 'pacs' } });
    const { timeouts, encryption } = rooms.nodes.require(id);
    expect(timeouts).toEqual({ ...before.timeouts, connect: 7, message: 8 });
    expect(encryption).toEqual({ ...before.encryption, serverName: 'pacs' });
    await idle(rooms.nodes, id);
  });

  it('tells what changes, and takes a removal back in its place', async () => {
    await using rooms = await openRooms();
    const id = await add(rooms, 1);
    await add(rooms, 2);
    const events: ListEvent<NodeView, 'id'>[] = [];
    const stop = rooms.nodes.subscribe((event) => events.push(event));
    rooms.nodes.update(id, { name: 'Renamed' });
    rooms.nodes.remove(id);
    expect(rooms.nodes.get(id)).toBeUndefined();
    rooms.nodes.restore(id);
    rooms.nodes.duplicate(id);
    stop();
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot', 'upsert', 'remove', 'snapshot', 'snapshot']);
    const last = events.at(-1);
    const told = last?.kind === 'snapshot' ? last.rows.map(({ name }) => name) : [];
    expect(told).toEqual(['This computer', 'Renamed', 'Renamed copy', 'PEER']);
    expect(rooms.nodes.list().map(({ name }) => name)).toEqual(told);
  });

  it('keeps this computer where our listener is, and lets only its name be changed', async () => {
    await using rooms = await openRooms();
    const own = rooms.nodes.update('this-computer', { name: 'Mine', port: 1, title: 'OTHER' });
    expect(own).toMatchObject({ name: 'Mine', port: rooms.port, title: 'GANTRY', host: '127.0.0.1', kind: 'this-computer' });
    expect(() => rooms.nodes.remove('this-computer')).toThrow(/cannot be removed/);
    const ladder = await climbed(rooms.nodes, 'this-computer');
    expect(states(ladder)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(rooms.nodes.require('this-computer')).toMatchObject({ state: 'ok', abilities: { store: true, query: false } });
  });

  it('says what to ask the other administrator for', async () => {
    await using rooms = await openRooms();
    const text = rooms.nodes.request(await add(rooms, 1, { ourTitle: 'WS7' }));
    expect(text).toContain('WS7');
    expect(text).toContain(String(rooms.port));
  });

  it('forgets what it knew when the address changes', async () => {
    await using rooms = await openRooms();
    await using server = await serve();
    const id = await add(rooms, server.port);
    expect(rooms.nodes.require(id).state).toBe('ok');
    expect(rooms.nodes.update(id, { name: 'Still the same' }).state).toBe('ok');
    expect(rooms.nodes.update(id, { port: 1 })).toMatchObject({ state: 'unchecked', abilities: { query: null }, roundTrips: [] });
  });
});

async function serve() {
  const entity = createApplicationEntity({ title: 'PEER' });
  return entity.listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [...supportedVerification(), ...supportedQueryRetrieve(), ...supportedStorage()],
    on: {},
  });
}

const explanation = {
  headline: 'It hung up.',
  why: '',
  confidence: 'likely',
  advice: '',
  remedies: [],
  who: 'peer',
  code: '',
} as const;

describe('the ladder', () => {
  it('climbs to what a node can do', async () => {
    await using rooms = await openRooms();
    await using server = await serve();
    const id = await add(rooms, server.port);
    const ladder = await climbed(rooms.nodes, id);
    expect(states(ladder)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(ladder.every(({ ms }) => ms !== null)).toBe(true);
    expect(ladder[5]?.found).toBe('search, C-GET, C-MOVE, store');
    const view = rooms.nodes.require(id);
    expect(view.state).toBe('ok');
    expect(view.stateText).toMatch(/^[\d.]+ ms$/);
    expect(view.roundTrips).toHaveLength(2);
    expect(view.lastSeen).not.toBeNull();
  });

  it.each([
    ['a web server', faulty.http, 2, 'not DICOM', /web server/],
    ['a remote login', faulty.ssh, 2, 'not DICOM', /remote-login/],
    ['a port that wants encryption', faulty.tlsAlert, 2, 'not DICOM', /expects encryption/],
    ['a reset', faulty.resets, 2, 'not DICOM', /closed the door abruptly/],
    ['hanging up', faulty.hangsUp, 2, 'not DICOM', /hung up without a word/],
    ['an unknown caller', () => faulty.rejects(1, 1, 3), 3, 'refused', /does not know the name GANTRY/],
    ['an unknown called title', () => faulty.rejects(1, 1, 7), 3, 'refused', /No system called PEER/],
    ['an abort', faulty.abortsAtOnce, 3, 'hung up', /instead of introducing itself/],
  ] as const)('stops at %s', async (_, start, rung, stateText, says) => {
    await using rooms = await openRooms();
    await using peer = await start();
    const id = await add(rooms, peer.port);
    const ladder = await climbed(rooms.nodes, id);
    expect(ladder.findIndex(({ state }) => state === 'failed')).toBe(rung);
    expect(ladder[rung]?.failure?.headline).toMatch(says);
    expect(ladder.slice(rung + 1).every(({ state }) => state === 'not-tried')).toBe(true);
    expect(rooms.nodes.require(id)).toMatchObject({ state: 'refused', stateText });
  });

  it('stops at a port where nothing listens', async () => {
    await using rooms = await openRooms();
    const id = await add(rooms, await freePort());
    const ladder = await climbed(rooms.nodes, id);
    expect(states(ladder)).toEqual(['ok', 'failed', 'not-tried', 'not-tried', 'not-tried', 'not-tried']);
    expect(ladder[1]?.failure?.code).toBe('ECONNREFUSED');
    expect(rooms.nodes.require(id)).toMatchObject({ state: 'unreachable', stateText: 'nothing listens', lastSeen: null });
  });

  it('stops at a silent port when its clock runs out', async () => {
    await using rooms = await openRooms();
    await using peer = await faulty.silent();
    const id = await add(rooms, peer.port, { timeouts: { connect: 1, association: 0.1, message: 1 } });
    const ladder = await climbed(rooms.nodes, id);
    expect(rooms.nodes.require(id)).toMatchObject({
      state: 'refused',
      failure: { headline: 'PEER took the call but did not introduce itself.' },
    });
    expect(states(ladder)).toEqual(['ok', 'ok', 'failed', 'not-tried', 'not-tried', 'not-tried']);
  });

  it('is shared by all who watch, and stops when the last one leaves', async () => {
    await using rooms = await openRooms();
    await using peer = await faulty.silent();
    const id = await add(rooms, peer.port, { timeouts: { connect: 1, association: 0.1, message: 1 } });
    rooms.nodes.update(id, { timeouts: { connect: 1, association: 60, message: 1 } });
    const before = peer.calls;
    const leave = new AbortController();
    const watchers = [climbWith(rooms.nodes, id, leave.signal), climbWith(rooms.nodes, id, leave.signal)];
    await until(() => peer.calls >= before + 2, { what: 'the climb to reach the peer' });
    expect(rooms.nodes.require(id).state).toBe('checking');
    leave.abort();
    await Promise.all(watchers);
    await idle(rooms.nodes, id);
    // One touch of the port and one association, although two watched.
    expect(peer.calls).toBe(before + 2);
  });

  it('offers the title that the same port was seen to accept', async () => {
    await using rooms = await openRooms();
    const entity = createApplicationEntity({ title: 'PEER' });
    await using server = await entity.listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: [...supportedVerification(), ...supportedStorage()],
      admit: ({ calledTitle }) => (calledTitle === 'PEER' ? undefined : { result: 1, source: 1, reason: 7 }),
      on: {},
    });
    await add(rooms, server.port);
    const wrong = await add(rooms, server.port, { title: 'peer' });
    expect(rooms.nodes.require(wrong).failure).toMatchObject({ headline: 'peer answers as PEER, not as peer.' });
  });

  it('learns from use', async () => {
    await using rooms = await openRooms();
    const id = await add(rooms, await freePort());
    rooms.nodes.learn(id, { kind: 'answered', abilities: { query: true }, roundTripMs: 4 });
    expect(rooms.nodes.require(id)).toMatchObject({ state: 'ok', stateText: '4 ms', abilities: { query: true, get: null }, failure: null });
  });

  it('finds nothing wrong with a node that refuses what it was known not to take', async () => {
    await using rooms = await openRooms();
    const id = await add(rooms, await freePort());
    rooms.nodes.learn(id, { kind: 'answered', abilities: { store: true, query: false } });
    rooms.nodes.learn(id, { kind: 'failed', failure: null, explanation, refused: 'query' });
    expect(rooms.nodes.require(id)).toMatchObject({ state: 'ok', refused: null, abilities: { query: false, store: true } });
    rooms.nodes.learn(id, { kind: 'failed', failure: null, explanation, refused: 'store' });
    expect(rooms.nodes.require(id)).toMatchObject({ state: 'refused', refused: 'store' });
  });

  it('keeps what was refused in use until it is done, whatever the ladder says', async () => {
    await using rooms = await openRooms();
    await using server = await serve();
    const id = await add(rooms, server.port);
    rooms.nodes.learn(id, { kind: 'failed', failure: null, explanation, refused: 'query' });
    await climbed(rooms.nodes, id);
    rooms.nodes.learn(id, { kind: 'answered', abilities: { store: true } });
    expect(rooms.nodes.require(id)).toMatchObject({
      state: 'refused',
      stateText: 'no query',
      abilities: { query: false, store: true },
      refused: 'query',
      failure: explanation,
    });
    rooms.nodes.learn(id, { kind: 'answered', abilities: { query: true } });
    expect(rooms.nodes.require(id)).toMatchObject({ state: 'ok', abilities: { query: true }, failure: null });
  });
});

async function climbWith(nodes: Nodes, id: string, signal: AbortSignal): Promise<void> {
  for await (const _ of nodes.verify(id, signal)) if (signal.aborted) return;
}
