// Storage on both sides of one line: streaming, back-pressure, refusals, sinks and sources that fail, windows of several operations.
import { describe, expect, test } from 'vitest';
import type { ByteSink, ByteSource } from '../../core/association/types.ts';
import type { Handlers, IncomingStore, StoreItem } from '../../core/services/types.ts';
import { until } from '../support/until.ts';
import { all, loopback, type Loopback } from './loopback.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const IMPLICIT = '1.2.840.10008.1.2';

/** Bytes that tell their position. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

function sourceOf(bytes: Uint8Array, { asynchronous = false } = {}): ByteSource {
  let at = 0;
  const fill = (views: readonly Uint8Array[]): number => {
    let filled = 0;
    for (const view of views) {
      const piece = bytes.subarray(at, at + view.length);
      view.set(piece);
      at += piece.length;
      filled += piece.length;
    }
    return filled;
  };
  return { fill: (views) => (asynchronous ? Promise.resolve(fill(views)) : fill(views)), close: () => undefined };
}

const item = (uid: string, bytes: Uint8Array, more: Partial<StoreItem> = {}): StoreItem => ({
  sopClassUid: CT,
  sopInstanceUid: uid,
  transferSyntaxUid: IMPLICIT,
  open: () => sourceOf(bytes),
  ...more,
});

type Store = NonNullable<Handlers['store']>;

interface LineOptions {
  readonly store: Store;
  /** What the provider says that it receives. */
  readonly maximumLength?: number;
  readonly window?: number;
}

const line = ({ store, maximumLength = 131_072, window }: LineOptions): Promise<Loopback> =>
  loopback({
    listen: { supportedContexts: [{ abstractSyntax: CT, transferSyntaxes: [] }], on: { store } },
    provider: { limits: { maximumLength } },
    associate: {
      contexts: [{ abstractSyntax: CT, transferSyntaxes: [IMPLICIT] }],
      ...(window !== undefined && { asynchronousOperations: { invoked: window, performed: 1 } }),
    },
  });

function keeping(into: Map<string, Uint8Array>, sink: Partial<ByteSink> = {}): Store {
  return ({ sopInstanceUid }: IncomingStore) => {
    const parts: Uint8Array[] = [];
    return {
      write: (bytes) => {
        parts.push(bytes.slice());
      },
      finish: () => {
        into.set(sopInstanceUid, Buffer.concat(parts));
        return 0;
      },
      discard: () => undefined,
      ...sink,
    };
  };
}

describe('bytes', () => {
  const sizes = [2, 16_378, 16_380, 131_066, 131_068, 1_040_000, 1_048_464, 1_048_466, 2_096_928, 2_096_930, 3_000_002];

  test.each([[7], [8], [16], [4096], [16_384], [131_072], [0], [10_000_000]])(
    'arrive whole at a peer that takes PDUs of %i',
    async (maximumLength) => {
      const received = new Map<string, Uint8Array>();
      await using both = await line({ store: keeping(received), maximumLength });
      const wanted = (maximumLength > 0 && maximumLength < 100 ? [2, 300, 40_002] : sizes).map((size, index) => ({
        uid: `1.2.${index + 1}`,
        bytes: pattern(size),
      }));
      const results = await all(both.association.storeAll(wanted.map(({ uid, bytes }) => item(uid, bytes))));
      expect(results.map((result) => (result.kind === 'status' ? result.status.code : result))).toEqual(wanted.map(() => 0));
      for (const { uid, bytes } of wanted)
        expect(Buffer.compare(received.get(uid) ?? Buffer.alloc(0), bytes), `${bytes.length} bytes`).toBe(0);
    },
  );

  test('arrive whole from a source that takes its time', async () => {
    const received = new Map<string, Uint8Array>();
    const bytes = pattern(2_500_000);
    await using both = await line({ store: keeping(received) });
    await both.association.store(item('1.2.3', bytes, { open: () => Promise.resolve(sourceOf(bytes, { asynchronous: true })) }));
    expect(Buffer.compare(received.get('1.2.3') ?? Buffer.alloc(0), bytes)).toBe(0);
  });

  test('arrive whole at a sink that takes its time, and reading waits for it', async () => {
    const parts: Uint8Array[] = [];
    let busy = 0;
    let most = 0;
    const slowly = async (bytes: Uint8Array): Promise<void> => {
      const copy = bytes.slice();
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((resolve) => setImmediate(resolve));
      parts.push(copy);
      busy -= 1;
    };
    const bytes = pattern(1_500_000);
    await using both = await line({ store: () => ({ write: slowly, finish: () => Promise.resolve(0), discard: () => undefined }) });
    expect(await both.association.store(item('1.2.3', bytes))).toMatchObject({ kind: 'status', bytes: bytes.length });
    expect(Buffer.compare(Buffer.concat(parts), bytes)).toBe(0);
    expect(most).toBe(1);
  });

  test('views that a sink keeps until flush are still what they were', async () => {
    const kept: Uint8Array[] = [];
    const done: Uint8Array[] = [];
    const flush = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push(...kept.splice(0).map((view) => view.slice()));
    };
    const bytes = pattern(3_000_000);
    await using both = await line({
      store: () => ({ write: (view) => void kept.push(view), flush, finish: () => 0, discard: () => undefined }),
    });
    expect(await both.association.store(item('1.2.3', bytes))).toMatchObject({ kind: 'status' });
    expect(Buffer.compare(Buffer.concat(done), bytes)).toBe(0);
  });
});

describe('answers', () => {
  test.each([
    ['a status', () => 0xa700, { code: 0xa700 }],
    [
      'a status with its reasons',
      () => ({ status: 0xa900, errorComment: 'wrong class', offendingElements: [0x00080016] }),
      { code: 0xa900, errorComment: 'wrong class', offendingElements: [0x00080016] },
    ],
    ['nonsense', () => Number.NaN, { code: 0xc000 }],
    [
      'an exception',
      () => {
        throw new Error('broken');
      },
      { code: 0xc000 },
    ],
  ])('a handler that gives %s refuses, and the association goes on', async (_, store, status) => {
    await using both = await line({ store });
    const results = await all(both.association.storeAll([item('1.2.1', pattern(300_000)), item('1.2.2', pattern(10))]));
    expect(results).toMatchObject([
      { kind: 'status', status },
      { kind: 'status', status },
    ]);
  });

  test.each(['write', 'flush', 'finish'] as const)('a sink whose %s throws costs its object only', async (method) => {
    let failing = true;
    let discarded = 0;
    const received = new Map<string, Uint8Array>();
    const store: Store = (request) => {
      const sink = keeping(received)(request);
      if (typeof sink === 'number' || 'status' in sink || !failing) return sink;
      failing = false;
      const broken = (): never => {
        throw new Error('disk full');
      };
      return { ...sink, [method]: broken, discard: () => void (discarded += 1) };
    };
    await using both = await line({ store });
    const results = await all(both.association.storeAll([item('1.2.1', pattern(3_000_000)), item('1.2.2', pattern(10))]));
    expect(results).toMatchObject([
      { kind: 'status', status: { code: 0xa700 } },
      { kind: 'status', status: { code: 0 } },
    ]);
    expect(discarded).toBe(method === 'finish' ? 0 : 1);
  });

  test('an object in the middle of which the association ends is discarded', async () => {
    let discarded = 0;
    let written = 0;
    await using both = await line({
      store: () => ({ write: (bytes) => void (written += bytes.length), finish: () => 0, discard: () => void (discarded += 1) }),
    });
    const stuck = new Promise<number>(() => undefined);
    const bytes = pattern(1_100_000);
    let first = true;
    const source: ByteSource = {
      fill(views) {
        if (!first) return stuck;
        first = false;
        return sourceOf(bytes).fill(views);
      },
      close: () => undefined,
    };
    const result = both.association.store(item('1.2.3', bytes, { open: () => source }));
    await until(() => written > 0, { what: 'the first bytes' });
    both.association.abort();
    await until(() => discarded === 1, { what: 'the object to be discarded' });
    void result;
  });
});

describe('items that cannot be sent', () => {
  test.each([
    [
      'whose source cannot be opened',
      item('1.2.1', pattern(10), { open: () => Promise.reject(new Error('gone')) }),
      { kind: 'unreadable', message: 'gone' },
    ],
    ['that is empty', item('1.2.1', pattern(0)), { kind: 'unreadable' }],
    ['with an odd length that is known', item('1.2.1', pattern(9), { length: 9 }), { kind: 'unreadable' }],
    ['with an odd length that turns out', item('1.2.1', pattern(9)), { kind: 'unreadable' }],
    ['with a UID that is none', item('../../x', pattern(10)), { kind: 'unreadable' }],
    [
      'of a class that was not proposed',
      item('1.2.1', pattern(10), { sopClassUid: '1.2.3' }),
      { kind: 'no-context', reason: 'not-proposed' },
    ],
    [
      'in a syntax that was not accepted',
      item('1.2.1', pattern(10), { transferSyntaxUid: '1.2.4' }),
      { kind: 'no-context', reason: 'transfer-syntax' },
    ],
  ])('one %s does not stop the others', async (_, bad, outcome) => {
    await using both = await line({ store: keeping(new Map()) });
    const [good, goodToo] = [item('1.2.8', pattern(10)), item('1.2.9', pattern(10))];
    const results = await all(both.association.storeAll([good, bad, goodToo]));
    // In the order of completion: what cannot be sent is known before what was sent is answered.
    const of = (wanted: StoreItem): unknown => results.find((result) => result.item === wanted);
    expect([good, bad, goodToo].map(of)).toMatchObject([{ kind: 'status' }, outcome, { kind: 'status' }]);
  });

  test('one whose source fails on the way ends the association, and the rest is known not to be sent', async () => {
    const bytes = pattern(3_000_000);
    let calls = 0;
    let closed = 0;
    const failing = (): ByteSource => {
      const source = sourceOf(bytes);
      return {
        fill: (views) => {
          calls += 1;
          if (calls > 1) throw new Error('read error');
          return source.fill(views);
        },
        close: () => void (closed += 1),
      };
    };
    await using both = await line({ store: keeping(new Map()) });
    const results = await all(both.association.storeAll([item('1.2.1', bytes, { open: failing }), item('1.2.2', pattern(10))]));
    expect(results).toMatchObject([
      { kind: 'unreadable', message: 'read error' },
      { kind: 'ended', end: { kind: 'aborted', by: 'us' } },
    ]);
    expect(closed).toBe(1);
  });
});

describe('windows', () => {
  /** A provider that answers nothing until it is told to, and counts what it has been asked. */
  function holding(): { readonly store: Store; readonly open: (() => void)[] } {
    const open: (() => void)[] = [];
    const store: Store = () => ({
      write: () => undefined,
      finish: () => new Promise((resolve) => open.push(() => resolve(0))),
      discard: () => undefined,
    });
    return { store, open };
  }

  test('as many objects are outstanding as were agreed, and results come in the order of the answers', async () => {
    const { store, open } = holding();
    await using both = await line({ store, window: 4 });
    expect(both.association.agreement.asynchronousOperations).toEqual({ invoked: 4, performed: 1 });
    const results = all(both.association.storeAll(Array.from({ length: 6 }, (_, index) => item(`1.2.${index + 1}`, pattern(2000)))));
    await until(() => open.length === 4, { what: 'four objects' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(open).toHaveLength(4);
    open[3]?.();
    await until(() => open.length === 5, { what: 'the fifth' });
    for (const answered of [0, 1, 2, 4]) open[answered]?.();
    await until(() => open.length === 6, { what: 'the sixth' });
    open[5]?.();
    expect((await results).map((result) => result.item.sopInstanceUid)[0]).toBe('1.2.4');
    expect(await results).toHaveLength(6);
  });

  test('without a window one object is outstanding, and the next is open already', async () => {
    const { store, open } = holding();
    await using both = await line({ store });
    const opened: string[] = [];
    const items = ['1.2.1', '1.2.2', '1.2.3'].map((uid) =>
      item(uid, pattern(100), { open: () => (opened.push(uid), sourceOf(pattern(100))) }),
    );
    const results = all(both.association.storeAll(items));
    await until(() => open.length === 1 && opened.length === 2, { what: 'the second to be opened' });
    expect(both.association.traffic.messagesOut).toBe(1);
    open[0]?.();
    await until(() => open.length === 2, { what: 'the second' });
    open[1]?.();
    await until(() => open.length === 3, { what: 'the third' });
    open[2]?.();
    expect(await results).toHaveLength(3);
  });

  test('the signal lets what was begun end and sends nothing more', async () => {
    const { store, open } = holding();
    await using both = await line({ store });
    const stop = new AbortController();
    const items = Array.from({ length: 5 }, (_, index) => item(`1.2.${index + 1}`, pattern(100)));
    const results = all(both.association.storeAll(items, { signal: stop.signal }));
    await until(() => open.length === 1, { what: 'the first' });
    stop.abort();
    open[0]?.();
    // The second was taken already, to be ready: it is known not to be sent.
    expect(await results).toMatchObject([
      { kind: 'status', item: { sopInstanceUid: '1.2.1' } },
      { kind: 'cancelled', item: { sopInstanceUid: '1.2.2' } },
    ]);
  });

  test('every object that was taken from the caller has an outcome, whenever the signal fires', async () => {
    for (const after of [0, 1, 2, 3]) {
      const { store, open } = holding();
      await using both = await line({ store });
      const stop = new AbortController();
      const taken: string[] = [];
      const items = function* (): Generator<StoreItem> {
        for (let number = 1; number <= 5; number += 1) {
          if (taken.length === after) stop.abort();
          taken.push(`1.2.${number}`);
          yield item(`1.2.${number}`, pattern(100));
        }
      };
      let ended = false;
      const results = all(both.association.storeAll(items(), { signal: stop.signal })).finally(() => (ended = true));
      for (let answered = 0; answered < after; answered += 1) {
        await until(() => open.length > answered || ended, { what: 'an object or the end' });
        open[answered]?.();
      }
      const outcomes = new Map((await results).map((result) => [result.item.sopInstanceUid, result.kind]));
      expect([...outcomes.keys()].sort()).toEqual(taken);
      expect(outcomes.get(taken.at(-1) ?? '')).toBe('cancelled');
    }
  });
});
