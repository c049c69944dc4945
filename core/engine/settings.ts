/** The settings document: read once, checked by the contract's schema, replaced as a whole on each change, watched by who depends on it. */
import { settings as schema, type Settings, type SettingsPatch } from '../contract/status.ts';
import { createLive, type Live } from '../lib/live.ts';
import { openJsonFile } from '../storage/json-file.ts';
import type { SetAside } from '../storage/set-aside.ts';

const VERSION = 1;

export interface SettingsStore {
  readonly live: Live<Settings>;
  /** Settles when the change is on the disk. */
  update(patch: SettingsPatch): Promise<Settings>;
}

export interface SettingsOpening {
  readonly settings: SettingsStore;
  /** Set when the file was damaged: it was put aside and defaults are in force. */
  readonly setAside: SetAside | null;
}

export function defaultSettings(inboxFolder: string): Settings {
  return {
    me: { title: 'GANTRY', port: 11112, host: '127.0.0.1' },
    inbox: { folder: inboxFolder },
    search: { limit: 200, model: 'study' },
    appearance: { theme: 'system', density: 'compact', scale: 1, names: 'both', singleKeys: true },
  };
}

export async function openSettings(options: {
  readonly file: string;
  readonly inboxFolder: string;
  readonly wallClock: () => number;
}): Promise<SettingsOpening> {
  const { json, setAside } = await openJsonFile<Settings>({
    file: options.file,
    version: VERSION,
    parse: (value) => schema.parse(value),
    initial: () => defaultSettings(options.inboxFolder),
    wallClock: options.wallClock,
  });
  const live = createLive(json.value);
  return {
    setAside,
    settings: {
      live,
      async update(patch) {
        const next = schema.parse(merged(live.value, patch));
        live.set(next);
        await json.write(next);
        return next;
      },
    },
  };
}

function merged(now: Settings, patch: SettingsPatch): unknown {
  return {
    me: { ...now.me, ...patch.me },
    inbox: { ...now.inbox, ...patch.inbox },
    search: { ...now.search, ...patch.search },
    appearance: { ...now.appearance, ...patch.appearance },
  };
}
