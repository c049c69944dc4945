// The whole engine behind the contract, without a window: its rooms, a real inbox folder, a real port on loopback.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Settings, SettingsPatch, StatusView } from '../../core/contract.ts';
import { createEngine, type Engine } from '../../core/engine.ts';
import { openSettings } from '../../core/engine/settings.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

export interface RunningEngine extends AsyncDisposable {
  readonly engine: Engine;
  readonly folder: string;
  readonly port: number;
  readonly status: () => StatusView | undefined;
  /** Changes settings, and settles when they are in force. */
  set(patch: SettingsPatch): Promise<Settings>;
}

const never = new AbortController().signal;

/** A folder that has been an inbox has its lock. */
const wasOpened = (folder: string): boolean => existsSync(path.join(folder, '.incoming/.lock'));

/** In `folder`, which is then kept, or in one of its own. */
export async function startEngine(options: { readonly folder?: string } = {}): Promise<RunningEngine> {
  const temporary = options.folder === undefined ? await temporaryFolder() : undefined;
  const folder = options.folder ?? temporary?.path ?? '';
  const { settings } = await openSettings({
    file: path.join(folder, 'settings.json'),
    inboxFolder: path.join(folder, 'inbox'),
    wallClock: Date.now,
  });
  await settings.update({ me: { port: 0 } });
  const engine = await createEngine({ folder, pixels: { workerPath: 'none', wasmPath: 'none' } });
  const watching = new AbortController();
  let status: StatusView | undefined;
  void engine.streams.status({}, (event) => (status = event), watching.signal);
  await until(() => status?.listener.state === 'listening', { what: 'the inbox to listen' });
  return {
    engine,
    folder,
    port: status?.listener.port ?? 0,
    status: () => status,
    async set(patch) {
      const settings = await engine.calls['settings.update']({ patch }, never);
      // The inbox and then the port are opened behind the answer.
      const isOpen = () => status?.listener.wantedPort === settings.me.port && status.listener.state === 'listening';
      if (patch.inbox?.folder !== undefined) await until(() => wasOpened(settings.inbox.folder), { what: 'the inbox to be open' });
      if (patch.me?.port !== undefined) await until(isOpen, { what: 'the port to be open' });
      return settings;
    },
    async [Symbol.asyncDispose]() {
      watching.abort();
      await engine.close();
      await temporary?.[Symbol.asyncDispose]();
    },
  };
}
