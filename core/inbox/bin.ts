/**
 * Gantry's bin: what a person removes stays seven days under `.bin/<token>/files`, laid out as in the inbox, with a note beside it. The
 * index follows the files in both directions, as it does after a crash. A token names a removal and nothing else.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Clock } from '../lib/clock.ts';
import { systemCode, type Files } from './files.ts';
import type { Journal } from './journal.ts';
import { BIN, versionOf } from './layout.ts';
import type { Reconciler } from './reconcile.ts';
import { dataSetFile, sameDataSet } from './same-bytes.ts';

const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const LOOK_MS = 60 * 60 * 1000;
const NOTE = 'note.json';

export interface BinOptions {
  readonly files: Files;
  readonly folder: string;
  readonly journal: Journal;
  readonly reconciler: Reconciler;
  readonly clock: Clock;
  readonly wallClock: () => number;
}

/** One removal that can be undone. */
export interface Removal {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly instances: number;
  readonly bytes: number;
}

/** Nothing of that name is in the bin: it was restored, purged, or never there. */
export class NotInBinError extends Error {
  override readonly name = 'NotInBinError';
}

export class Bin {
  readonly #options: BinOptions;
  readonly #folder: string;
  #stopTimer: () => void = () => undefined;

  constructor(options: BinOptions) {
    this.#options = options;
    this.#folder = path.join(options.folder, BIN);
    this.#purgeNowAndThen();
  }

  /** @param places files, or folders of series or studies, relative to the inbox's folder. @throws what the system says. */
  remove(places: readonly string[], sums: { readonly instances: number; readonly bytes: number }): Removal {
    const { files, folder, journal, reconciler, wallClock } = this.#options;
    const removal = { token: randomUUID(), at: wallClock(), ...sums };
    const into = this.#files(removal.token);
    files.mkdirSync(into, { recursive: true });
    files.writeFileSync(path.join(this.#folder, removal.token, NOTE), JSON.stringify(removal));
    try {
      for (const place of places) {
        journal.announce(place);
        files.mkdirSync(path.dirname(path.join(into, place)), { recursive: true });
        moveIfThere(files, path.join(folder, place), path.join(into, place));
      }
    } finally {
      reconciler.places(places);
    }
    return removal;
  }

  /** Brings everything back; what has arrived meanwhile stays. Settles when the index shows it again. */
  async restore(token: string): Promise<void> {
    const { files, journal, reconciler } = this.#options;
    this.#known(token);
    const release = journal.hold();
    try {
      const places: string[] = [];
      for (const place of this.#contents(token)) {
        journal.announce(place);
        await this.#bringBack(token, place);
        places.push(place);
      }
      files.rmSync(path.join(this.#folder, token), { recursive: true, force: true });
      await reconciler.placesGently(places);
    } finally {
      release();
    }
  }

  /** Newest first. */
  list(): readonly Removal[] {
    const { files } = this.#options;
    if (!files.existsSync(this.#folder)) return [];
    return files
      .readdirSync(this.#folder)
      .flatMap((token) => this.#note(token) ?? [])
      .sort((a, b) => b.at - a.at);
  }

  /** For good. */
  delete(token: string): void {
    this.#known(token);
    this.#options.files.rmSync(path.join(this.#folder, token), { recursive: true, force: true });
  }

  empty(): void {
    this.#options.files.rmSync(this.#folder, { recursive: true, force: true });
  }

  close(): void {
    this.#stopTimer();
  }

  #purgeNowAndThen(): void {
    const { clock, wallClock } = this.#options;
    try {
      for (const { token, at } of this.list()) if (wallClock() - at > KEPT_MS) this.delete(token);
    } catch {
      // It is tried again; a bin that cannot be emptied hurts nobody.
    }
    this.#stopTimer = clock.setTimer(LOOK_MS, () => {
      this.#purgeNowAndThen();
    });
  }

  #files(token: string): string {
    return path.join(this.#folder, token, 'files');
  }

  /** Tokens come from outside: only names that stand in the folder are ever made into paths. */
  #known(token: string): void {
    if (!this.list().some((removal) => removal.token === token)) throw new NotInBinError('This is no longer in the bin.');
  }

  #note(token: string): Removal | undefined {
    try {
      const note: unknown = JSON.parse(this.#options.files.readFileSync(path.join(this.#folder, token, NOTE), 'utf8'));
      if (typeof note !== 'object' || note === null || !('at' in note) || !('instances' in note) || !('bytes' in note)) return undefined;
      return { token, at: Number(note.at), instances: Number(note.instances), bytes: Number(note.bytes) };
    } catch {
      return undefined;
    }
  }

  /** Whole studies where the inbox has none of the name, else whole series, else files. */
  *#contents(token: string): Generator<string> {
    const { files, folder } = this.#options;
    const from = this.#files(token);
    for (const study of files.readdirSync(from)) {
      if (!files.existsSync(path.join(folder, study))) {
        yield study;
        continue;
      }
      for (const series of files.readdirSync(path.join(from, study))) {
        const place = path.join(study, series);
        if (!files.existsSync(path.join(folder, place))) yield place;
        else for (const file of files.readdirSync(path.join(from, place))) yield path.join(place, file);
      }
    }
  }

  async #bringBack(token: string, place: string): Promise<void> {
    const { files, folder } = this.#options;
    const from = path.join(this.#files(token), place);
    let to = path.join(folder, place);
    const first = versionOf(path.basename(to)) ?? 1;
    for (let version = first; files.existsSync(to); version += 1) {
      const [here, there] = [dataSetFile(files, from), dataSetFile(files, to)];
      if (here && there && (await sameDataSet(files, here, there))) return;
      to = path.join(folder, place.replace(/(?:~\d+)?\.dcm$/, `~${version + 1}.dcm`));
    }
    files.mkdirSync(path.dirname(to), { recursive: true });
    files.renameSync(from, to);
  }
}

function moveIfThere(files: Files, from: string, to: string): void {
  try {
    files.renameSync(from, to);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
