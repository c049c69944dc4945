// What a line meets between two of its moments: ends that come before anybody looks, clocks that fire first, errors that are nobody's.
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../../core/association/defaults.ts';
import { causeOf } from '../../core/association/ends.ts';
import { EstablishedAssociation, type MessageUser } from '../../core/association/established.ts';
import { LineReader } from '../../core/association/line-reader.ts';
import { quickAcknowledge } from '../../core/association/quick-ack.ts';
import { onreadInto, withReadBuffer } from '../../core/association/read-buffer.ts';
import { prepareRequest, requestOver, type FullRequest } from '../../core/association/requestor.ts';
import type { AssociationEnd } from '../../core/association/types.ts';
import { ProtocolError } from '../../core/errors.ts';
import { fromHex } from '../../core/lib/bytes.ts';
import { createApplicationEntity, supportedVerification, verificationContexts } from '../../core/services/index.ts';
import { MemoryLine } from '../hardening/memory-line.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { ABORT_USER, abortHex, associateAc, ECHO_RQ } from './pdus.ts';

const request = (more: Partial<FullRequest> = {}): FullRequest => ({
  host: 'memory',
  port: 104,
  id: 'one',
  callingTitle: 'USER',
  contexts: verificationContexts(),
  timeouts: DEFAULT_TIMEOUTS,
  limits: DEFAULT_LIMITS,
  ...more,
});

async function established(): Promise<{
  line: MemoryLine;
  association: EstablishedAssociation;
  clock: ReturnType<typeof createFakeClock>;
}> {
  const line = new MemoryLine();
  const clock = createFakeClock();
  const outcome = requestOver(line, prepareRequest(request()), { clock });
  line.deliver(associateAc());
  const association = await outcome;
  if (!(association instanceof EstablishedAssociation)) throw new Error(association.kind);
  return { line, association, clock };
}

const user = (ends: AssociationEnd[]): MessageUser => ({
  command: () => undefined,
  data: () => undefined,
  messageEnd: () => undefined,
  chunkEnd: () => undefined,
  releaseIndication: () => undefined,
  ended: (end) => void ends.push(end),
  turn: () => 'nobody',
});

test('a signal that has fired before the request goes out aborts it', async () => {
  const line = new MemoryLine();
  const outcome = requestOver(line, prepareRequest(request({ signal: AbortSignal.abort() })), { clock: createFakeClock() });
  expect(await outcome).toMatchObject({ kind: 'failed', phase: 'cancelled' });
  expect(line.pdus.at(-1)).toBe(abortHex(0, 0));
});

describe('an association that nobody has taken up yet', () => {
  test('and that ends meanwhile tells so when it is', async () => {
    const { association } = await established();
    association.destroy();
    association.destroy();
    const ends: AssociationEnd[] = [];
    association.start(user(ends));
    expect(ends).toMatchObject([{ kind: 'aborted', by: 'us', detail: 'closed' }]);
  });

  test('is silent for as long as it likes', async () => {
    const { association, clock, line } = await established();
    clock.advance(3_600_000);
    const ends: AssociationEnd[] = [];
    association.start(user(ends));
    expect(ends).toEqual([]);
    line.deliver(fromHex(ABORT_USER));
    expect(ends).toMatchObject([{ kind: 'aborted', by: 'peer' }]);
  });
});

test.each([
  [new ProtocolError('x', 'a violation', { source: 2, reason: 6 }), { source: 2, reason: 6, detail: 'a violation' }],
  [new RangeError('a bug'), { source: 2, reason: 0, detail: 'a bug' }],
  ['thrown text, which may be anything', { source: 2, reason: 0, detail: 'internal error' }],
])('%s: what the A-ABORT says', (error, cause) => {
  expect(causeOf(error)).toEqual(cause);
});

test('an error of our own while reading ends the association with a plain A-ABORT', async () => {
  const { line, association } = await established();
  const ends: AssociationEnd[] = [];
  association.start({
    ...user(ends),
    command: () => {
      throw new RangeError('an answer that makes no sense');
    },
  });
  line.deliver(fromHex(ECHO_RQ));
  expect(ends).toMatchObject([{ kind: 'aborted', by: 'us', source: 2, reason: 0, detail: 'an answer that makes no sense' }]);
  expect(line.pdus.at(-1)).toBe(abortHex(2, 0));
});

describe('a line', () => {
  test('by a name, and without a connect clock', async () => {
    const entity = createApplicationEntity({ title: 'GANTRY' });
    await using server = await entity.listen({ host: 'localhost', port: 0, supportedContexts: supportedVerification(), on: {} });
    const wanted = { host: 'localhost', port: server.port, contexts: verificationContexts(), timeouts: { connect: 0 } };
    const opened = await entity.associate(wanted);
    if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
    await using association = opened.association;
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
  });

  test('that is resumed and was not paused reads as before', () => {
    const line = new MemoryLine();
    const nothing = (): void => undefined;
    const sink = { pdu: nothing, dataPdu: nothing, fragment: nothing, problem: nothing };
    const reader = new LineReader({ transport: line, limits: DEFAULT_LIMITS, sink, chunkEnd: nothing, onError: nothing });
    reader.resume();
    expect(reader.paused).toBe(false);
    reader.pause();
    reader.resume();
    expect(reader.paused).toBe(false);
  });
});

describe('a socket without a handle', () => {
  test('reads in its own way', () => {
    expect(withReadBuffer(new Socket(), {})).toBeUndefined();
  });

  test('is left alone by what acknowledges at once', () => {
    const acknowledge = quickAcknowledge(new Socket());
    acknowledge?.came();
    expect(() => acknowledge?.unanswered()).not.toThrow();
  });

  test('stops reading where nobody takes what comes', () => {
    const { buffer, callback } = onreadInto({});
    expect(callback(0, buffer)).toBe(false);
  });
});
