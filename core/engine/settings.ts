/** The settings document: read once, checked by the contract's schema, replaced as a whole on each change, watched by who depends on it. */
import { settings as schema, type Settings, type SettingsPatch } from '../contract/status.ts';
import { createLive, type Live } from '../lib/live.ts';
import { isRecord } from '../lib/is-record.ts';
import { merged } from '../lib/merged.ts';
import { openJsonFile } from '../storage/json-file.ts';
import type { SetAside } from '../storage/set-aside.ts';

const VERSION = 1;

/** Name of the folder, in the engine's own, from which files are dragged out of the window. */
export const LENT = 'outgoing';

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

const NO_TLS: Settings['me']['tls'] = {
  certificateFile: null,
  keyFile: null,
  authorityFile: null,
  listen: 'off',
  port: 2762,
  requireCertificate: false,
};

export function defaultSettings(inboxFolder: string): Settings {
  return {
    me: { title: 'GANTRY', port: 11112, host: '127.0.0.1', tls: NO_TLS },
    inbox: {
      folder: inboxFolder,
      durability: 'os',
      warnBelow: 10,
      paused: false,
      accept: 'everyone',
      callers: [],
      calledTitle: 'any',
      otherTitles: [],
      storageClasses: 'everything',
      transferSyntaxes: 'everything',
      answerNetwork: false,
      cleanUp: { maximumSize: null, maximumAge: null, only: 'any' },
      quietAfter: 30,
    },
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
    // What an earlier Gantry did not know yet takes its default.
    parse: (value) => schema.parse(isRecord(value) ? merged(defaultSettings(options.inboxFolder), value) : value),
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
