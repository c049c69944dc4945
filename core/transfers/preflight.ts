/**
 * Looks at everything that was chosen before anything is sent or kept: objects go into the queue, the rest is set aside with its reason.
 * Archives and discs are looked into. Streams, so that the first results show at once and a huge folder is never held.
 */
import path from 'node:path';
import { DiscFolder } from './disc/disc-folder.ts';
import { discTable, missingFrom, readDirectoryFile, type DiscNames } from './disc/look.ts';
import type { FileId } from './disc/media-directory.ts';
import { fileWords } from './file-words.ts';
import type { PreflightDecision } from '../contract/preflight.ts';
import { openInPool, type OpenForReading } from './open-file.ts';
import type { ProblemAt } from './problem.ts';
import { recordOf } from './object-record.ts';
import { scanFile, type FileScan, type ObjectScan } from './scan-file.ts';
import type { ObjectRecord } from './types.ts';
import { walkFiles, type Look } from './walk.ts';
import { archiveEntries, openArchive, type OpenArchive } from './zip/archive.ts';
import { lookIntoEntry, openEntry } from './zip/entry-file.ts';
import { entryName, namedEntry, type EntryPlace } from './zip/entry-place.ts';

export interface PreflightOptions {
  readonly sources: Iterable<string>;
  readonly signal: AbortSignal;
  /** Takes the next objects, in order. A promise pauses the looking until it settles. */
  readonly add: (objects: readonly ObjectRecord[]) => void | Promise<void>;
  /** As many at most at a time; default 100. */
  readonly batch?: number;
  /** SOP Instance UIDs that count as having come. */
  readonly seen?: Iterable<string>;
  /** Index of the first object; default 0. */
  readonly from?: number;
  /** What becomes of an object with a problem that may go all the same; default: what is named goes, but for duplicates. */
  readonly decide?: (at: ProblemAt) => PreflightDecision;
  /** Called with each object that could go and what was read of it, before it is added. */
  readonly met?: (record: ObjectRecord, scan: ObjectScan) => void;
  /** Default: through the pool. */
  readonly openFile?: OpenForReading;
  /** The same for what a place is. */
  readonly look?: Look;
}

const BATCH = 100;
/** The first few go out alone: something shows at once. */
const FIRST = 10;
/** Files looked at at once: enough to hide the latency of a share or a disc. */
const AT_ONCE = 4;

export const preflight = (options: PreflightOptions): Promise<void> => new Preflight(options).run();

interface Pending {
  readonly path: string;
  readonly entry?: EntryPlace;
  readonly scan: Promise<FileScan>;
}

type Settle = (pending: Pending, scan: FileScan) => Promise<void>;

class Preflight {
  readonly #options: PreflightOptions;
  readonly #sources: readonly string[];
  /** SOP Instance UIDs that are in the queue already. */
  readonly #seen: Set<string>;
  #batch: ObjectRecord[] = [];
  /** How many were taken. */
  #taken = 0;

  constructor(options: PreflightOptions) {
    this.#options = options;
    this.#sources = [...options.sources];
    this.#seen = new Set(options.seen);
  }

  async run(): Promise<void> {
    await this.#lookAt(this.#filesIn(this.#sources), (pending, scan) => this.#settle(pending, scan));
    if (!this.#options.signal.aborted) await this.#flush();
  }

  /** Several at once, settled in order. */
  async #lookAt(files: AsyncIterable<Pending>, settle: Settle): Promise<void> {
    const window: Pending[] = [];
    const first = async (): Promise<void> => {
      const pending = window.shift();
      if (pending) await settle(pending, await pending.scan);
    };
    for await (const pending of files) {
      window.push(pending);
      if (window.length >= AT_ONCE) await first();
      if (this.#options.signal.aborted) break;
    }
    while (window.length > 0) await first();
  }

  async *#filesIn(sources: readonly string[]): AsyncGenerator<Pending> {
    const { openFile, look, signal } = this.#options;
    for await (const found of walkFiles(sources, signal, look)) {
      const { path: place } = found;
      yield { path: place, scan: found.kind === 'file' ? scanFile(place, found.size, openFile) : setAside(found.words) };
    }
  }

  async #settle(pending: Pending, scan: FileScan): Promise<void> {
    const { path: place } = pending;
    if (scan.kind === 'archive' && this.#mayLookInto(place)) return this.#lookIntoArchive(place);
    const damaged = scan.kind === 'set-aside' && /^dicomdir$/i.test(path.basename(place)) && this.#sources.includes(place);
    if (scan.kind === 'directory' || damaged) return this.#lookAtDisc(place);
    await this.#take(pending, scan);
  }

  /** Documents of many programs are archives, too: among other files only what is called one is opened. */
  #mayLookInto(place: string): boolean {
    return /^(\.zip)?$/i.test(path.extname(place)) || this.#sources.includes(place);
  }

  async #lookIntoArchive(place: string): Promise<void> {
    const { signal } = this.#options;
    const names = discTable();
    const directories: EntryPlace[] = [];
    try {
      await using archive = await openArchive(place);
      await this.#lookAt(entriesOf({ archive, place, names, signal }), async (pending, scan) => {
        if (scan.kind === 'directory' && pending.entry) directories.push(pending.entry);
        else await this.#take(pending, scan.kind === 'archive' ? { kind: 'set-aside', problem: 'unreadable', words: NESTED } : scan);
      });
    } catch (error) {
      await this.#take({ path: place, scan: NEVER }, { kind: 'set-aside', problem: 'unreadable', words: fileWords(error) });
    }
    for (const entry of directories) await this.#lookAtDiscInArchive(place, entry, names);
  }

  async #lookAtDiscInArchive(archive: string, entry: EntryPlace, names: DiscNames): Promise<void> {
    const { signal } = this.#options;
    const directory = await readDirectoryFile(() => openEntry(archive, entry), entry.size, signal);
    if ('words' in directory)
      return this.#take({ path: archive, entry, scan: NEVER }, { kind: 'set-aside', problem: 'unreadable', words: directory.words });
    for (const fileId of missingFrom(names, entry.name, directory.files)) {
      await this.#take({ path: archive, entry: namedEntry(fileId.join('/')), scan: NEVER }, MISSING);
    }
  }

  /** A directory among the files of its folder is held against them; one that was chosen alone says what to take. */
  async #lookAtDisc(place: string): Promise<void> {
    const { signal, openFile = openInPool } = this.#options;
    const alone = this.#sources.includes(place);
    const root = path.dirname(place);
    const directory = await readDirectoryFile(() => openFile(place), undefined, signal);
    if ('words' in directory) {
      await this.#take({ path: place, scan: NEVER }, { kind: 'set-aside', problem: 'unreadable', words: directory.words });
      if (alone) await this.#lookAt(this.#filesIn([root]), (pending, scan) => (pending.path === place ? done : this.#take(pending, scan)));
      return;
    }
    const disc = new DiscFolder(root);
    if (alone) return this.#lookAt(this.#filesOf(disc, root, directory.files), (pending, scan) => this.#take(pending, scan));
    for (const fileId of directory.files) {
      if (signal.aborted) return;
      if ((await disc.find(fileId)) === undefined) await this.#take({ path: path.join(root, ...fileId), scan: NEVER }, MISSING);
    }
  }

  async *#filesOf(disc: DiscFolder, root: string, files: readonly FileId[]): AsyncGenerator<Pending> {
    for (const fileId of files) {
      const place = await disc.find(fileId);
      if (place === undefined) yield { path: path.join(root, ...fileId), scan: Promise.resolve(MISSING) };
      else yield* this.#filesIn([place]);
    }
  }

  async #take({ path: place, entry }: Pending, scan: FileScan): Promise<void> {
    const index = (this.#options.from ?? 0) + this.#taken;
    const { decide, met } = this.#options;
    const record = recordOf({ index, path: place, entry, scan, seen: this.#seen, ...(decide && { decide }) });
    if (scan.kind === 'object') met?.(record, scan);
    this.#batch.push(record);
    this.#taken += 1;
    const { batch: most = BATCH } = this.#options;
    if (this.#batch.length >= (this.#taken < most ? Math.min(FIRST, most) : most)) await this.#flush();
  }

  async #flush(): Promise<void> {
    const full = this.#batch;
    this.#batch = [];
    if (full.length > 0) await this.#options.add(full);
  }
}

interface Inside {
  readonly archive: OpenArchive;
  readonly place: string;
  readonly names: DiscNames;
  readonly signal: AbortSignal;
}

async function* entriesOf({ archive, place, names, signal }: Inside): AsyncGenerator<Pending> {
  for await (const found of archiveEntries(archive, signal)) {
    if (found.kind === 'problem') {
      const entry = found.name === '' ? {} : { entry: namedEntry(found.name) };
      yield { path: place, ...entry, scan: setAside(found.words) };
      continue;
    }
    const { place: entry } = found;
    names.add(entry.name);
    yield { path: place, entry, scan: scanFile(place, entry.size, () => lookIntoEntry(archive, entry)) };
  }
}

const NESTED = 'It is a ZIP file within a ZIP file: unpack the outer one first';
const MISSING: FileScan = { kind: 'set-aside', problem: 'unreadable', words: 'The DICOMDIR names it, but it is not there' };
const setAside = (words: string): Promise<FileScan> => Promise.resolve({ kind: 'set-aside', problem: 'unreadable', words });
/** Of what is told of without having been looked at. */
const NEVER = setAside('');
const done = Promise.resolve();

/** What is shown of a file: its name, never its folders. */
export const fileName = ({ path: place, entry }: Pick<ObjectRecord, 'path' | 'entry'>): string =>
  (entry && entryName(entry)) || path.basename(place);
