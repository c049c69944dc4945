/** What an inbox is opened with, and what it does for the rest of the engine. */
import type { Clock } from '../lib/clock.ts';
import type { TracePoint } from '../lib/trace.ts';
import type { InboxFilter, InboxMatches, InboxTarget, InstanceRow, SeriesRow, StudyRow } from '../contract/inbox.ts';
import type { Handlers } from '../services/types.ts';
import type { Database } from '../storage/database.ts';
import type { AddedObject, Adding } from './adding.ts';
import type { Bin, Removal, Removed } from './bin.ts';
import type { Held, Reception } from './browse.ts';
import type { Files } from './files.ts';
import type { Arrival, Refused } from './incoming.ts';
import type { InstanceIdentity } from './layout.ts';
import type { Durability } from './placing.ts';
import type { Provider, ProviderOptions } from './provider.ts';
import type { Kept } from './quarantine.ts';
import type { GentleOptions, ReconcileProgress } from './reconcile.ts';
import type { InboxItem } from './sending.ts';
import type { StudyEvent } from './study-feed.ts';

export interface InboxOptions {
  /** Absolute; made when it is not there. */
  readonly folder: string;
  /** Holds the index; may be shared with other rooms. */
  readonly database: Database;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** What stands in the file meta group of what is written (PS3.10 §7.1). */
  readonly implementation: { readonly classUid: string; readonly versionName: string };
  /** Asked for each object. Default 'os'. */
  readonly durability?: () => Durability;
  /** Bytes that are left free on the disk. Default 256 MiB, on small disks a fiftieth. */
  readonly reserve?: number;
  readonly files?: Files;
}

export interface Inbox extends AsyncDisposable {
  readonly folder: string;
  /** The handler of C-STORE, for our SCP and for the sub-operations of our C-GETs. */
  readonly store: NonNullable<Handlers['store']>;
  /** Begins to add an object that no association brings. */
  add(object: AddedObject): Adding;
  /** An object was acknowledged. */
  readonly arrived: TracePoint<Arrival>;
  /** An object was not. */
  readonly refused: TracePoint<Refused>;
  /** How far the index's comparison with the folder is. */
  readonly reconciling: TracePoint<ReconcileProgress>;
  /** The index could not be written; objects are kept nevertheless and it is tried again. */
  readonly indexFailed: TracePoint<unknown>;
  /** Settles when the index and the folder were compared after the start. */
  readonly reconciled: Promise<ReconcileProgress>;
  /** The index knows every object that was acknowledged until now. */
  settle(): void;
  /**
   * Emits a snapshot before it returns, the rest of a list of more than 500 right behind it, then changes at most ten times a second. The
   * returned function ends it.
   */
  studies(emit: (event: StudyEvent) => void): () => void;
  study(studyUid: string): StudyRow | undefined;
  /** All of them, for work that needs the whole. */
  everyStudy(): readonly StudyRow[];
  series(studyUid: string): readonly SeriesRow[];
  instances(studyUid: string, seriesUid: string): readonly InstanceRow[];
  /** The index's number of what was placed. */
  instanceId(placed: InstanceIdentity & { readonly version: number }): number | undefined;
  /** Emits what the filter finds before it returns, then what comes in and falls out of it. The returned function ends it. */
  search(filter: InboxFilter, emit: (event: InboxMatches) => void): () => void;
  /** Stars studies, or takes the star away. It outlives the index. */
  flag(studies: readonly string[], flagged: boolean): void;
  held(what: Held): { readonly instances: number; readonly bytes: number };
  /** SOP Instance UIDs of a study, each once. */
  uids(studyUid: string): readonly string[];
  /** UIDs of the studies that hold an object of this number. */
  studiesOf(sopInstanceUid: string): readonly string[];
  /** Who sent how much of a study, and when. */
  receptions(studyUid: string): readonly Reception[];
  path(target: InboxTarget): string | undefined;
  items(targets: readonly InboxTarget[]): Iterable<InboxItem>;
  /** Handlers that let others ask and retrieve what is here. */
  provide(options: Pick<ProviderOptions, 'title' | 'destination' | 'refuses'>): Provider;
  /** To the bin; the token brings it back. Targets that the index does not have are passed over. */
  remove(targets: readonly InboxTarget[], by?: Removed['by']): Removal;
  restore(token: string): Promise<void>;
  readonly bin: Pick<Bin, 'list' | 'keptMs' | 'delete' | 'empty' | 'changed'>;
  /** What was refused for what it is, oldest first. */
  quarantined(): readonly Kept[];
  /**
   * Makes the index anew from the files, study by study, so that the rest can be used meanwhile. When the signal fires, what was not yet read
   * stays as it was.
   */
  rebuild(options?: GentleOptions): Promise<ReconcileProgress>;
  readonly freeBytes: number | undefined;
  close(): Promise<void>;
}
