// The four verbs over a real message channel.
import { afterEach, describe, expect, it } from 'vitest';
import { CallError, connect } from '../../renderer/api.ts';
import type { FromEngine, ToEngine } from '../../core/contract.ts';

const channels: MessageChannel[] = [];
afterEach(() => channels.splice(0).forEach(({ port1, port2 }) => [port1, port2].forEach((port) => port.close())));

/** The other end answers as told and keeps what it heard. */
function pair(answer: (message: ToEngine) => readonly FromEngine[]) {
  const channel = new MessageChannel();
  channels.push(channel);
  const heard: ToEngine[] = [];
  const waiting: (() => void)[] = [];
  channel.port2.onmessage = ({ data }: MessageEvent<ToEngine>) => {
    heard.push(data);
    for (const message of answer(data)) channel.port2.postMessage(message);
    waiting.splice(0).forEach((go) => go());
  };
  const hears = async (verb: ToEngine['verb']) => {
    while (!heard.some((message) => message.verb === verb)) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { api: connect(channel.port1), heard, hears };
}

describe('a call', () => {
  it('resolves with its result', async () => {
    const { api } = pair(({ id }) => [{ verb: 'result', id, result: { text: 'hello' } }]);
    expect(await api.call('nodes.request', { id: 'n' })).toEqual({ text: 'hello' });
  });

  it('rejects with what the engine said', async () => {
    const { api } = pair(({ id }) => [{ verb: 'failure', id, failure: { code: 'no', message: 'It is gone.' } }]);
    await expect(api.call('nodes.request', { id: 'n' })).rejects.toEqual(new CallError({ code: 'no', message: 'It is gone.' }));
  });

  it('is cancelled once, and an answer that comes later is nobody’s', async () => {
    const { api, heard, hears } = pair((message) => (message.verb === 'cancel' ? [{ verb: 'result', id: message.id, result: null }] : []));
    const stop = new AbortController();
    const call = api.call('log.clear', {}, stop.signal);
    stop.abort();
    await expect(call).rejects.toThrow();
    await hears('cancel');
    expect(heard.map(({ verb }) => verb)).toEqual(['call', 'cancel']);
  });
});

describe('a stream', () => {
  it('brings its events and its end, in order', async () => {
    const { api } = pair(({ id }) => [
      { verb: 'event', id, event: 1 },
      { verb: 'event', id, event: 2 },
      { verb: 'end', id },
    ]);
    const seen: unknown[] = [];
    await new Promise<void>((resolve) => {
      api.listen('selftest', {}, { event: (event) => seen.push(event), end: () => resolve() });
    });
    expect(seen).toEqual([1, 2]);
  });

  it('says why it ended', async () => {
    const { api } = pair(({ id }) => [{ verb: 'failure', id, failure: { code: 'x', message: 'broken' } }]);
    const failure = await new Promise((resolve) => void api.listen('log', {}, { event: () => undefined, end: resolve }));
    expect(failure).toEqual({ code: 'x', message: 'broken' });
  });

  it('is disposed once and hears nothing after', async () => {
    const { api, heard, hears } = pair((message) => (message.verb === 'dispose' ? [{ verb: 'event', id: message.id, event: [] }] : []));
    let events = 0;
    const dispose = api.listen('log', {}, { event: () => (events += 1) });
    dispose();
    dispose();
    await hears('dispose');
    expect(heard.map(({ verb }) => verb)).toEqual(['listen', 'dispose']);
    expect(events).toBe(0);
  });
});
