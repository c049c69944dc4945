/**
 * Moves the inbox into another folder. A record on the disk names both places: whatever process ends in between, the next one goes on, and
 * until the settings name the new folder the old one is whole and in use.
 */
import { statfs, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Explanation, InboxMove } from '../contract.ts';
import { explainFile } from '../failures/explain-local.ts';
import { adoptAs } from '../inbox/adopt-folder.ts';
import { canTake, carryOver, dropSurplus, endCarrying, takeAway } from '../inbox/carrying.ts';
import { systemCode } from '../inbox/files.ts';
import type { Clock } from '../lib/clock.ts';
import { createLive, type Live } from '../lib/live.ts';
import { openJsonFile } from '../storage/json-file.ts';
import type { Database } from '../storage/database.ts';
import type { InboxSlot } from './inbox-slot.ts';
import { ExplainedError } from './serve.ts';
import type { SettingsStore } from './settings.ts';

export interface InboxMover {
  readonly view: Live<InboxMove | null>;
  /** @throws ExplainedError when the folder cannot take it. */
  start(folder: string): Promise<void>;
  stop(): Promise<void>;
  /** Stops for now: the next start goes on. */
  close(): Promise<void>;
}

export interface InboxMoverOptions {
  /** Where the record stands. */
  readonly file: string;
  readonly slot: InboxSlot;
  readonly settings: SettingsStore;
  readonly index: Database;
  /** Files of the inbox lie elsewhere from now on. */
  readonly moved: (from: string, to: string) => void;
  /** It stays where it is. */
  readonly failed: (explanation: Explanation) => void;
  /** Somebody reads files of the old place. */
  readonly isBusy: () => boolean;
  readonly clock: Clock;
  readonly wallClock: () => number;
}

interface Places {
  readonly from: string;
  readonly to: string;
}

const record = z.object({ move: z.object({ from: z.string(), to: z.string() }).strict().nullable() }).strict();
/** Left free on the new disk. */
const RESERVE = 256 * 1024 * 1024;
const BUSY_MS = 1_000;
const SHOW_MS = 100;

export async function createInboxMover(options: InboxMoverOptions): Promise<InboxMover> {
  const { settings, wallClock, file } = options;
  const parse = (value: unknown): z.infer<typeof record> => record.parse(value);
  const { json } = await openJsonFile({ file, version: 1, parse, initial: () => ({ move: null }), wallClock });
  const mover = new Mover(options, (move) => json.write({ move }));
  const { move } = json.value;
  const { folder } = settings.live.value.inbox;
  if (move && (move.from === folder || move.to === folder)) mover.resume(move);
  return mover;
}

class Mover implements InboxMover {
  readonly view = createLive<InboxMove | null>(null);
  readonly #options: InboxMoverOptions;
  readonly #note: (places: Places | null) => Promise<void>;
  #stop = new AbortController();
  #running: Promise<void> | undefined;
  #ending = false;
  #shownAt = -SHOW_MS;

  constructor(options: InboxMoverOptions, note: (places: Places | null) => Promise<void>) {
    this.#options = options;
    this.#note = note;
    // Another folder was chosen meanwhile, by other ways: it is not to be moved away from under that choice.
    options.settings.live.subscribe(({ inbox }) => {
      const move = this.view.value;
      if (move && move.phase !== 'failed' && inbox.folder !== move.from && inbox.folder !== move.to) this.#stop.abort();
    });
  }

  async start(folder: string): Promise<void> {
    if (this.#running) throw new ExplainedError('moving-already', 'The inbox is being moved already.');
    const { settings, slot } = this.#options;
    const places = { from: settings.live.value.inbox.folder, to: path.resolve(folder) };
    if (within(places.from, places.to) || within(places.to, places.from))
      throw new ExplainedError('folder-within', 'One folder lies in the other: choose one beside it.');
    if (!(await canTake(places.to)))
      throw new ExplainedError(
        'folder-not-empty',
        'There is something in that folder already: choose an empty one, or make a new one in it.',
      );
    await requireRoom(places, slot.inbox.held({}).bytes);
    await this.#note(places);
    this.resume(places);
  }

  resume(places: Places): void {
    this.#stop = new AbortController();
    this.#running = this.#run(places).finally(() => (this.#running = undefined));
  }

  async stop(): Promise<void> {
    const { value } = this.view;
    if (value?.phase === 'failed') this.view.set(null);
    if (value?.phase !== 'carrying') return;
    this.#stop.abort();
    await this.#running;
  }

  async close(): Promise<void> {
    this.#ending = true;
    this.#stop.abort();
    await this.#running;
  }

  async #run(places: Places): Promise<void> {
    const { settings, slot } = this.#options;
    try {
      if (settings.live.value.inbox.folder === places.from) {
        this.#show(places, 'carrying', { files: 0, bytes: 0 });
        await carryOver({ ...places, signal: this.#stop.signal, progress: (carried) => this.#show(places, 'carrying', carried) });
        await slot.exchange(places.to, () => this.#switch(places));
      }
      await this.#remove(places);
      this.view.set(null);
    } catch (error) {
      if (this.#ending) return;
      await this.#leave(places);
      if (this.#stop.signal.aborted) return this.view.set(null);
      const failure = explain(error, places);
      this.view.set({ ...this.#viewOf(places, 'failed'), failure });
      this.#options.failed(failure);
    }
  }

  /** Nothing is received meanwhile. */
  async #switch(places: Places): Promise<void> {
    const { index, moved, settings } = this.#options;
    this.view.set(this.#viewOf(places, 'switching'));
    // What came, and what went, since it was carried.
    await carryOver({ ...places, signal: this.#stop.signal });
    await dropSurplus(places);
    adoptAs(index, places);
    moved(places.from, places.to);
    await settings.update({ inbox: { folder: places.to } });
  }

  async #remove(places: Places): Promise<void> {
    this.view.set(this.#viewOf(places, 'removing'));
    while (this.#options.isBusy() && !this.#ending) await this.#pause();
    if (this.#ending) return;
    await takeAway(places);
    await endCarrying(places.to);
    await this.#note(null);
  }

  /** Everything is where it was. */
  async #leave({ from, to }: Places): Promise<void> {
    try {
      await takeAway({ from: to, to: from });
      await endCarrying(to);
    } catch {
      // The new place may be gone altogether; what is left there is not needed.
    }
    await this.#note(null);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancelTimer();
        resolve();
      };
      const cancelTimer = this.#options.clock.setTimer(BUSY_MS, end);
      this.#stop.signal.addEventListener('abort', end, { once: true });
    });
  }

  #show(places: Places, phase: InboxMove['phase'], { files, bytes }: { readonly files: number; readonly bytes: number }): void {
    const now = this.#options.clock.now();
    if (now - this.#shownAt < SHOW_MS) return;
    this.#shownAt = now;
    this.view.set({ ...this.#viewOf(places, phase), objects: files, bytes });
  }

  #viewOf({ from, to }: Places, phase: InboxMove['phase']): InboxMove {
    const { slot } = this.#options;
    const held = slot.state.value.kind === 'open' ? slot.state.value.inbox.held({}) : undefined;
    const { value } = this.view;
    const totals = { totalObjects: held?.instances ?? value?.totalObjects ?? 0, totalBytes: held?.bytes ?? value?.totalBytes ?? 0 };
    return { from, to, phase, objects: value?.objects ?? 0, bytes: value?.bytes ?? 0, ...totals, failure: null };
  }
}

const within = (outer: string, inner: string): boolean => {
  const way = path.relative(outer, inner);
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
};

/** On one disk files get second names and take no room. */
async function requireRoom({ from, to }: Places, bytes: number): Promise<void> {
  const place = await nearest(to);
  if ((await stat(from)).dev === (await stat(place)).dev) return;
  const { bavail, bsize } = await statfs(place);
  const missing = bytes + RESERVE - bavail * bsize;
  if (missing > 0)
    throw new ExplainedError('no-room', `There is not enough room: ${(missing / 1e9).toFixed(1)} GB more are needed on that disk.`);
}

/** It, or the folder in which it will be made. */
async function nearest(place: string): Promise<string> {
  try {
    await stat(place);
    return place;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || path.dirname(place) === place) throw error;
    return nearest(path.dirname(place));
  }
}

function explain(error: unknown, { to }: Places): Explanation {
  const about = { nodeName: 'This computer', host: '', port: 0, calledTitle: '', callingTitle: '' };
  const why = error instanceof Error ? error.message : String(error);
  const known = explainFile(systemCode(error), about);
  return {
    headline: 'The inbox could not be moved and stays where it is.',
    why: known ? known.headline : why,
    confidence: 'certain',
    advice: `Nothing was lost. Look at ${to}, or choose another folder.`,
    remedies: [{ kind: 'open-settings', section: 'inbox' }],
    who: 'you',
    code: systemCode(error) || 'move failed',
  };
}
