/**
 * Gantry's bin: what a person removes stays seven days under `.bin/<token>/files`, laid out as in the inbox, with a note beside it. The
 * index follows the files in both directions, as it does after a crash. A token names a removal and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BinRow } from '../contract/housekeeping.ts';
import type { StudyRow } from '../contract/inbox.ts';
import { createTracePoint } from '../lib/trace.ts';
import { noteOf, readNote, type Noted } from './bin-note.ts';
import type { Clock } from '../lib/clock.ts';
import { systemCode, type Files } from './files.ts';
import type { Journal } from './journal.ts';
import { BIN, versionOf } from './layout.ts';
import type { Reconciler } from './reconcile.ts';
import { dataSetFile, sameDataSet } from './same-bytes.ts';

const BIN_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const LOOK_MS = 60 * 60 * 1000;
const NOTE = 'note.json';
/** What is emptied is taken out of sight first; a start takes away what was left of it. */
const EMPTIED = '.emptied-';

export interface BinOptions {
  readonly files: Files;
  readonly folder: string;
  readonly journal: Journal;
  readonly reconciler: Reconciler;
  readonly clock: Clock;
  readonly wallClock: () => number;
}

/** One removal that can be undone. */
export interface Removal extends Noted {
  readonly token: string;
}

/** What is removed, and for whom. */
export interface Removed {
  readonly instances: number;
  readonly bytes: number;
  readonly studies: readonly StudyRow[];
  readonly by: BinRow['by'];
}

/** Nothing of that name is in the bin: it was restored, purged, or never there. */
export class NotInBinError extends Error {
  override readonly name = 'NotInBinError';
}

export class Bin {
  /** How long what is in it stays. */
  readonly keptMs = BIN_KEPT_MS;
  /** What is in it has changed. */
  readonly changed = createTracePoint<undefined>();
  readonly #options: BinOptions;
  readonly #folder: string;
  #list: readonly Removal[] | undefined;
  #stopTimer: () => void = () => undefined;

  constructor(options: BinOptions) {
    this.#options = options;
    this.#folder = path.join(options.folder, BIN);
    this.#takeAwayEmptied();
    this.#purgeNowAndThen();
  }

  /** @param places files, or folders of series or studies, relative to the inbox's folder. @throws what the system says. */
  remove(places: readonly string[], { studies, by, instances, bytes }: Removed): Removal {
    const { files, folder, journal, reconciler, wallClock } = this.#options;
    const note = noteOf(studies, by);
    const removal = { token: randomUUID(), at: wallClock(), instances, bytes, note, studyUids: studies.map(({ studyUid }) => studyUid) };
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
      this.#tell();
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
      this.#tell();
    }
  }

  /** Newest first. */
  list(): readonly Removal[] {
    const { files } = this.#options;
    this.#list ??= files.existsSync(this.#folder)
      ? files
          .readdirSync(this.#folder)
          .flatMap((token) => this.#note(token) ?? [])
          .sort((a, b) => b.at - a.at)
      : [];
    return this.#list;
  }

  /** For good. */
  delete(token: string): void {
    this.#known(token);
    this.#options.files.rmSync(path.join(this.#folder, token), { recursive: true, force: true });
    this.#tell();
  }

  /** For good. It is empty at once; the files go in the background, since there may be very many. @throws what the system says. */
  empty(): void {
    const { files, folder } = this.#options;
    if (!files.existsSync(this.#folder)) return;
    files.renameSync(this.#folder, path.join(folder, `${EMPTIED}${randomUUID()}`));
    this.#takeAwayEmptied();
    this.#tell();
  }

  close(): void {
    this.#stopTimer();
  }

  #purgeNowAndThen(): void {
    const { clock, wallClock } = this.#options;
    try {
      for (const { token, at } of this.list()) if (wallClock() - at > BIN_KEPT_MS) this.delete(token);
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
      const noted = readNote(this.#options.files.readFileSync(path.join(this.#folder, token, NOTE), 'utf8'));
      return noted && { token, ...noted };
    } catch {
      return undefined;
    }
  }

  #tell(): void {
    this.#list = undefined;
    this.changed.emit(undefined);
  }

  #takeAwayEmptied(): void {
    const { files, folder } = this.#options;
    const emptied = files.readdirSync(folder).filter((name) => name.startsWith(EMPTIED));
    // What cannot be taken away now is tried again at the next start.
    for (const name of emptied) void rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
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
