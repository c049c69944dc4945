// As many operations of ours as were negotiated and never more (PS3.7 §D.3.3.3), whatever verbs they are; and what must not be sent leaves nothing behind.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeCommand } from '../../core/dimse/decode.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { createApplicationEntity, FIND_CLASSES, MOVE_CLASSES } from '../../core/services/index.ts';
import type { Association, StoreItem } from '../../core/services/types.ts';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { associateAc, CT, IMPLICIT, RELEASE_RP, VERIFICATION, abortHex } from '../association/pdus.ts';
import { dataPdu } from '../hardening/sessions.ts';
import { rawServer, type RawPeer, type RawServer } from '../support/raw-peer.ts';

const classes = [VERIFICATION, CT, FIND_CLASSES.study, MOVE_CLASSES.study];
const user = { maximumLength: 16_384, implementationClassUid: '1.2.3', roles: [], sopClassExtended: [], sopClassCommonExtended: [] };

let peers: RawServer;
let association: Association;
let peer: RawPeer;

beforeEach(async () => {
  peers = await rawServer();
});

afterEach(async () => {
  association.abort();
  await peers[Symbol.asyncDispose]();
});

async function establish(invoked?: number): Promise<void> {
  const window = invoked === undefined ? {} : { asynchronousOperations: { invoked, performed: 1 } };
  const outcome = createApplicationEntity({ title: 'USER' }).associate({
    host: '127.0.0.1',
    port: peers.port,
    contexts: classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [IMPLICIT] })),
    ...window,
  });
  peer = await peers.accept();
  await peer.pdu();
  const contexts = classes.map((_, index) => ({ id: index * 2 + 1, result: 0 as const, transferSyntax: IMPLICIT }));
  peer.send(associateAc({ contexts, userInformation: { ...user, ...window } }));
  const opened = await outcome;
  if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
  ({ association } = opened);
}

/** The next command, behind the data sets before it. */
async function command(): Promise<CommandSet> {
  for (;;) {
    const { bytes } = await peer.pdu();
    if (((bytes[11] ?? 0) & 1) === 1) return decodeCommand(bytes.subarray(12));
  }
}

function answer(request: CommandSet, status = 0): void {
  const contextId = classes.indexOf(request.affectedSopClassUid ?? '') * 2 + 1;
  const response = { commandField: request.commandField | 0x8000, hasDataSet: false, status };
  peer.send(dataPdu(contextId, true, encodeCommand({ ...response, messageIdBeingRespondedTo: request.messageId ?? 0 })));
}

const item = (sopInstanceUid: string): StoreItem => ({
  sopClassUid: CT,
  sopInstanceUid,
  transferSyntaxUid: IMPLICIT,
  open: () => sourceOfBytes(new Uint8Array(8)),
});

/** Everything that was asked has gone out; nothing more has. */
async function expectNothingMore(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(peer.unread).toBe('');
}

const VERBS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['C-ECHO', () => association.echo()],
  ['C-STORE', () => association.store(item('1.2.3'))],
  ['C-FIND', () => association.find({ level: 'STUDY', keys: { PatientID: '' } }).final],
  ['C-MOVE', () => association.move({ level: 'STUDY', keys: { StudyInstanceUID: '1.2' }, destination: 'ELSEWHERE' }).final],
  ['N-DELETE', () => association.nDelete({ sopClassUid: VERIFICATION, sopInstanceUid: '1.2' })],
];

describe('without a window', () => {
  test.each(VERBS)('a %s waits for the answer to what was asked before', async (_, verb) => {
    await establish();
    const first = association.echo();
    const second = verb();
    const asked = await command();
    expect(asked.commandField).toBe(0x30);
    await expectNothingMore();
    answer(asked);
    const next = await command();
    answer({ ...next, affectedSopClassUid: next.affectedSopClassUid ?? next.requestedSopClassUid ?? '' });
    expect(await first).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(await second).toMatchObject({ status: { code: 0 } });
  });

  test('objects of two rows take turns', async () => {
    await establish();
    const rows = [association.store(item('1.2.1')), association.store(item('1.2.2'))];
    for (const uid of ['1.2.1', '1.2.2']) {
      const asked = await command();
      expect(asked.affectedSopInstanceUid).toBe(uid);
      await peer.pdu();
      await expectNothingMore();
      answer(asked);
    }
    expect(await Promise.all(rows)).toMatchObject([{ kind: 'status' }, { kind: 'status' }]);
  });

  test('an answer to a request that waits for its turn answers nothing', async () => {
    await establish();
    void association.echo();
    const waiting = association.echo();
    const asked = await command();
    answer({ ...asked, messageId: 2 });
    expect((await peer.pdu()).hex).toBe(abortHex(2, 0));
    expect(await waiting).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'us' } });
  });

  test('what waits ends with the association, and is never sent', async () => {
    await establish();
    const waiting = [association.echo(), association.echo(), association.store(item('1.2.3'))];
    await command();
    peer.send(abortHex(0, 0));
    const outcomes = await Promise.all(waiting);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ended', 'ended', 'ended']);
    expect(peer.unread).toBe('');
  });

  test('a query that is cancelled before its turn is sent and cancelled at once', async () => {
    await establish();
    void association.echo();
    const stop = new AbortController();
    const operation = association.find({ level: 'STUDY', keys: { PatientID: '' }, signal: stop.signal });
    stop.abort();
    answer(await command());
    const query = await command();
    expect(query.commandField).toBe(0x20);
    expect(await command()).toMatchObject({ commandField: 0x0fff, messageIdBeingRespondedTo: query.messageId });
    answer(query, 0xfe00);
    expect(await operation.final).toMatchObject({ kind: 'status', status: { class: 'cancel' } });
  });
});

test('with a window of two, two are outstanding', async () => {
  await establish(2);
  const all = [association.echo(), association.echo(), association.echo()];
  const [first, second] = [await command(), await command()];
  await expectNothingMore();
  answer(second);
  answer(await command());
  answer(first);
  expect(await Promise.all(all)).toMatchObject([{ status: { code: 0 } }, { status: { code: 0 } }, { status: { code: 0 } }]);
});

describe('what must not be sent', () => {
  test.each<readonly [string, () => Promise<unknown>]>([
    ['a destination', () => association.move({ level: 'STUDY', keys: {}, destination: 'LONGER THAN SIXTEEN' }).final],
    ['an instance', () => association.nGet({ sopClassUid: VERIFICATION, sopInstanceUid: 'none' })],
  ])('for its %s is refused, and the association is as it was', async (_, verb) => {
    await establish();
    // Some verbs refuse at once, others by their promise.
    await expect(Promise.resolve().then(verb)).rejects.toThrow(/is/);
    const echo = association.echo();
    const asked = await command();
    expect(asked.commandField).toBe(0x30);
    answer(asked);
    expect(await echo).toMatchObject({ kind: 'status' });
    const ended = association.release();
    expect((await peer.pdu()).type).toBe(5);
    peer.send(RELEASE_RP);
    expect(await ended).toEqual({ kind: 'released', by: 'us' });
  });
});
