// The requestor against a raw socket: the outcomes of asking, and a peer that is believed nothing (PS3.8 §7.1, §9.2).
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AssociateRequest, Failure } from '../../core/association/types.ts';
import { UsageError } from '../../core/errors.ts';
import { fromHex, toHex } from '../../core/lib/bytes.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { writeDataHeader } from '../../core/pdu/index.ts';
import { createApplicationEntity, findContexts, verificationContexts } from '../../core/services/index.ts';
import type { AssociateOutcome, Association } from '../../core/services/types.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { freePort } from '../support/peer-process.ts';
import { rawServer, type RawPeer, type RawServer } from '../support/raw-peer.ts';
import { until } from '../support/until.ts';
import { ABORT_USER, abortHex, associateAc, CT, IMPLICIT, rejectHex, RELEASE_RP, RELEASE_RQ, VERIFICATION } from './pdus.ts';

let server: RawServer;
let clock: FakeClock;
let refusals: Failure[];

beforeEach(async () => {
  server = await rawServer();
  clock = createFakeClock();
  refusals = [];
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

function ask(request: Partial<AssociateRequest> = {}): Promise<AssociateOutcome> {
  const entity = createApplicationEntity(
    { title: 'GANTRY', requestedContexts: verificationContexts(), observer: { refused: (_, failure) => refusals.push(failure) } },
    { clock },
  );
  return entity.associate({ host: '127.0.0.1', port: server.port, ...request });
}

/** The peer has read the request and may answer. */
async function asked(
  request: Partial<AssociateRequest> = {},
): Promise<{ readonly outcome: Promise<AssociateOutcome>; readonly peer: RawPeer }> {
  const outcome = ask(request);
  const peer = await server.accept();
  expect((await peer.pdu()).type).toBe(1);
  return { outcome, peer };
}

async function established(
  request: Partial<AssociateRequest> = {},
): Promise<{ readonly association: Association; readonly peer: RawPeer }> {
  const { outcome, peer } = await asked(request);
  peer.send(associateAc());
  const opened = await outcome;
  if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
  return { association: opened.association, peer };
}

function message(command: CommandSet, contextId = 1): Uint8Array {
  const bytes = encodeCommand(command);
  const pdu = new Uint8Array(12 + bytes.length);
  writeDataHeader(pdu, 0, { length: bytes.length, contextId, command: true, last: true });
  pdu.set(bytes, 12);
  return pdu;
}

const echoResponse = (change: Partial<CommandSet> = {}): CommandSet => ({
  commandField: 0x8030,
  hasDataSet: false,
  messageIdBeingRespondedTo: 1,
  affectedSopClassUid: VERIFICATION,
  status: 0,
  ...change,
});

describe('what is never sent', () => {
  const identity = (type: number) => ({ type, positiveResponseRequested: true, primary: new Uint8Array(3) });
  const many = Array.from({ length: 129 }, (_, index) => ({ abstractSyntax: `1.2.3.${index + 1}`, transferSyntaxes: [IMPLICIT] }));
  test.each([
    ['no contexts', { contexts: [] }, 'no-contexts'],
    ['129 contexts', { contexts: many }, 'too-many-contexts'],
    ['a title of 17 characters', { calledTitle: 'A2345678901234567' }, 'invalid-ae-title'],
    ['a title with a backslash', { callingTitle: 'A\\B' }, 'invalid-ae-title'],
    ['a UID that is none', { contexts: [{ abstractSyntax: '1.02', transferSyntaxes: [IMPLICIT] }] }, 'invalid-uid'],
    ['a context without transfer syntax', { contexts: [{ abstractSyntax: VERIFICATION, transferSyntaxes: [] }] }, 'invalid-argument'],
    ['a maximum length without room for data', { maximumLength: 6 }, 'invalid-argument'],
    ['a user identity of no type', { userIdentity: identity(6) }, 'invalid-argument'],
    ['a user name with a passcode that lacks it', { userIdentity: identity(2) }, 'invalid-argument'],
    ['an empty host', { host: ' ' }, 'invalid-argument'],
    ['port 0', { port: 0 }, 'invalid-argument'],
    ['a port beyond the last', { port: 65_536 }, 'invalid-argument'],
    ['a port that is no number', { port: Number.NaN }, 'invalid-argument'],
    ['a local address that is none', { localAddress: 'eth0' }, 'invalid-argument'],
    ['a CA text without a certificate', { tls: { ca: 'trust me' } }, 'invalid-argument'],
  ])('%s: a typed error before any connection', async (_, request, code) => {
    await expect(ask(request)).rejects.toMatchObject({ name: 'UsageError', code });
    expect(many).toHaveLength(129);
  });

  test.each([
    ['a port beyond the last', { port: 65_536 }],
    ['a key without its certificate', { port: 0, tls: { key: 'none', certificate: 'none' } }],
  ])('%s is no port to listen on', async (_, options) => {
    const entity = createApplicationEntity({ title: 'GANTRY' });
    const listening = entity.listen({ host: '127.0.0.1', supportedContexts: [], on: {}, ...options });
    await expect(listening).rejects.toMatchObject({ name: 'UsageError', code: 'invalid-argument' });
  });

  test.each([[-1], [6], [0x1_0000_0000], [1.5]])('an entity that would announce a maximum length of %d', (maximumLength) => {
    expect(() => createApplicationEntity({ title: 'GANTRY', limits: { maximumLength } })).toThrow(UsageError);
  });

  test('a verb on a context that was not accepted, and one after the end', async () => {
    const { association, peer } = await established();
    expect(() => association.find({ level: 'STUDY', keys: {} })).toThrow(UsageError);
    expect(peer.unread).toBe('');
    peer.send(ABORT_USER);
    await association.ended;
    await expect(association.echo()).rejects.toMatchObject({ code: 'not-established' });
  });
});

describe('outcomes', () => {
  test('refused by the system', async () => {
    expect(await ask({ port: await freePort() })).toMatchObject({ kind: 'failed', phase: 'connect', code: 'ECONNREFUSED' });
    expect(refusals).toMatchObject([{ code: 'ECONNREFUSED' }]);
  });

  test('a name that nobody knows', async () => {
    // Longer than a label may be: no name server is asked.
    expect(await ask({ host: `${'x'.repeat(64)}.invalid` })).toMatchObject({ kind: 'failed', phase: 'name' });
  });

  test('rejected', async () => {
    const { outcome, peer } = await asked();
    peer.send(rejectHex(1, 1, 7));
    expect(await outcome).toEqual({ kind: 'rejected', result: 1, source: 1, reason: 7 });
    await peer.end();
  });

  test('aborted', async () => {
    const { outcome, peer } = await asked();
    peer.send(ABORT_USER);
    expect(await outcome).toEqual({ kind: 'aborted', by: 'peer', source: 0, reason: 0 });
    await peer.end();
  });

  test('closed without a word', async () => {
    const { outcome, peer } = await asked();
    peer.close();
    expect(await outcome).toMatchObject({ kind: 'failed', phase: 'first-byte', code: 'closed' });
  });

  test('reset', async () => {
    const { outcome, peer } = await asked();
    peer.reset();
    expect(await outcome).toMatchObject({ kind: 'failed', phase: 'first-byte', code: 'ECONNRESET' });
  });

  test.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46'],
  ])('%s: the first bytes are given to be told', async (_, text) => {
    const { outcome, peer } = await asked();
    peer.send(Buffer.from(text, 'latin1'));
    const failure = await outcome;
    expect(failure).toMatchObject({ kind: 'failed', phase: 'first-byte', code: 'unrecognised-pdu' });
    if (failure.kind === 'failed') expect(Buffer.from(failure.problem?.firstBytes ?? []).toString('latin1')).toBe(text.slice(0, 16));
    expect((await peer.pdu()).hex).toBe(abortHex(2, 1));
  });

  test('silence, when the association clock expires', async () => {
    const { outcome, peer } = await asked();
    clock.advance(30_000);
    expect(await outcome).toMatchObject({ kind: 'failed', phase: 'timer', code: 'association-timeout' });
    expect((await peer.pdu()).hex).toBe(abortHex(0, 0));
  });

  test('an answer that drips in is no silence until the clock expires', async () => {
    const { outcome, peer } = await asked();
    peer.send(associateAc().subarray(0, 40));
    clock.advance(29_999);
    peer.send(associateAc().subarray(40));
    expect(await outcome).toMatchObject({ kind: 'established' });
  });

  test('no route from the local address that was asked for', async () => {
    // An address of the documentation's (RFC 5737), which no computer has.
    expect(await ask({ localAddress: '192.0.2.1' })).toMatchObject({ kind: 'failed', phase: 'connect', code: 'EADDRNOTAVAIL' });
  });

  test('the line leaves from the local address that was asked for', async () => {
    const { association } = await established({ localAddress: '127.0.0.2' });
    expect(association.local.address).toBe('127.0.0.2');
    association.abort();
  });

  test("a release instead of an answer, and the peer's answer to nothing", async () => {
    const { outcome, peer } = await asked();
    peer.send(RELEASE_RQ);
    expect(await outcome).toMatchObject({ kind: 'aborted', by: 'us', source: 2, reason: 2 });
    expect((await peer.pdu()).hex).toBe(abortHex(2, 2));
  });

  test('without an association clock the answer may take as long as it likes, and the signal still ends it', async () => {
    const stop = new AbortController();
    const { outcome, peer } = await asked({ timeouts: { association: 0 }, signal: stop.signal });
    clock.advance(86_400_000);
    expect(peer.unread).toBe('');
    stop.abort();
    expect(await outcome).toMatchObject({ kind: 'failed', phase: 'cancelled' });
  });

  test.each([[1], [6]])('an answer that receives PDUs of at most %i bytes is a violation with its cause', async (length) => {
    const { outcome, peer } = await asked();
    peer.send(toHex(associateAc()).replace('5100000400004000', `510000040000000${length}`));
    const failure = await outcome;
    expect(failure).toMatchObject({ kind: 'aborted', by: 'us', source: 2, reason: 6 });
    expect(failure).toMatchObject({ detail: `the peer receives PDUs of at most ${length} bytes` });
    expect((await peer.pdu()).hex).toBe(abortHex(2, 6));
  });

  test('cancelled by the signal, before and after the line is open', async () => {
    const early = new AbortController();
    early.abort();
    expect(await ask({ signal: early.signal })).toMatchObject({ kind: 'failed', phase: 'cancelled' });
    const late = new AbortController();
    const { outcome, peer } = await asked({ signal: late.signal });
    late.abort();
    expect(await outcome).toMatchObject({ kind: 'failed', phase: 'cancelled' });
    expect((await peer.pdu()).hex).toBe(abortHex(0, 0));
  });

  test('no context accepted: each proposal tells why, and the association is aborted', async () => {
    const { outcome, peer } = await asked({ contexts: findContexts() });
    peer.send(associateAc({ contexts: [{ id: 1, result: 3, transferSyntax: '' }] }));
    expect(await outcome).toMatchObject({ kind: 'failed', phase: 'no-context', rejected: [{ id: 1, result: 3 }] });
    expect((await peer.pdu()).hex).toBe(abortHex(0, 0));
  });

  test.each([
    ['a context that was not proposed', { contexts: [{ id: 3, result: 0, transferSyntax: IMPLICIT }] }],
    ['a transfer syntax that was not proposed', { contexts: [{ id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2.4.50' }] }],
  ])('%s is a violation', async (_, change) => {
    const { outcome, peer } = await asked();
    peer.send(associateAc(change));
    expect(await outcome).toMatchObject({ kind: 'aborted', by: 'us', source: 2, reason: 6 });
    expect((await peer.pdu()).hex).toBe(abortHex(2, 6));
  });

  test('an answer cut at every byte is understood', async () => {
    const answer = associateAc();
    for (let at = 1; at < answer.length; at += 7) {
      const { outcome, peer } = await asked();
      peer.send(answer.subarray(0, at));
      await new Promise((resolve) => setImmediate(resolve));
      peer.send(answer.subarray(at));
      expect(await outcome).toMatchObject({ kind: 'established' });
    }
  });
});

describe('an established association', () => {
  test.each([
    ['another message id', echoResponse({ messageIdBeingRespondedTo: 9 })],
    ['another command', echoResponse({ commandField: 0x8020 })],
  ])('a response with %s is a violation', async (_, response) => {
    const { association, peer } = await established();
    const answer = association.echo();
    expect((await peer.pdu()).type).toBe(4);
    peer.send(message(response));
    expect(await answer).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'us', source: 2 } });
    expect((await peer.pdu()).type).toBe(7);
  });

  test('a response on another context than its request is a violation', async () => {
    const { outcome, peer } = await asked({ contexts: [...verificationContexts(), ...findContexts()] });
    const contexts = [1, 3].map((id) => ({ id, result: 0, transferSyntax: IMPLICIT }));
    peer.send(associateAc({ contexts }));
    const opened = await outcome;
    if (opened.kind !== 'established') throw new Error(opened.kind);
    const answer = opened.association.echo();
    await peer.pdu();
    peer.send(message(echoResponse(), 3));
    const detail = 'a C-ECHO-RSP on context 3 answers a C-ECHO-RQ on context 1';
    expect(await answer).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'us', source: 2, detail } });
    expect((await peer.pdu()).type).toBe(7);
  });

  test('a response on a context that was not accepted is a violation', async () => {
    const { association, peer } = await established();
    const answer = association.echo();
    await peer.pdu();
    peer.send(message(echoResponse(), 5));
    expect(await answer).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'us', source: 2, reason: 6 } });
    expect((await peer.pdu()).hex).toBe(abortHex(2, 6));
  });

  test('a response without a status is a violation', async () => {
    const { association, peer } = await established();
    const answer = association.echo();
    await peer.pdu();
    // Status (0000,0900), the last element, becomes the unknown (0000,09ff).
    peer.send(toHex(message(echoResponse())).replace('00000009020000000000', '0000ff09020000000000'));
    expect(await answer).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'us', source: 2 } });
  });

  test('silence after a request ends when the message clock expires, not before a sign of life has been silent as long', async () => {
    const { association, peer } = await established();
    const answer = association.echo();
    await peer.pdu();
    clock.advance(59_000);
    peer.send(message(echoResponse()).subarray(0, 20));
    await until(() => association.traffic.bytesIn > associateAc().length, { what: 'the first bytes of the answer' });
    clock.advance(59_000);
    expect(peer.unread).toBe('');
    clock.advance(1_000);
    expect(await answer).toMatchObject({ kind: 'ended', end: { kind: 'failed', phase: 'timer', code: 'message-timeout' } });
    expect((await peer.pdu()).hex).toBe(abortHex(0, 0));
  });

  test('an association with nothing under way may be idle for as long as it likes', async () => {
    const { association, peer } = await established();
    clock.advance(3_600_000);
    const answer = association.echo();
    await peer.pdu();
    peer.send(message(echoResponse()));
    expect(await answer).toEqual({ kind: 'status', status: { code: 0, class: 'success' } });
  });

  test('a release is answered, and data that comes before the answer is not aborted', async () => {
    const { association, peer } = await established();
    const released = association.release();
    expect((await peer.pdu()).hex).toBe(RELEASE_RQ);
    peer.send(message({ commandField: 0x30, hasDataSet: false, messageId: 7, affectedSopClassUid: VERIFICATION }), RELEASE_RP);
    expect(await released).toEqual({ kind: 'released', by: 'us' });
    await peer.end();
    expect(peer.unread).toBe('');
  });

  test('a release collision: the requestor answers first', async () => {
    const { association, peer } = await established();
    const released = association.release();
    expect((await peer.pdu()).hex).toBe(RELEASE_RQ);
    peer.send(RELEASE_RQ);
    expect((await peer.pdu()).hex).toBe(RELEASE_RP);
    peer.send(RELEASE_RP);
    expect(await released).toEqual({ kind: 'released', by: 'us' });
    await peer.end();
  });

  test('a release that is never answered is aborted by the message clock', async () => {
    const { association, peer } = await established();
    const released = association.release();
    await peer.pdu();
    clock.advance(60_000);
    expect(await released).toMatchObject({ kind: 'failed', phase: 'timer' });
    expect((await peer.pdu()).hex).toBe(abortHex(0, 0));
  });

  test("the peer's release is answered and told", async () => {
    const { association, peer } = await established();
    peer.send(RELEASE_RQ);
    expect((await peer.pdu()).hex).toBe(RELEASE_RP);
    expect(await association.ended).toEqual({ kind: 'released', by: 'peer' });
  });

  test('an object of which the peer takes nothing ends by the message clock, and its source is closed', async () => {
    const outcome = ask({ contexts: [{ abstractSyntax: CT, transferSyntaxes: [IMPLICIT] }] });
    const peer = await server.accept();
    await peer.pdu();
    peer.send(associateAc());
    const opened = await outcome;
    if (opened.kind !== 'established') throw new Error(opened.kind);
    peer.stall();
    let closed = false;
    const result = opened.association.store({
      sopClassUid: CT,
      sopInstanceUid: '1.2.3',
      transferSyntaxUid: IMPLICIT,
      open: () => ({
        fill: (views) => views.reduce((sum, view) => sum + view.fill(0).length, 0),
        close: () => {
          closed = true;
        },
      }),
    });
    await until(() => opened.association.traffic.bytesOut > 3_000_000, { what: 'the line to fill' });
    const before = await settledTraffic(opened.association);
    expect(before).toBeLessThan(16_000_000);
    clock.advance(60_000);
    clock.advance(60_000);
    expect(await result).toMatchObject({ kind: 'ended', end: { code: 'message-timeout' } });
    expect(closed).toBe(true);
  });

  test('an object that the peer reads slowly is no silence, however long it takes', async () => {
    const outcome = ask({ contexts: [{ abstractSyntax: CT, transferSyntaxes: [IMPLICIT] }] });
    const peer = await server.accept();
    await peer.pdu();
    peer.send(associateAc());
    const opened = await outcome;
    if (opened.kind !== 'established') throw new Error(opened.kind);
    peer.swallow();
    peer.stall();
    const stop = new AbortController();
    const results = opened.association.storeAll(
      [{ sopClassUid: CT, sopInstanceUid: '1.2.3', transferSyntaxUid: IMPLICIT, open: () => endless }],
      {
        signal: stop.signal,
      },
    );
    const first = results[Symbol.asyncIterator]().next();
    for (let round = 0; round < 4; round += 1) {
      const before = await settledTraffic(opened.association);
      clock.advance(50_000);
      peer.resume();
      await until(() => opened.association.traffic.bytesOut > before, { what: 'more to be sent' });
      peer.stall();
    }
    expect(await Promise.race([first, Promise.resolve('still sending')])).toBe('still sending');
    opened.association.abort();
    expect(await first).toMatchObject({ value: { kind: 'ended', end: { kind: 'aborted', by: 'us' } } });
  });

  const endless = {
    fill: (views: readonly Uint8Array[]): number => views.reduce((sum, view) => sum + view.length, 0),
    close: () => undefined,
  };

  /** Bytes sent, once they have stopped growing. */
  async function settledTraffic(association: Association): Promise<number> {
    let last = -1;
    await until(
      () => {
        const same = association.traffic.bytesOut === last;
        last = association.traffic.bytesOut;
        return same;
      },
      { what: 'the sender to stop' },
    );
    return last;
  }
});

test('hexadecimal in these tests is what it seems', () => {
  expect(fromHex(ABORT_USER)).toHaveLength(10);
});
