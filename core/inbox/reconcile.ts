/**
 * Makes the index agree with the folder: files that it lacks are taken up, rows without a file are forgotten. The folder is the truth. Only
 * series whose folder changed since the last comparison are looked into, so that a start does not touch every file.
 */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Database } from '../storage/database.ts';
import { systemCode, type Files } from './files.ts';
import type { IndexEntry } from './index-entry.ts';
import type { IndexWriter } from './index-writer.ts';
import { instanceFile, isStudyFolder, nameOf, versionOf } from './layout.ts';
import { readStoredFile } from './stored-file.ts';
import { identityOf, type PlacedRecord } from './tables.ts';

const BATCH = 200;
/** Rows of the index that are read at a time. */
const PAGE = 500;
/** How long other work on this thread may have to wait. */
const SLICE_MS = 8;

export interface ReconcileOptions {
  readonly files: Files;
  readonly folder: string;
  readonly database: Database;
  readonly writer: IndexWriter;
  readonly changed: (studies: ReadonlySet<number>) => void;
  readonly now: () => number;
  /** What goes before the next slice of gentle work. */
  readonly first: () => Promise<void>;
}

/** Series folders looked at, of how many. */
export interface ReconcileProgress {
  readonly done: number;
  readonly total: number;
  /** Objects that the index gained and lost so far. */
  readonly added: number;
  readonly removed: number;
}

export interface GentleOptions {
  readonly progress?: (progress: ReconcileProgress) => void;
  readonly signal?: AbortSignal;
}

export interface WholeFolderOptions extends GentleOptions {
  /** Forgets what the index has of each study before its files are read. */
  readonly anew?: boolean;
}

interface SeriesPlace {
  readonly study: string;
  readonly series: string;
}

interface IndexedSeries {
  readonly id: number;
  readonly study: number;
  readonly study_uid: string;
  readonly uid: string;
  readonly folder_time: number;
}

export class Reconciler {
  readonly #options: ReconcileOptions;
  #added = 0;
  #removed = 0;

  constructor(options: ReconcileOptions) {
    this.#options = options;
  }

  /** Looks at the places that a journal names: files, or folders of series and studies. */
  places(places: readonly string[]): void {
    for (const _ of this.#places(places)) continue;
  }

  /** The same, giving way to other work again and again. */
  async placesGently(places: readonly string[]): Promise<void> {
    await this.#gently(this.#places(places), {});
  }

  /** Looks at the whole folder, giving way to other work. */
  async everything(options: WholeFolderOptions = {}): Promise<ReconcileProgress> {
    this.#added = 0;
    this.#removed = 0;
    return this.#gently(this.#walk(options.anew ?? false), options);
  }

  async #gently(work: Generator<ReconcileProgress>, options: GentleOptions): Promise<ReconcileProgress> {
    const { now, first } = this.#options;
    let progress: ReconcileProgress = { done: 0, total: 0, added: 0, removed: 0 };
    await first();
    let until = now() + SLICE_MS;
    for (let step = work.next(); !step.done; step = work.next()) {
      progress = step.value;
      if (now() < until) continue;
      options.progress?.(progress);
      await setImmediate();
      await first();
      if (options.signal?.aborted) break;
      until = now() + SLICE_MS;
    }
    options.progress?.(progress);
    return progress;
  }

  *#places(places: readonly string[]): Generator<ReconcileProgress> {
    const series = new Map<string, SeriesPlace>();
    for (const place of places) for (const found of this.#seriesAt(place)) series.set(`${found.study}/${found.series}`, found);
    let done = 0;
    for (const place of series.values()) {
      for (const _ of this.#series(place)) yield this.#progress(done, series.size);
      done += 1;
    }
  }

  *#walk(anew: boolean): Generator<ReconcileProgress> {
    const { files, folder } = this.#options;
    const places: SeriesPlace[] = [];
    const there = new Set<string>();
    for (const study of this.#folders('').filter(isStudyFolder)) {
      for (const series of this.#folders(study)) {
        places.push({ study, series });
        there.add(`${study}/${series}`);
      }
      yield this.#progress(0, places.length);
    }
    const gone: SeriesPlace[] = [];
    const times = new Map<string, number>();
    for (const page of this.#indexedPages()) {
      for (const { study_uid, uid, folder_time } of page) {
        const place = { study: nameOf(study_uid), series: nameOf(uid) };
        const key = `${place.study}/${place.series}`;
        times.set(key, folder_time);
        if (!there.has(key)) gone.push(place);
      }
      yield this.#progress(0, places.length);
    }
    const total = places.length + gone.length;
    let done = 0;
    let before = '';
    for (const place of [...places, ...gone]) {
      const key = `${place.study}/${place.series}`;
      if (anew && place.study !== before) this.#forget(place.study, times);
      before = place.study;
      const modified = files.statSync(path.join(folder, place.study, place.series), { throwIfNoEntry: false })?.mtimeMs;
      if (modified === undefined || Math.floor(modified) !== times.get(key)) {
        for (const _ of this.#series(place)) yield this.#progress(done, total);
      }
      done += 1;
      yield this.#progress(done, total);
    }
  }

  /** What the index has of a study, and the times of its folders. */
  #forget(study: string, times: Map<string, number>): void {
    const { database, writer, changed } = this.#options;
    const known = this.#indexedStudy(study);
    for (const { study_uid, uid } of known) times.delete(`${nameOf(study_uid)}/${nameOf(uid)}`);
    const ids = new Set(known.map((series) => series.study));
    database.transaction(() => {
      for (const id of ids) writer.forgetStudy(id);
    });
    changed(ids);
  }

  #progress(done: number, total: number): ReconcileProgress {
    return { done, total, added: this.#added, removed: this.#removed };
  }

  /** One series, a batch of files a step. */
  *#series({ study, series }: SeriesPlace): Generator<void> {
    const { files, folder, database, writer, changed } = this.#options;
    const at = path.join(folder, study, series);
    const modified = files.statSync(at, { throwIfNoEntry: false })?.mtimeMs;
    const names = new Set(modified === undefined ? [] : files.readdirSync(at));
    for (const indexed of this.#indexedAt(study, series)) {
      const rows = database
        .statement<PlacedRecord>('SELECT i.*, ? AS study_uid, ? AS series_uid FROM inbox_instance i WHERE i.series = ?')
        .all(indexed.study_uid, indexed.uid, indexed.id);
      const gone = rows.filter((row) => !names.delete(path.basename(instanceFile(identityOf(row), row.version))));
      if (gone.length > 0) {
        database.transaction(() => {
          writer.remove(indexed, gone);
        });
        this.#removed += gone.length;
        changed(new Set([indexed.study]));
      }
    }
    let read: { readonly file: string; readonly entry: IndexEntry }[] = [];
    const take = (): void => {
      // What gave way may have seen files go: to the bin, with their series.
      const entries = read.filter(({ file }) => files.existsSync(file)).map(({ entry }) => entry);
      read = [];
      if (entries.length === 0) return;
      changed(database.transaction(() => writer.add(entries)));
      this.#added += entries.length;
    };
    for (const name of names) {
      if (versionOf(name) === undefined) continue;
      const entry = readStoredFile(files, folder, path.join(study, series, name));
      if (entry) read.push({ file: path.join(at, name), entry });
      if (read.length >= BATCH) take();
      yield;
    }
    take();
    // A folder that changed while it was looked at has another time by now, and is looked at again next time.
    if (modified === undefined) return;
    for (const { id } of this.#indexedAt(study, series)) {
      database.statement('UPDATE inbox_series SET folder_time = ? WHERE id = ?').run(Math.floor(modified), id);
    }
  }

  /** The series at a place of one, two or three names, those that only the index knows too. */
  #seriesAt(place: string): readonly SeriesPlace[] {
    const [study = '', series] = place.split(/[\\/]/);
    if (!isStudyFolder(study) || study === '..' || series === '..') return [];
    if (series !== undefined) return [{ study, series }];
    const indexed = this.#indexedStudy(study);
    return [...new Set([...this.#folders(study), ...indexed.map(({ uid }) => nameOf(uid))])].map((name) => ({ study, series: name }));
  }

  #folders(below: string): readonly string[] {
    const { files, folder } = this.#options;
    try {
      const entries = files.readdirSync(path.join(folder, below), { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  *#indexedPages(): Generator<readonly IndexedSeries[]> {
    const page = this.#options.database.statement<IndexedSeries>(
      `SELECT se.id, se.study, st.uid AS study_uid, se.uid, se.folder_time FROM inbox_series se JOIN inbox_study st ON st.id = se.study
       WHERE se.id > ? ORDER BY se.id LIMIT ?`,
    );
    let after = 0;
    for (let rows = page.all(after, PAGE); rows.length > 0; rows = page.all(after, PAGE)) {
      after = rows.at(-1)?.id ?? after;
      yield rows;
    }
  }

  #indexed(): readonly IndexedSeries[] {
    return this.#options.database
      .statement<IndexedSeries>(
        `SELECT se.id, se.study, st.uid AS study_uid, se.uid, se.folder_time FROM inbox_series se JOIN inbox_study st ON st.id = se.study`,
      )
      .all();
  }

  #indexedStudy(study: string): readonly IndexedSeries[] {
    const plain = this.#options.database
      .statement<IndexedSeries>(
        `SELECT se.id, se.study, st.uid AS study_uid, se.uid, se.folder_time FROM inbox_series se JOIN inbox_study st ON st.id = se.study
         WHERE st.uid = ?`,
      )
      .all(study);
    if (plain.length > 0 || /^\d/.test(study)) return plain;
    return this.#indexed().filter(({ study_uid }) => nameOf(study_uid) === study);
  }

  /** Names are made from UIDs; where a name is a hash, every series is asked. */
  #indexedAt(study: string, series: string): readonly IndexedSeries[] {
    const plain = this.#options.database
      .statement<IndexedSeries>(
        `SELECT se.id, se.study, st.uid AS study_uid, se.uid, se.folder_time FROM inbox_series se JOIN inbox_study st ON st.id = se.study
         WHERE st.uid = ? AND se.uid = ?`,
      )
      .all(study, series);
    if (plain.length > 0 || (/^\d/.test(study) && /^\d/.test(series))) return plain;
    return this.#indexed().filter((one) => nameOf(one.study_uid) === study && nameOf(one.uid) === series);
  }
}
