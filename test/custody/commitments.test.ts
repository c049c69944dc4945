// Asking again, waiting for a day and giving up, on a clock of the test's own; the node is a loopback provider, or nobody.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommitmentView } from '../../core/contract.ts';
import { createCustody, type Custody, type KeptState } from '../../core/custody/custody.ts';
import { createLive } from '../../core/lib/live.ts';
import { commitmentContexts, createApplicationEntity, supportedVerification } from '../../core/services/index.ts';
import type { Server } from '../../core/services/types.ts';
import { ctObject, send } from '../inbox/support/arrivals.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { openRooms, type Rooms } from '../support/rooms.ts';
import { until } from '../support/until.ts';

const HOUR = 3_600_000;
let rooms: Rooms;
let clock: FakeClock;
let custody: Custody;
let now: number;
let views: Map<string, CommitmentView>;
let server: Server | undefined;

const openCustody = (): void => {
  const { database, nodes, entity, inbox, transfers } = rooms;
  const state = createLive<KeptState>({ kind: 'open', inbox });
  custody = createCustody({ database, nodes, entity, inbox: state, transfers, clock, wallClock: () => now });
  views = new Map();
  custody.subscribeCommitments((event) => event.kind !== 'remove' && event.rows.forEach((row) => views.set(row.id, row)));
};

beforeEach(async () => {
  now = Date.UTC(2026, 0, 2, 10);
  clock = createFakeClock();
  rooms = await openRooms();
  await send(rooms.inbox.store, ctObject('1.2.3.1.1'));
  openCustody();
});
afterEach(async () => {
  await custody.close();
  await server?.close({ graceMs: 0 });
  server = undefined;
  await rooms[Symbol.asyncDispose]();
});

async function nodeThatTakes(status: () => number): Promise<string> {
  server = await createApplicationEntity({ title: 'PACS1' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [...supportedVerification(), ...commitmentContexts()],
    on: { n: () => status() },
  });
  return rooms.nodes.add({ title: 'PACS1', host: '127.0.0.1', port: server.port }).id;
}

const ask = (nodeId: string): string => custody.ask({ nodeId, targets: [{ kind: 'study', studyUid: '1.2.3' }], label: 'CT' }).id;
const pass = (milliseconds: number): void => {
  now += milliseconds;
  clock.advance(milliseconds);
};
/** What the list says after its pause. */
const untilState = (id: string, holds: (view: CommitmentView) => boolean, what: string) =>
  until(
    () => {
      clock.advance(200);
      const view = views.get(id);
      return view !== undefined && holds(view);
    },
    { what },
  );

it('asks a busy node again after a while, with a new transaction', async () => {
  const answers = [0x0213, 0x0000];
  const id = ask(await nodeThatTakes(() => answers.shift() ?? 0x0110));
  await untilState(id, ({ nextAttempt }) => nextAttempt !== null, 'the next try');
  expect(views.get(id)).toMatchObject({
    state: 'asking',
    nextAttempt: '2026-01-02T10:00:15.000Z',
    failure: { code: 'commitment 0213 · PS3.7 C.5.22' },
  });
  pass(15_000);
  await untilState(id, ({ state }) => state === 'waiting', 'the request to be taken');
  expect(views.get(id)).toMatchObject({ nextAttempt: null, failure: null });
});

it('waits for a day, then says who is overdue and why that may be; asking again begins a new day', async () => {
  const id = ask(await nodeThatTakes(() => 0));
  await untilState(id, ({ state }) => state === 'waiting', 'the request to be taken');
  pass(23 * HOUR);
  clock.advance(60_000);
  expect(views.get(id)?.state).toBe('waiting');
  pass(HOUR);
  await untilState(id, ({ state }) => state === 'expired', 'the time to be up');
  expect(views.get(id)?.failure).toMatchObject({ headline: 'PACS1 has not reported on the commitment.', confidence: 'possible' });
  custody.again(id);
  await untilState(id, ({ state }) => state === 'waiting', 'the request to be taken again');
  expect(views.get(id)?.expires).toBe('2026-01-04T10:00:00.000Z');
});

it('goes on waiting after a restart, and asks what it had not asked', async () => {
  let taken = 0;
  const id = ask(await nodeThatTakes(() => (taken++, 0)));
  await untilState(id, ({ state }) => state === 'waiting', 'the request to be taken');
  await custody.close();
  openCustody();
  await untilState(id, ({ state }) => state === 'waiting', 'the waiting');
  expect(taken).toBe(1);
  await server?.close({ graceMs: 0 });
  const unasked = ask(rooms.nodes.list().find(({ title }) => title === 'PACS1')?.id ?? '');
  await untilState(unasked, ({ nextAttempt }) => nextAttempt !== null, 'the next try');
  await custody.close();
  openCustody();
  expect(custody.awaitsReports).toBe(true);
  await untilState(unasked, ({ state }) => state === 'asking', 'it to be still asked');
});

it('says nothing of what is elsewhere but what was answered', () => {
  expect(custody.isElsewhere(['1.2.3.1.1'], 'sent')).toBe(false);
  rooms.transfers.sent.emit({ nodeId: 'x', nodeName: 'X', sopInstanceUid: '1.2.3.1.1', status: 0xb000 });
  expect(custody.isElsewhere(['1.2.3.1.1'], 'sent')).toBe(false);
  expect(custody.of('1.2.3')).toMatchObject({ instances: 1, nodes: [{ nodeName: 'X', sent: 1, warned: 1, committed: 0 }] });
  rooms.transfers.sent.emit({ nodeId: 'x', nodeName: 'X', sopInstanceUid: '1.2.3.1.1', status: 0 });
  expect(custody.isElsewhere(['1.2.3.1.1'], 'sent')).toBe(true);
  expect(custody.isElsewhere(['1.2.3.1.1'], 'committed')).toBe(false);
  expect(custody.isElsewhere(['1.2.3.1.1', '1.2.3.1.2'], 'sent')).toBe(false);
});
