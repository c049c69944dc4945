// The network log over real associations: what it keeps, what it leaves out, and that it is there after a restart.
import { describe, expect, it } from 'vitest';
import type { LogRow } from '../../core/contract/log.ts';
import type { ListEvent } from '../../core/contract/spec.ts';
import type { AssociationFacts } from '../../core/association/types.ts';
import { createLog } from '../../core/log/log.ts';
import { openDatabase } from '../../core/storage/database.ts';
import { createApplicationEntity, supportedQueryRetrieve, supportedStorage, supportedVerification } from '../../core/services/index.ts';
import * as faulty from '../support/faulty-peer.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { pydicomFile } from '../support/object-files.ts';
import { freePort } from '../support/peer-process.ts';
import { openRooms, type Rooms } from '../support/rooms.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

function rowsOf(rooms: Rooms): readonly LogRow[] {
  let rows: readonly LogRow[] = [];
  rooms.log.subscribe((event: ListEvent<LogRow, 'id'>) => {
    if (event.kind === 'snapshot') rows = event.rows;
  })();
  return rows;
}

const verification = [{ abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }];

async function echo(rooms: Rooms, port: number): Promise<void> {
  const opened = await rooms.entity.associate({ host: '127.0.0.1', port, calledTitle: 'PEER', contexts: verification });
  if (opened.kind !== 'established') return;
  await opened.association.echo();
  await opened.association.release();
}

describe('the network log', () => {
  it('keeps an association from both sides, with contexts, messages and end', async () => {
    await using rooms = await openRooms();
    await echo(rooms, rooms.port);
    await until(() => rowsOf(rooms).filter(({ end }) => end === 'released').length === 2, { what: 'both sides to end' });
    const out = rowsOf(rooms).find(({ direction }) => direction === 'out');
    expect(out).toMatchObject({ callingTitle: 'GANTRY', calledTitle: 'PEER', messages: 2, endText: 'released by us' });
    expect(out?.bytesOut).toBeGreaterThan(0);
    const detail = rooms.log.detail(out?.id ?? '');
    expect(detail?.contexts).toMatchObject([
      { id: 1, abstractSyntaxName: 'Verification SOP Class', result: 0, resultText: 'accepted', role: 'SCU' },
    ]);
    expect(detail?.messages.map(({ name, direction, status, statusText }) => [name, direction, status, statusText])).toEqual([
      ['C-ECHO-RQ', 'out', null, ''],
      ['C-ECHO-RSP', 'in', 0, 'Success'],
    ]);
    expect(detail).toMatchObject({ leftOut: 0, explanation: null });
    expect(rooms.log.report(out?.id ?? '')).toContain('C-ECHO-RSP');
  });

  it('explains what did not come about', async () => {
    await using rooms = await openRooms();
    await using rejecting = await faulty.rejects(1, 1, 7);
    await echo(rooms, rejecting.port);
    await echo(rooms, await freePort());
    const rows = rowsOf(rooms);
    expect(rows.map(({ end, endText }) => [end, endText])).toEqual([
      ['failed', 'ECONNREFUSED'],
      ['rejected', 'A-ASSOCIATE-RJ 1/1/7'],
    ]);
    expect(rooms.log.detail(rows[1]?.id ?? '')).toMatchObject({
      contexts: [{ resultText: 'not answered' }],
      explanation: { headline: 'No system called PEER behind the port of PEER.' },
    });
  });

  it('keeps who knocked', async () => {
    await using rooms = await openRooms({ admit: () => ({ result: 1, source: 1, reason: 3 }) });
    await echo(rooms, rooms.port);
    await until(() => rowsOf(rooms).some(({ end }) => end === 'knock'), { what: 'the knock' });
    expect(rowsOf(rooms).find(({ end }) => end === 'knock')).toMatchObject({
      direction: 'in',
      callingTitle: 'GANTRY',
      endText: 'A-ASSOCIATE-RJ 1/1/3',
    });
  });

  it('is there after a restart, without the words of the peers', async () => {
    await using folder = await temporaryFolder();
    const entity = createApplicationEntity({ title: 'PEER' });
    await using server = await entity.listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: [...supportedVerification(), ...supportedQueryRetrieve(), ...supportedStorage()],
      on: { echo: () => ({ status: 0x0110, errorComment: 'DOE^JOHN is unknown' }) },
    });
    const before = await openRooms({ folder: folder.path });
    await echo(before, server.port);
    const [row] = rowsOf(before);
    expect(before.log.detail(row?.id ?? '')?.messages.at(-1)?.comment).toBe('DOE^JOHN is unknown');
    expect(before.log.report(row?.id ?? '')).not.toContain('DOE');
    await before.close();
    await using after = await openRooms({ folder: folder.path });
    expect(rowsOf(after)[0]).toMatchObject({ id: row?.id, end: 'released' });
    const kept = after.log.detail(row?.id ?? '');
    expect(kept?.messages.at(-1)).toMatchObject({ name: 'C-ECHO-RSP', status: 0x0110, comment: '' });
    expect(JSON.stringify(kept)).not.toContain('DOE');
  });

  it('keeps no value of an object that was sent', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const item = pydicomFile('CT_small.dcm');
    const contexts = [{ abstractSyntax: item.sopClassUid, transferSyntaxes: [item.transferSyntaxUid] }];
    const opened = await rooms.entity.associate({ host: '127.0.0.1', port: other.port, contexts });
    if (opened.kind !== 'established') throw new Error('no association');
    await opened.association.store(item);
    await opened.association.release();
    const [row] = rowsOf(rooms);
    const text = JSON.stringify(rooms.log.detail(row?.id ?? '')) + (rooms.log.report(row?.id ?? '') ?? '');
    expect(text).toContain('CT Image Storage');
    expect(text).not.toMatch(/CompressedSamples|1CT1/);
  });

  it('clears what has ended', async () => {
    await using rooms = await openRooms();
    await echo(rooms, await freePort());
    expect(rowsOf(rooms)).toHaveLength(1);
    rooms.log.clear();
    expect(rowsOf(rooms)).toEqual([]);
  });
});

describe('a log of its own', () => {
  const facts: AssociationFacts = {
    id: 'a',
    role: 'requestor',
    callingTitle: 'GANTRY',
    calledTitle: 'PEER',
    local: { address: '127.0.0.1', port: 1 },
    remote: { address: '127.0.0.1', port: 2 },
    accepted: [],
    rejected: [],
    agreement: {
      accepted: [],
      rejected: [],
      sendLength: 16_384,
      asynchronousOperations: { invoked: 1, performed: 1 },
      request: {
        kind: 'associate-rq',
        protocolVersion: 1,
        calledTitle: 'PEER',
        callingTitle: 'GANTRY',
        applicationContext: '',
        contexts: [],
        userInformation: { roles: [], sopClassExtended: [], sopClassCommonExtended: [] },
      },
      answer: {
        kind: 'associate-ac',
        protocolVersion: 1,
        calledTitle: 'PEER',
        callingTitle: 'GANTRY',
        applicationContext: '',
        contexts: [],
        userInformation: { roles: [], sopClassExtended: [], sopClassCommonExtended: [] },
      },
    },
    peer: { roles: [], sopClassExtended: [], sopClassCommonExtended: [] },
  };
  const traffic = { bytesIn: 0, bytesOut: 0, messagesIn: 0, messagesOut: 0 };

  it('keeps the first and the last five hundred messages, and forgets after thirty days', async () => {
    await using folder = await temporaryFolder();
    const { database } = openDatabase({ file: `${folder.path}/log.db`, wallClock: () => 0 });
    const clock = createFakeClock();
    let now = Date.parse('2026-01-01T00:00:00Z');
    const open = () => createLog({ database, clock, wallClock: () => now, nameOf: () => 'Main PACS' });
    const log = open();
    log.observer.established?.(facts, traffic);
    for (let messageId = 1; messageId <= 3_000; messageId += 1) {
      log.observer.message?.(facts, { direction: 'out', contextId: 1, commandField: 1, messageId });
    }
    log.observer.ended?.(facts, { kind: 'aborted', by: 'peer', source: 0, reason: 0 }, traffic);
    clock.advance(1_000);
    let id = '';
    log.subscribe((event) => {
      if (event.kind === 'snapshot') id = event.rows[0]?.id ?? '';
    })();
    const detail = log.detail(id);
    expect(detail?.messages).toHaveLength(1_000);
    expect(detail?.leftOut).toBe(2_000);
    expect(detail?.messages.at(499)?.messageId).toBe(500);
    expect(detail?.messages.at(500)?.messageId).toBe(2_501);
    expect(detail?.explanation?.headline).toBe('Main PACS hung up while it was being sent an object.');
    log.close();
    now += 31 * 86_400_000;
    const later = open();
    expect(later.detail(id)).toBeNull();
    later.close();
    database.close();
  });
});
