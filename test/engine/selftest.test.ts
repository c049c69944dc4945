// The self-test against the engine itself: real sockets, a real inbox folder, no window.
import path from 'node:path';
import { expect, it } from 'vitest';
import type { SelfTestStep } from '../../core/contract.ts';
import { createEngine } from '../../core/engine.ts';
import { openSettings } from '../../core/engine/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

it('passes every step and leaves nothing in the inbox', async () => {
  await using folder = await temporaryFolder();
  const { settings } = await openSettings({
    file: path.join(folder.path, 'settings.json'),
    inboxFolder: path.join(folder.path, 'inbox'),
    wallClock: () => Date.now(),
  });
  await settings.update({ me: { port: 0 } });
  const engine = await createEngine({ folder: folder.path, pixels: { workerPath: 'none', wasmPath: 'none' } });
  try {
    let listening = false;
    const watching = new AbortController();
    void engine.streams.status({}, ({ listener }) => (listening = listener.state === 'listening'), watching.signal);
    await until(() => listening, { what: 'the inbox to listen' });
    let steps: readonly SelfTestStep[] = [];
    await engine.streams.selftest({}, (event) => (steps = event), new AbortController().signal);
    expect(steps.map(({ name, state, detail }) => `${state} ${name}${state === 'ok' ? '' : `: ${detail}`}`)).toEqual([
      'ok Reach and introduce',
      'ok Echo (C-ECHO)',
      'ok Send three objects (C-STORE)',
      'ok Find them (C-FIND)',
      'ok Get them back (C-GET)',
      'ok Move them here (C-MOVE)',
      'ok Compare every byte',
    ]);
    const studies: unknown[] = [];
    void engine.streams['inbox.studies']({}, (event) => event.kind === 'snapshot' && studies.push(...event.rows), watching.signal);
    expect(studies).toEqual([]);
    watching.abort();
  } finally {
    await engine.close();
  }
});
