/**
 * The inbox as a whole: what its rooms' parts are to each other. One is open for a folder at a time; another folder is another inbox.
 */
import { createTracePoint } from '../lib/trace.ts';
import type { InboxFilter, InboxMatches, InboxTarget, InstanceRow, SeriesRow, StudyRow } from '../contract/inbox.ts';
import type { Handlers } from '../services/types.ts';
import type { Database } from '../storage/database.ts';
import { lockFolder } from '../storage/folder-lock.ts';
import { addTo, type AddedObject, type Adding } from './adding.ts';
import { adoptFolder } from './adopt-folder.ts';
import { Bin, type Removal, type Removed } from './bin.ts';
import { Browse, type Held, type Reception } from './browse.ts';
import { systemFiles, type Files } from './files.ts';
import { flagStudies } from './flags.ts';
import { Incoming, type Arrival, type Refused } from './incoming.ts';
import { IndexQueue } from './index-queue.ts';
import { IndexWriter } from './index-writer.ts';
import { Journal } from './journal.ts';
import { INCOMING, type InstanceIdentity } from './layout.ts';
import { createProvider, type Provider, type ProviderOptions } from './provider.ts';
import { Quarantine, type Kept } from './quarantine.ts';
import { Reconciler, type GentleOptions, type ReconcileProgress, type WholeFolderOptions } from './reconcile.ts';
import { defaultReserve, Room } from './room.ts';
import { itemsOf, type InboxItem } from './sending.ts';
import { StudyFeed, type StudyEvent } from './study-feed.ts';
import { MIGRATIONS } from './tables.ts';
import type { Inbox, InboxOptions } from './types.ts';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

export type { Inbox, InboxOptions } from './types.ts';

/** Another process has this folder open as its inbox. */
export class InboxInUseError extends Error {
  override readonly name = 'InboxInUseError';
}

/**
 * Opens the inbox: sweeps what an earlier process left half-written and takes up what it left unindexed before it returns; compares index
 * and folder in the background. @throws InboxInUseError, or what the system says about the folder.
 */
export function createInbox(options: InboxOptions): Inbox {
  return new OpenInbox(options);
}

class OpenInbox implements Inbox {
  readonly folder: string;
  readonly arrived = createTracePoint<Arrival>();
  readonly refused = createTracePoint<Refused>();
  readonly reconciling = createTracePoint<ReconcileProgress>();
  readonly indexFailed = createTracePoint<unknown>();
  readonly store: NonNullable<Handlers['store']>;
  reconciled: Promise<ReconcileProgress>;
  readonly #database: Database;
  readonly #files: Files;
  readonly #unlock: () => void;
  readonly #incoming: Incoming;
  readonly #queue: IndexQueue;
  readonly #journal: Journal;
  readonly #quarantine: Quarantine;
  readonly #room: Room;
  readonly #reconciler: Reconciler;
  readonly #browse: Browse;
  readonly #feed: StudyFeed;
  readonly bin: Bin;
  readonly #closing = new AbortController();

  constructor(options: InboxOptions) {
    const { database, clock, wallClock, files = systemFiles, implementation, durability = () => 'os' } = options;
    const folder = path.resolve(options.folder);
    this.folder = folder;
    this.#database = database;
    this.#files = files;
    files.mkdirSync(path.join(folder, INCOMING), { recursive: true });
    const unlock = lockFolder(path.join(folder, INCOMING));
    if (!unlock) throw new InboxInUseError(`${folder} is the inbox of another Gantry that is running.`);
    this.#unlock = unlock;
    database.migrate('inbox', MIGRATIONS);
    this.#browse = new Browse(database, folder);
    this.#feed = new StudyFeed(this.#browse, clock);
    const changed = (studies: Iterable<number>): void => {
      this.#feed.changed(studies);
    };
    const writer = new IndexWriter(database);
    this.#journal = new Journal(files, path.join(folder, INCOMING));
    this.#reconciler = new Reconciler({ files, folder, database, writer, changed, now: () => clock.now(), first: () => this.#feed.told() });
    this.#queue = new IndexQueue({
      database,
      writer,
      journal: this.#journal,
      clock,
      changed,
      failed: (error) => {
        this.indexFailed.emit(error);
      },
      behind: () => {
        this.#replay();
      },
    });
    this.#room = new Room({ files, folder, clock, reserve: options.reserve ?? defaultReserve(files, folder) });
    this.#quarantine = new Quarantine(files, folder);
    const { arrived, refused } = this;
    this.#incoming = new Incoming({
      files,
      folder,
      wallClock,
      implementation,
      durability,
      arrived,
      refused,
      room: this.#room,
      journal: this.#journal,
      queue: this.#queue,
      quarantine: this.#quarantine,
    });
    this.store = this.#incoming.store;
    this.bin = new Bin({ files, folder, clock, wallClock, journal: this.#journal, reconciler: this.#reconciler });
    this.#incoming.sweep();
    this.#feed.changed(adoptFolder(database, folder));
    this.#replay();
    this.reconciled = this.#reconcile();
  }

  get freeBytes(): number | undefined {
    return this.#room.free;
  }

  add(object: AddedObject): Adding {
    return addTo((coming) => this.#incoming.take(coming), object);
  }

  settle(): void {
    this.#queue.flush();
  }

  studies(emit: (event: StudyEvent) => void): () => void {
    this.settle();
    return this.#feed.listen(emit);
  }

  study(studyUid: string): StudyRow | undefined {
    this.settle();
    return this.#browse.study(studyUid);
  }

  everyStudy(): readonly StudyRow[] {
    this.settle();
    return this.#browse.everyStudy();
  }

  series(studyUid: string): readonly SeriesRow[] {
    this.settle();
    return this.#browse.series(studyUid);
  }

  instances(studyUid: string, seriesUid: string): readonly InstanceRow[] {
    this.settle();
    return this.#browse.instances(studyUid, seriesUid);
  }

  instanceId(placed: InstanceIdentity & { readonly version: number }): number | undefined {
    this.settle();
    return this.#browse.instanceId(placed);
  }

  search(filter: InboxFilter, emit: (event: InboxMatches) => void): () => void {
    this.settle();
    return this.#feed.search(filter, emit);
  }

  flag(studies: readonly string[], flagged: boolean): void {
    this.#feed.changed(flagStudies(this.#database, studies, flagged));
  }

  held(what: Held): { readonly instances: number; readonly bytes: number } {
    this.settle();
    return this.#browse.held(what);
  }

  uids(studyUid: string): readonly string[] {
    this.settle();
    return this.#browse.uids(studyUid);
  }

  studiesOf(sopInstanceUid: string): readonly string[] {
    this.settle();
    return this.#browse.studiesOf(sopInstanceUid);
  }

  receptions(studyUid: string): readonly Reception[] {
    this.settle();
    return this.#browse.receptions(studyUid);
  }

  path(target: InboxTarget): string | undefined {
    this.settle();
    return this.#browse.path(target);
  }

  items(targets: readonly InboxTarget[]): Iterable<InboxItem> {
    this.settle();
    return itemsOf(this.#browse, this.#files, targets);
  }

  provide(options: Pick<ProviderOptions, 'title' | 'destination' | 'refuses'>): Provider {
    const settle = (): void => {
      this.settle();
    };
    return createProvider({ ...options, database: this.#database, browse: this.#browse, files: this.#files, settle });
  }

  remove(targets: readonly InboxTarget[], by: Removed['by'] = 'person'): Removal {
    this.settle();
    const found = targets.flatMap((target) => this.#browse.place(target) ?? []);
    const sums = found.reduce((sum, one) => ({ instances: sum.instances + one.instances, bytes: sum.bytes + one.bytes }), {
      instances: 0,
      bytes: 0,
    });
    const studies = [...new Set(targets.flatMap((target) => this.#studyOf(target) ?? []))].flatMap((uid) => this.#browse.study(uid) ?? []);
    const removal = this.bin.remove(
      found.map(({ place }) => place),
      { ...sums, studies, by },
    );
    this.settle();
    return removal;
  }

  #studyOf(target: InboxTarget): string | undefined {
    return target.kind === 'instance' ? this.#browse.instance(target.instanceId)?.study_uid : target.studyUid;
  }

  async restore(token: string): Promise<void> {
    await this.bin.restore(token);
    this.settle();
  }

  quarantined(): readonly Kept[] {
    return this.#quarantine.list();
  }

  async rebuild(options: GentleOptions = {}): Promise<ReconcileProgress> {
    await this.reconciled;
    this.settle();
    const rebuilt = this.#reconcile({ ...options, anew: true });
    // A study that was half read when it was ended is read to its end.
    this.reconciled = rebuilt.then((progress) => (options.signal?.aborted ? this.#reconcile() : progress));
    await this.reconciled;
    return rebuilt;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#feed.close();
    await this.reconciled;
    this.bin.close();
    this.#incoming.close();
    this.#queue.close();
    this.#journal.close();
    this.#unlock();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #replay(): void {
    this.#reconciler.places(this.#journal.places());
    this.#journal.forget();
  }

  async #reconcile(options: WholeFolderOptions = {}): Promise<ReconcileProgress> {
    let last: ReconcileProgress = { done: 0, total: 0, added: 0, removed: 0 };
    const signals = [this.#closing.signal, ...(options.signal ? [options.signal] : [])];
    // Whoever opened the inbox wants its list first.
    await setImmediate();
    try {
      return await this.#reconciler.everything({
        ...options,
        signal: AbortSignal.any(signals),
        progress: (progress) => {
          last = progress;
          this.reconciling.emit(progress);
          options.progress?.(progress);
        },
      });
    } catch (error) {
      this.indexFailed.emit(error);
      return last;
    }
  }
}
