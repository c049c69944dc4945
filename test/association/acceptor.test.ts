// The acceptor against a raw socket: every way in which a caller may be refused, malformed, slow or gone (PS3.8 §9.2, §9.3).
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AssociationEnd, Knock, Limits, Traffic } from '../../core/association/types.ts';
import { encodePdu } from '../../core/pdu/index.ts';
import { fromHex, toHex } from '../../core/lib/bytes.ts';
import { createApplicationEntity, supportedVerification } from '../../core/services/index.ts';
import type { Admit } from '../../core/association/types.ts';
import type { Server } from '../../core/services/types.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { until } from '../support/until.ts';
import { abortHex, associateRq, CT, ECHO_RQ, IMPLICIT, rejectHex, RELEASE_RP, RELEASE_RQ, user } from './pdus.ts';

interface Listening {
  readonly server: Server;
  readonly clock: FakeClock;
  readonly knocks: Knock[];
  readonly ends: AssociationEnd[];
  readonly traffics: Traffic[];
}

let listening: Listening;
let admit: Admit | undefined;
let limits: Partial<Limits>;

async function listen(): Promise<Listening> {
  const clock = createFakeClock();
  const knocks: Knock[] = [];
  const ends: AssociationEnd[] = [];
  const traffics: Traffic[] = [];
  const entity = createApplicationEntity(
    {
      title: 'GANTRY',
      limits,
      observer: {
        knock: (knock) => knocks.push(knock),
        established: (_facts, traffic) => traffics.push(traffic),
        ended: (_facts, end) => ends.push(end),
      },
    },
    { clock },
  );
  const server = await entity.listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [...supportedVerification(), { abstractSyntax: CT, transferSyntaxes: [] }],
    admit: (caller) => admit?.(caller),
    on: { store: () => ({ write: () => undefined, finish: () => 0, discard: () => undefined }) },
  });
  return { server, clock, knocks, ends, traffics };
}

beforeEach(async () => {
  admit = undefined;
  limits = {};
  listening = await listen();
});

afterEach(async () => {
  await listening.server.close({ graceMs: 0 });
});

const call = (): Promise<RawPeer> => RawPeer.call(listening.server.port);

async function established(): Promise<RawPeer> {
  const peer = await call();
  peer.send(associateRq());
  expect((await peer.pdu()).type).toBe(2);
  return peer;
}

async function setLimits(changed: Partial<Limits>): Promise<void> {
  await listening.server.close({ graceMs: 0 });
  limits = changed;
  listening = await listen();
}

describe('before an association', () => {
  test.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 1, 'http'],
    ['a TLS client hello', fromHex('16030100c8010000c40303'), 1, 'tls-on-plain-port'],
    ['an unknown PDU type', fromHex('08000000000400000000'), 1, 'not-dicom'],
    ['a request that is too long', fromHex('0100ffffffff'), 6, 'not-dicom'],
    ['a request whose items overrun it', fromHex('010000000004ffffffff'), 6, 'not-dicom'],
  ])('%s is aborted at once, and what follows is swallowed', async (_, bytes, reason, outcome) => {
    await using peer = await call();
    peer.send(bytes);
    expect((await peer.pdu()).hex).toBe(abortHex(2, reason));
    await peer.end();
    peer.send(bytes, bytes, associateRq());
    peer.close();
    await until(() => listening.clock.pending === 0, { what: 'the line to be gone' });
    expect(peer.unread).toBe('');
    expect(listening.knocks).toMatchObject([{ outcome }]);
  });

  test.each([
    ['P-DATA', ECHO_RQ],
    ['A-RELEASE-RQ', RELEASE_RQ],
    ['A-RELEASE-RP', RELEASE_RP],
    ['A-ASSOCIATE-RJ', rejectHex(1, 1, 1)],
  ])('%s instead of a request is aborted', async (_, hex) => {
    await using peer = await call();
    peer.send(hex);
    expect((await peer.pdu()).type).toBe(7);
  });

  test('three bytes and silence end when ARTIM expires', async () => {
    await using peer = await call();
    peer.send('010000');
    await until(() => listening.clock.pending > 0, { what: 'ARTIM' });
    listening.clock.advance(29_999);
    expect(peer.ended).toBe(false);
    listening.clock.advance(1);
    await peer.end();
    expect(listening.knocks).toMatchObject([{ outcome: expect.stringMatching(/silent|not-dicom/) as string }]);
  });

  test('a request that comes byte by byte is accepted', async () => {
    await using peer = await call();
    await peer.drip(associateRq());
    expect((await peer.pdu()).type).toBe(2);
  });

  test('lines beyond the limit of unassociated ones are closed, and associations do not count among them', async () => {
    await setLimits({ unassociated: 2 });
    await using first = await established();
    await using silent = await call();
    await using silentToo = await call();
    await until(() => listening.clock.pending >= 3, { what: 'three lines' });
    await using fourth = await call();
    await fourth.end();
    expect(listening.knocks).toMatchObject([{ outcome: 'limit' }]);
    first.send(ECHO_RQ);
    expect((await first.pdu()).type).toBe(4);
    expect([silent.ended, silentToo.ended]).toEqual([false, false]);
  });
});

describe('refusals', () => {
  test.each([
    ['another application context', toHex(Buffer.from('10008.3.1.1.1')), toHex(Buffer.from('10008.3.1.1.9')), rejectHex(1, 1, 2)],
    ['a protocol version without bit 0', '0001', '0002', rejectHex(1, 2, 2)],
    ['a maximum length without room for data', '5100000400004000', '5100000400000006', rejectHex(1, 2, 1)],
  ])('%s', async (_, found, changed, hex) => {
    await using peer = await call();
    peer.send(toHex(associateRq()).replace(found, changed));
    expect((await peer.pdu()).hex).toBe(hex);
    expect(listening.knocks).toMatchObject([{ outcome: 'refused', callingTitle: 'RAW' }]);
  });

  test('a maximum length that leaves no room is told as the cause', async () => {
    await using peer = await call();
    peer.send(toHex(associateRq()).replace('5100000400004000', '5100000400000001'));
    expect((await peer.pdu()).hex).toBe(rejectHex(1, 2, 1));
    expect(listening.knocks).toMatchObject([{ detail: 'the caller receives PDUs of at most 1 bytes' }]);
  });

  test.each<readonly [string, () => ReturnType<Admit>]>([
    ['rejects its promise', () => Promise.reject(new Error('no'))],
    ['gives a triple that cannot be sent', () => ({ result: 1, source: 1, reason: 500 })],
    ['gives an answer that cannot be sent', () => ({ sopClassExtended: [], asynchronousOperations: { invoked: -1, performed: 1 } })],
  ])('an owner that %s refuses', async (_, decision) => {
    admit = decision;
    await using peer = await call();
    peer.send(associateRq({ userInformation: { ...user, asynchronousOperations: { invoked: 2, performed: 2 } } }));
    expect((await peer.pdu()).hex).toBe(rejectHex(1, 1, 1));
  });

  test('an owner that decides when the caller has been let go decides nothing', async () => {
    let decide: () => void = () => undefined;
    let asked = false;
    admit = () => {
      asked = true;
      return new Promise((resolve) => (decide = () => resolve(undefined)));
    };
    await using peer = await call();
    peer.send(associateRq());
    await until(() => asked, { what: 'the owner to be asked' });
    listening.clock.advance(30_000);
    expect((await peer.pdu()).type).toBe(3);
    decide();
    listening.clock.advance(30_000);
    await peer.end();
    expect(peer.unread).toBe('');
    expect(listening.server.associations.size).toBe(0);
  });

  test('another application context is served where that is wanted', async () => {
    await using own = await createApplicationEntity({ title: 'GANTRY' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: supportedVerification(),
      anyApplicationContext: true,
      on: {},
    });
    await using peer = await RawPeer.call(own.port);
    peer.send(toHex(associateRq()).replace(toHex(Buffer.from('10008.3.1.1.1')), toHex(Buffer.from('10008.3.1.1.9'))));
    expect((await peer.pdu()).type).toBe(2);
  });

  test('without clocks nobody is let go, whatever is waited for', async () => {
    const { clock } = listening;
    let decide: () => void = () => undefined;
    let asked = 0;
    const entity = createApplicationEntity({ title: 'GANTRY', timeouts: { association: 0, artim: 0, idle: 0, message: 0 } }, { clock });
    await using own = await entity.listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: supportedVerification(),
      admit: () => {
        asked += 1;
        return new Promise((resolve) => (decide = () => resolve(undefined)));
      },
      on: {},
    });
    await using silent = await RawPeer.call(own.port);
    await using peer = await RawPeer.call(own.port);
    peer.send(associateRq());
    await until(() => asked === 1, { what: 'the owner to be asked' });
    clock.advance(86_400_000);
    decide();
    expect((await peer.pdu()).type).toBe(2);
    clock.advance(86_400_000);
    peer.send(ECHO_RQ);
    expect((await peer.pdu()).type).toBe(4);
    expect(silent.ended).toBe(false);
  });

  test('protocol versions with bit 0 among others are accepted', async () => {
    await using peer = await call();
    peer.send(associateRq({ protocolVersion: 3 }));
    expect((await peer.pdu()).type).toBe(2);
  });

  test('what the owner refuses', async () => {
    admit = ({ callingTitle }) => (callingTitle === 'RAW' ? { result: 1, source: 1, reason: 3 } : undefined);
    await using peer = await call();
    peer.send(associateRq());
    expect((await peer.pdu()).hex).toBe(rejectHex(1, 1, 3));
  });

  test('an owner that throws refuses', async () => {
    admit = () => {
      throw new Error('nonsense');
    };
    await using peer = await call();
    peer.send(associateRq());
    expect((await peer.pdu()).hex).toBe(rejectHex(1, 1, 1));
  });

  test('more associations than the limit, until one ends', async () => {
    await setLimits({ associations: 1 });
    await using first = await established();
    await using second = await call();
    second.send(associateRq());
    expect((await second.pdu()).hex).toBe(rejectHex(2, 3, 2));
    first.send(RELEASE_RQ);
    expect((await first.pdu()).hex).toBe(RELEASE_RP);
    await using third = await established();
    expect(third.ended).toBe(false);
  });

  test('a rejected caller that stays is closed by ARTIM; another request is aborted', async () => {
    admit = () => ({ result: 1, source: 1, reason: 3 });
    await using peer = await call();
    peer.send(associateRq());
    expect((await peer.pdu()).type).toBe(3);
    peer.send(associateRq());
    expect((await peer.pdu()).hex).toBe(abortHex(2, 2));
    listening.clock.advance(30_000);
    await peer.end();
  });

  test('nothing is read on while the owner decides; what was pipelined is served afterwards', async () => {
    let decide: () => void = () => undefined;
    let asked = false;
    admit = () => {
      asked = true;
      return new Promise((resolve) => (decide = () => resolve(undefined)));
    };
    await using peer = await call();
    peer.send(associateRq(), ECHO_RQ);
    await until(() => asked, { what: 'the owner to be asked' });
    expect(peer.unread).toBe('');
    decide();
    expect((await peer.pdu()).type).toBe(2);
    expect((await peer.pdu()).type).toBe(4);
  });

  test('an owner that never decides lets the caller go', async () => {
    let asked = false;
    admit = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    await using peer = await call();
    peer.send(associateRq());
    await until(() => asked, { what: 'the owner to be asked' });
    listening.clock.advance(30_000);
    expect((await peer.pdu()).hex).toBe(rejectHex(2, 3, 1));
  });
});

describe('an established association', () => {
  test('accepts although every context is refused', async () => {
    await using peer = await call();
    peer.send(associateRq({ contexts: [{ id: 1, abstractSyntax: '1.2.3', transferSyntaxes: [IMPLICIT] }] }));
    expect((await peer.pdu()).type).toBe(2);
  });

  test('answers an echo and a release', async () => {
    await using peer = await established();
    peer.send(ECHO_RQ);
    const response = await peer.pdu();
    expect(response.type).toBe(4);
    expect(response.hex).toContain('0000000902000000' + '0000');
    peer.send(RELEASE_RQ);
    expect((await peer.pdu()).hex).toBe(RELEASE_RP);
    peer.close();
    await peer.end();
    expect(listening.ends).toEqual([{ kind: 'released', by: 'peer' }]);
  });

  test.each([
    ['a second request', associateRq(), 2],
    ['an unknown PDU', fromHex('09000000000400000000'), 1],
    ['A-RELEASE-RP', fromHex(RELEASE_RP), 2],
    ['data on a context that was not accepted', fromHex(ECHO_RQ.replace('460103', '460703')), 6],
    ['a PDV longer than its PDU', fromHex('04000000000800000064010300000000'), 6],
    ['a PDV too short for its header', fromHex('040000000006000000010103'), 6],
    ['a data set without a command', fromHex('04000000000800000004010200000000'), 5],
  ])('%s is aborted with its cause', async (_, bytes, reason) => {
    await using peer = await established();
    peer.send(bytes);
    expect((await peer.pdu()).hex).toBe(abortHex(2, reason));
    await until(() => listening.ends.length > 0, { what: 'the end' });
    expect(listening.ends).toMatchObject([{ kind: 'aborted', by: 'us', source: 2, reason }]);
    listening.clock.advance(30_000);
    await peer.end();
  });

  test('a P-DATA-TF beyond the hard cap is aborted when its header is read', async () => {
    await using peer = await established();
    peer.send('0400ffffffff');
    expect((await peer.pdu()).hex).toBe(abortHex(2, 6));
  });

  test("the peer's abort, close and reset are told apart", async () => {
    await using aborting = await established();
    aborting.send('07000000000400000204');
    await until(() => listening.ends.length === 1, { what: 'the abort' });
    await using closing = await established();
    closing.close();
    await until(() => listening.ends.length === 2, { what: 'the close' });
    await using resetting = await established();
    resetting.reset();
    await until(() => listening.ends.length === 3, { what: 'the reset' });
    expect(listening.ends).toMatchObject([
      { kind: 'aborted', by: 'peer', source: 2, reason: 4 },
      { kind: 'failed', phase: 'established', code: 'closed' },
      { kind: 'failed', phase: 'established', code: 'ECONNRESET' },
    ]);
  });

  test('idle for too long is aborted, a message that stalls too', async () => {
    await using idle = await established();
    listening.clock.advance(60_000);
    expect((await idle.pdu()).hex).toBe(abortHex(0, 0));
    await using stalled = await established();
    stalled.send(ECHO_RQ.replaceAll(' ', '').slice(0, 60));
    await until(() => listening.clock.pending > 0, { what: 'the clock' });
    listening.clock.advance(120_000);
    expect((await stalled.pdu()).hex).toBe(abortHex(0, 0));
    expect(listening.ends).toMatchObject([{ code: 'idle-timeout' }, { kind: 'failed', phase: 'timer' }]);
  });

  test('a caller that asks and does not read is not read either, and ends by the message clock', async () => {
    await using peer = await established();
    peer.stall();
    const echoes = Buffer.concat(Array.from({ length: 2_000 }, () => fromHex(ECHO_RQ)));
    const traffic = (): number => listening.traffics[0]?.bytesIn ?? 0;
    let before = -1;
    for (let round = 0; round < 300; round += 1) peer.send(echoes);
    await until(
      () => {
        const settled = traffic() === before;
        before = traffic();
        return settled && before > 0;
      },
      { what: 'reading to stop' },
    );
    expect(traffic()).toBeLessThan(300 * echoes.length);
    listening.clock.advance(120_000);
    await until(() => listening.ends.length > 0, { what: 'the end' });
    expect(listening.ends).toMatchObject([{ kind: 'failed', phase: 'timer', code: 'message-timeout' }]);
    listening.clock.advance(30_000);
  });

  test('an observer that throws disturbs nothing', async () => {
    const entity = createApplicationEntity({
      title: 'GANTRY',
      observer: {
        established() {
          throw new Error('broken observer');
        },
        message() {
          throw new Error('broken observer');
        },
      },
    });
    await listening.server.close({ graceMs: 0 });
    listening = {
      ...listening,
      server: await entity.listen({ host: '127.0.0.1', port: 0, supportedContexts: supportedVerification(), on: {} }),
    };
    await using peer = await established();
    peer.send(ECHO_RQ);
    expect((await peer.pdu()).type).toBe(4);
  });

  test('lines that linger after their association count as unassociated, until they are gone', async () => {
    await setLimits({ unassociated: 1 });
    await using lingering = await established();
    lingering.send(RELEASE_RQ);
    expect((await lingering.pdu()).hex).toBe(RELEASE_RP);
    await using refused = await call();
    await refused.end();
    expect(listening.knocks).toMatchObject([{ outcome: 'limit' }]);
    lingering.close();
    await lingering.end();
    await using next = await established();
    expect(next.ended).toBe(false);
  });

  test('a release collision is answered in the order of the acceptor', async () => {
    await listening.server.close({ graceMs: 0 });
    const clock = createFakeClock();
    const entity = createApplicationEntity({ title: 'GANTRY' }, { clock });
    let release: () => Promise<AssociationEnd> = () => Promise.reject(new Error('no association'));
    const server = await entity.listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: supportedVerification(),
      on: {},
      onAssociation: (association) => (release = () => association.release()),
    });
    listening = { ...listening, server, clock };
    await using peer = await established();
    const released = release();
    expect((await peer.pdu()).hex).toBe(RELEASE_RQ);
    peer.send(RELEASE_RQ);
    peer.send(RELEASE_RP);
    expect((await peer.pdu()).hex).toBe(RELEASE_RP);
    expect(await released).toEqual({ kind: 'released', by: 'us' });
  });

  test('every split of a whole session is answered alike', async () => {
    const session = Buffer.concat([associateRq(), fromHex(ECHO_RQ), fromHex(RELEASE_RQ)]);
    const answers = new Set<string>();
    for (let at = 1; at < session.length; at += 1) {
      await using peer = await call();
      peer.send(session.subarray(0, at));
      await new Promise((resolve) => setImmediate(resolve));
      peer.send(session.subarray(at));
      answers.add([(await peer.pdu()).hex, (await peer.pdu()).hex, (await peer.pdu()).hex].join(' '));
    }
    expect(answers.size).toBe(1);
  });
});

test('an A-ABORT before the request is a quiet end', async () => {
  await using peer = await call();
  peer.send(encodePdu({ kind: 'abort', source: 0, reason: 0 }));
  await peer.end();
  expect(peer.unread).toBe('');
});
