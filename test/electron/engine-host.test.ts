// The engine's thread is a real one here; it dies on request.
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { FromEngine } from '../../core/contract.ts';
import { EngineHost } from '../../electron/engine-host.ts';
import { until } from '../support/until.ts';

const script = fileURLToPath(new URL('mortal-engine.mjs', import.meta.url));
let host: EngineHost | null = null;

afterEach(async () => host?.close());

function start(): { readonly host: EngineHost; readonly restarts: string[]; readonly endings: string[] } {
  const restarts: string[] = [];
  const endings: string[] = [];
  const started = new EngineHost({
    script,
    start: () => ({ folder: '/data' }),
    onRestart: (reason) => restarts.push(reason),
    onGiveUp: (reason) => endings.push(reason),
  });
  host = started;
  return { host: started, restarts, endings };
}

it('connects each channel to the engine and starts it with its folder', async () => {
  const answers: FromEngine[] = [];
  const channel = start().host.open(
    (message) => answers.push(message),
    () => undefined,
  );
  channel.receive({ verb: 'call', id: 1, name: 'where', payload: {} });
  await until(() => answers.length > 0, { what: 'an answer' });
  expect(answers).toEqual([{ verb: 'result', id: 1, result: '/data' }]);
});

it('starts an engine that died again, says why, and serves the same channels', async () => {
  const { host: started, restarts } = start();
  const answers: FromEngine[] = [];
  let told = 0;
  const channel = started.open(
    (message) => answers.push(message),
    () => (told += 1),
  );
  channel.receive({ verb: 'call', id: 1, name: 'die', payload: {} });
  await until(() => restarts.length > 0, { what: 'a fresh engine' });
  channel.receive({ verb: 'call', id: 2, name: 'where', payload: {} });
  await until(() => answers.length > 0, { what: 'an answer of the fresh engine' });
  expect(restarts).toEqual(['asked to']);
  expect(told).toBe(1);
});

it('gives up on an engine that dies again and again', async () => {
  const { host: started, restarts, endings } = start();
  const channel = started.open(
    () => undefined,
    () => channel.receive({ verb: 'call', id: 1, name: 'die', payload: {} }),
  );
  channel.receive({ verb: 'call', id: 1, name: 'die', payload: {} });
  await until(() => endings.length > 0, { what: 'the host to give up' });
  expect(restarts).toHaveLength(3);
  expect(endings).toEqual(['asked to']);
});
