import { describe, expect, it } from 'vitest';
import type { FromEngine } from '../../core/contract.ts';
import { ExplainedError, handedOver, serveContract } from '../../core/engine/serve.ts';

function served() {
  const posted: FromEngine[] = [];
  const given = new ArrayBuffer(8);
  const left: ArrayBuffer[] = [];
  const waiting: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  let emit: ((event: never) => void) | undefined;
  const server = serveContract(
    {
      calls: {
        double: (payload: never) => (payload as number) * 2,
        fail: () => {
          throw new ExplainedError('busy', 'It is busy.');
        },
        give: () => handedOver({ kind: 'grey' }, [given]),
        never: (_: never, signal: AbortSignal) => new Promise(() => signals.push(signal)),
      },
      streams: {
        ticks: (_: never, emitEvent: (event: never) => void, signal: AbortSignal) => {
          emit = emitEvent;
          signals.push(signal);
          return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        },
        short: (_: never, emitEvent: (event: never) => void) => {
          emitEvent('one' as never);
          return Promise.resolve();
        },
      },
    },
    (message, buffers) => {
      posted.push(message);
      left.push(...buffers);
      waiting.shift()?.();
    },
  );
  const next = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  return { server, posted, given, left, next, signals, emit: (event: string) => emit?.(event as never) };
}

describe('the four verbs', () => {
  it('answers a call with its result', async () => {
    const { server, posted, next } = served();
    const answered = next();
    server.receive({ verb: 'call', id: 1, name: 'double', payload: 21 });
    await answered;
    expect(posted).toEqual([{ verb: 'result', id: 1, result: 42 }]);
  });

  it('says which buffers leave with a result', async () => {
    const { server, posted, given, left, next } = served();
    const answered = next();
    server.receive({ verb: 'call', id: 1, name: 'give', payload: {} });
    await answered;
    expect(posted).toEqual([{ verb: 'result', id: 1, result: { kind: 'grey' } }]);
    expect(left).toEqual([given]);
  });

  it('answers a call that throws with its code and words', async () => {
    const { server, posted, next } = served();
    const answered = next();
    server.receive({ verb: 'call', id: 2, name: 'fail', payload: {} });
    await answered;
    expect(posted).toEqual([{ verb: 'failure', id: 2, failure: { code: 'busy', message: 'It is busy.' } }]);
  });

  it.each(['missing', '__proto__', 'constructor', 'toString'])('answers the unknown name %s with a failure', async (name) => {
    const { server, posted, next } = served();
    const answered = next();
    server.receive({ verb: 'call', id: 3, name, payload: {} });
    await answered;
    expect(posted).toMatchObject([{ verb: 'failure', id: 3, failure: { code: 'unknown-name' } }]);
  });

  it('sends events until the stream is disposed, and none after', () => {
    const { server, posted, signals, emit } = served();
    server.receive({ verb: 'listen', id: 4, name: 'ticks', payload: {} });
    emit('first');
    server.receive({ verb: 'dispose', id: 4 });
    emit('second');
    expect(signals[0]?.aborted).toBe(true);
    expect(posted).toEqual([{ verb: 'event', id: 4, event: 'first' }]);
  });

  it('says when a stream ended by itself', async () => {
    const { server, posted, next } = served();
    const answered = next().then(next);
    server.receive({ verb: 'listen', id: 5, name: 'short', payload: {} });
    await answered;
    expect(posted).toEqual([
      { verb: 'event', id: 5, event: 'one' },
      { verb: 'end', id: 5 },
    ]);
  });

  it('tells a cancelled call to stop', () => {
    const { server, signals } = served();
    server.receive({ verb: 'call', id: 6, name: 'never', payload: {} });
    server.receive({ verb: 'cancel', id: 6 });
    expect(signals[0]?.aborted).toBe(true);
  });

  it('ends everything when the page has gone', () => {
    const { server, signals } = served();
    server.receive({ verb: 'call', id: 7, name: 'never', payload: {} });
    server.receive({ verb: 'listen', id: 8, name: 'ticks', payload: {} });
    server.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});
