// Query and retrieve on both sides: matches at the reader's pace, cancel, sub-operations with their counters, final statuses (PS3.4 Annex C).
import { describe, expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import type { DataSet } from '../../core/dicom/types.ts';
import {
  createApplicationEntity,
  findContexts,
  getProposal,
  moveContexts,
  supportedQueryRetrieve,
  worklistContexts,
} from '../../core/services/index.ts';
import type { Handlers, IncomingStore, MoveAnswer, StoreItem } from '../../core/services/types.ts';
import { until } from '../support/until.ts';
import { all, loopback, type Loopback } from './loopback.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const IMPLICIT = '1.2.840.10008.1.2';
const supportedContexts = [...supportedQueryRetrieve(), { abstractSyntax: CT, transferSyntaxes: [], scpRole: true }];

const study = (number: number): DataSet => buildDataSet({ StudyInstanceUID: `1.2.${number}`, PatientName: 'Yamada^Tarou=山田^太郎' });

function finding(find: NonNullable<Handlers['find']>): Promise<Loopback> {
  return loopback({ listen: { supportedContexts, on: { find } }, associate: { contexts: findContexts() } });
}

describe('find', () => {
  test('the provider sees the query, the user every match once and in order', async () => {
    let seen: unknown;
    await using both = await finding(function* ({ level, model, identifier, association }) {
      seen = { level, model, name: identifier.text('PatientName'), caller: association.callingTitle };
      for (let number = 1; number <= 2000; number += 1) yield study(number);
    });
    const operation = both.association.find({ level: 'STUDY', keys: { PatientName: 'ヤマダ*', StudyInstanceUID: '' } });
    const matches = await all(operation);
    expect(matches.map(({ dataSet }) => dataSet.text('StudyInstanceUID'))).toEqual(
      Array.from({ length: 2000 }, (_, index) => `1.2.${index + 1}`),
    );
    expect(matches[0]?.dataSet.personName('PatientName')).toMatchObject({ ideographic: '山田^太郎' });
    expect(await operation.final).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(seen).toEqual({ level: 'STUDY', model: 'study', name: 'ヤマダ*', caller: 'USER' });
  });

  test('a reader that is slow is not overrun', async () => {
    let made = 0;
    const large = buildDataSet({ StudyInstanceUID: '1.2', StudyComments: 'x'.repeat(10_000) });
    await using both = await finding(function* () {
      for (; made < 5_000; made += 1) yield large;
    });
    const operation = both.association.find({ level: 'STUDY', keys: {} });
    const iterator = operation[Symbol.asyncIterator]();
    await iterator.next();
    let before = -1;
    await until(
      () => {
        const settled = made === before;
        before = made;
        return settled;
      },
      { what: 'the provider to wait' },
    );
    expect(made).toBeLessThan(5_000);
    await iterator.return?.(undefined);
    expect(await operation.final).toMatchObject({ kind: 'status', status: { class: 'cancel' } });
  });

  test.each(['the signal', 'leaving the loop'])('%s is C-CANCEL: the handler is told and its iteration ended', async (how) => {
    let cancelled = false;
    let ended = false;
    await using both = await finding(async function* ({ signal }) {
      signal.addEventListener('abort', () => (cancelled = true));
      try {
        for (let number = 1; ; number += 1) {
          yield study(number);
          await new Promise((resolve) => setImmediate(resolve));
        }
      } finally {
        ended = true;
      }
    });
    const stop = new AbortController();
    const operation = both.association.find({ level: 'STUDY', keys: {}, signal: stop.signal });
    for await (const _ of operation) {
      if (how === 'leaving the loop') break;
      stop.abort();
    }
    expect(await operation.final).toMatchObject({ kind: 'status', status: { code: 0xfe00 } });
    expect([cancelled, ended]).toEqual([true, true]);
    expect(await both.association.release()).toEqual({ kind: 'released', by: 'us' });
  });

  test.each([
    [
      'throws',
      function* (): Generator<DataSet> {
        yield study(1);
        throw new Error('broken');
      },
      { code: 0xc000 },
    ],
    [
      'returns a status',
      async function* (): AsyncGenerator<DataSet, { status: number; errorComment: string }> {
        yield study(1);
        await Promise.resolve();
        return { status: 0xa900, errorComment: 'no such level' };
      },
      { code: 0xa900, errorComment: 'no such level' },
    ],
  ])('a handler that %s after a match', async (_, find, status) => {
    await using both = await finding(find);
    const operation = both.association.find({ level: 'STUDY', keys: {} });
    expect(await all(operation)).toHaveLength(1);
    expect(await operation.final).toMatchObject({ kind: 'status', status });
  });

  test('without a handler the operation is not recognised', async () => {
    await using both = await loopback({ listen: { supportedContexts, on: {} }, associate: { contexts: findContexts() } });
    expect(await both.association.find({ level: 'STUDY', keys: {} }).final).toMatchObject({ status: { code: 0x0211 } });
  });

  test('the association ends in the middle: the matches end, and the final word says why', async () => {
    await using both = await finding(async function* () {
      yield study(1);
      await new Promise(() => undefined);
    });
    const operation = both.association.find({ level: 'STUDY', keys: {} });
    const iterator = operation[Symbol.asyncIterator]();
    await iterator.next();
    both.provider.abort();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await operation.final).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'peer' } });
  });

  test('worklist queries carry no level', async () => {
    let seen: unknown;
    await using both = await loopback({
      listen: {
        supportedContexts: worklistContexts(),
        on: {
          find: ({ level, model, identifier }) => {
            seen = {
              level,
              model,
              has: identifier.has('QueryRetrieveLevel'),
              items: identifier.items('ScheduledProcedureStepSequence').length,
            };
            return [study(1)];
          },
        },
      },
      associate: { contexts: worklistContexts() },
    });
    expect(
      await all(both.association.worklist({ keys: { PatientName: '', ScheduledProcedureStepSequence: [{ Modality: 'CT' }] } })),
    ).toHaveLength(1);
    expect(seen).toEqual({ level: '', model: 'worklist', has: false, items: 1 });
  });
});

const bytes = new Uint8Array(20_000);

const item = (number: number, more: Partial<StoreItem> = {}): StoreItem => ({
  sopClassUid: CT,
  sopInstanceUid: `1.2.${number}`,
  transferSyntaxUid: IMPLICIT,
  open: () => {
    let left = bytes.length;
    return {
      fill(views) {
        const filled = Math.min(
          left,
          views.reduce((sum, view) => sum + view.length, 0),
        );
        left -= filled;
        return filled;
      },
      close: () => undefined,
    };
  },
  ...more,
});

const unreadable = (number: number): StoreItem => item(number, { open: () => Promise.reject(new Error('gone')) });

function storing(into: IncomingStore[], status: (uid: string) => number = () => 0): NonNullable<Handlers['store']> {
  return (request) => ({
    write: () => undefined,
    finish: () => {
      into.push(request);
      return status(request.sopInstanceUid);
    },
    discard: () => undefined,
  });
}

const outcomes: readonly (readonly [string, readonly StoreItem[], object])[] = [
  [
    'all stored',
    [item(1), item(2)],
    { status: { code: 0 }, counters: { remaining: 0, completed: 2, failed: 0, warning: 0 }, failedSopInstanceUids: [] },
  ],
  [
    'some failed',
    [item(1), unreadable(2), item(3)],
    { status: { code: 0xb000 }, counters: { completed: 2, failed: 1 }, failedSopInstanceUids: ['1.2.2'] },
  ],
  [
    'some warned',
    [item(1), item(7)],
    { status: { code: 0xb000 }, counters: { completed: 1, failed: 0, warning: 1 }, failedSopInstanceUids: [] },
  ],
  [
    'all failed',
    [unreadable(1), unreadable(2)],
    { status: { code: 0xa702 }, counters: { completed: 0, failed: 2 }, failedSopInstanceUids: ['1.2.1', '1.2.2'] },
  ],
  ['nothing found', [], { status: { code: 0 }, counters: { completed: 0, failed: 0 }, failedSopInstanceUids: [] }],
];

const warned = (uid: string): number => (uid === '1.2.7' ? 0xb000 : 0);

describe('get', () => {
  const getting = (get: NonNullable<Handlers['get']>, store: NonNullable<Handlers['store']>): Promise<Loopback> =>
    loopback({ listen: { supportedContexts, on: { get } }, associate: getProposal({ sopClassUids: [CT] }), user: { store } });

  test.each(outcomes)('%s', async (_, items, final) => {
    const arrived: IncomingStore[] = [];
    await using both = await getting(() => ({ kind: 'items', count: items.length, items }), storing(arrived, warned));
    const operation = both.association.get({ level: 'STUDY', keys: { StudyInstanceUID: '1.2' } });
    for await (const progress of operation) expect(progress.remaining).toBeLessThan(items.length);
    expect(await operation.final).toMatchObject({ kind: 'status', ...final });
    expect(arrived.every((request) => request.moveOriginator === undefined)).toBe(true);
  });

  test('a refusal, and a handler that throws', async () => {
    await using refusing = await getting(() => ({ kind: 'refused', answer: 0xa900 }), storing([]));
    expect(await refusing.association.get({ level: 'STUDY', keys: {} }).final).toMatchObject({ status: { code: 0xa900 } });
    await using throwing = await getting(() => Promise.reject(new Error('broken')), storing([]));
    expect(await throwing.association.get({ level: 'STUDY', keys: {} }).final).toMatchObject({ status: { code: 0xc000 } });
  });

  test('cancelled in the middle, with what was done and what was not', async () => {
    const arrived: IncomingStore[] = [];
    const items = Array.from({ length: 500 }, (_, index) => item(index + 10));
    await using both = await getting(() => ({ kind: 'items', count: 500, items }), storing(arrived));
    const stop = new AbortController();
    const operation = both.association.get({ level: 'STUDY', keys: {}, signal: stop.signal });
    for await (const { completed } of operation) if (completed >= 2) stop.abort();
    const final = await operation.final;
    if (final.kind !== 'status') throw new Error(final.kind);
    expect(final.status.code).toBe(0xfe00);
    expect(final.counters.remaining + final.counters.completed).toBe(500);
    expect(final.counters.completed).toBe(arrived.length);
  });
});

describe('move', () => {
  async function moving(
    answer: (port: number) => MoveAnswer,
    status: (uid: string) => number = () => 0,
  ): Promise<{ readonly both: Loopback; readonly arrived: IncomingStore[] } & AsyncDisposable> {
    const arrived: IncomingStore[] = [];
    const destination = await createApplicationEntity({ title: 'DEST' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts,
      on: { store: storing(arrived, status) },
    });
    const both = await loopback({
      listen: { supportedContexts, on: { move: () => answer(destination.port) } },
      associate: { contexts: moveContexts() },
    });
    return {
      both,
      arrived,
      async [Symbol.asyncDispose]() {
        await both[Symbol.asyncDispose]();
        await destination.close({ graceMs: 0 });
      },
    };
  }

  test.each(outcomes)('%s', async (_, items, final) => {
    await using line = await moving(
      (port) => ({ kind: 'items', count: items.length, items, destination: { host: '127.0.0.1', port } }),
      warned,
    );
    const operation = line.both.association.move({ level: 'STUDY', keys: {}, destination: 'DEST' });
    expect(await operation.final).toMatchObject({ kind: 'status', ...final });
    for (const request of line.arrived) {
      expect(request).toMatchObject({
        moveOriginator: { title: 'USER', messageId: 1 },
        association: { callingTitle: 'PROVIDER', calledTitle: 'DEST' },
      });
    }
  });

  test('cancelled in the middle, with what was done and what was not', async () => {
    const items = Array.from({ length: 500 }, (_, index) => item(index + 10));
    await using line = await moving((port) => ({ kind: 'items', count: 500, items, destination: { host: '127.0.0.1', port } }));
    const stop = new AbortController();
    const operation = line.both.association.move({ level: 'STUDY', keys: {}, destination: 'DEST', signal: stop.signal });
    for await (const { completed } of operation) if (completed >= 2) stop.abort();
    const final = await operation.final;
    if (final.kind !== 'status') throw new Error(final.kind);
    expect(final.status).toMatchObject({ code: 0xfe00, class: 'cancel' });
    expect(final.counters.remaining + final.counters.completed).toBe(500);
    expect(final.counters.completed).toBe(line.arrived.length);
    expect(await line.both.association.release()).toEqual({ kind: 'released', by: 'us' });
  });

  test('a destination that nobody knows', async () => {
    await using line = await moving(() => ({ kind: 'refused', answer: 0xa801 }));
    expect(await line.both.association.move({ level: 'STUDY', keys: {}, destination: 'X' }).final).toMatchObject({
      status: { code: 0xa801 },
    });
  });

  test('a destination that does not answer fails every object', async () => {
    await using line = await moving(() => ({
      kind: 'items',
      count: 2,
      items: [item(1), item(2)],
      destination: { host: '127.0.0.1', port: 1 },
    }));
    expect(await line.both.association.move({ level: 'STUDY', keys: {}, destination: 'DEST' }).final).toMatchObject({
      status: { code: 0xa702 },
      counters: { failed: 2 },
      failedSopInstanceUids: ['1.2.1', '1.2.2'],
    });
  });

  test('more classes than one association can carry go over several', async () => {
    const items = Array.from({ length: 150 }, (_, index) => item(index + 10, { sopClassUid: `1.2.3.${index + 1}` }));
    const arrived: IncomingStore[] = [];
    const titles = new Set<string>();
    const destination = await createApplicationEntity({ title: 'DEST' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: [],
      supportsOther: (abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [] }),
      on: {
        store: (request) => {
          titles.add(request.association.id);
          return storing(arrived)(request);
        },
      },
    });
    const to = { host: '127.0.0.1', port: destination.port };
    await using both = await loopback({
      listen: { supportedContexts, on: { move: () => ({ kind: 'items', count: 150, items, destination: to }) } },
      associate: { contexts: moveContexts() },
    });
    expect(await both.association.move({ level: 'STUDY', keys: {}, destination: 'DEST' }).final).toMatchObject({
      counters: { completed: 150 },
    });
    expect(titles.size).toBe(3);
    await destination.close({ graceMs: 0 });
  });
});
