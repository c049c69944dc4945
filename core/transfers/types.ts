/** The face of the transfers, what they need of other rooms, and the records that the queue keeps. */
import type { Explanation } from '../contract/failure.ts';
import type { InboxTarget } from '../contract/inbox.ts';
import type { PreflightDecision, PreflightProblem, ProposalView } from '../contract/preflight.ts';
import type { ListEvent } from '../contract/spec.ts';
import type { ListenerView } from '../contract/status.ts';
import type { PullItem, TransferObject, TransferState, TransferView } from '../contract/transfers.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Clock } from '../lib/clock.ts';
import type { Live } from '../lib/live.ts';
import type { TracePoint } from '../lib/trace.ts';
import type { Knocks } from '../nodes/knocks.ts';
import type { Nodes } from '../nodes/types.ts';
import type { ReferencedInstance } from '../services/commitment.ts';
import type { ApplicationEntity } from '../services/types.ts';
import type { Database } from '../storage/database.ts';
import type { FileRange } from './file-source.ts';
import type { EntryPlace } from './zip/entry-place.ts';

export interface SendRequest {
  readonly nodeId: string;
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
  readonly targets: readonly InboxTarget[];
}

export type ProposalRequest = ({ readonly kind: 'send' } & SendRequest) | { readonly kind: 'import'; readonly paths: readonly string[] };

/** What is not named stays as it is. */
export interface GroupDecision {
  readonly key: string;
  readonly decision?: PreflightDecision | undefined;
  /** Taken for later ones, too, or no longer. */
  readonly remember?: boolean | undefined;
}

export interface PullRequest {
  readonly nodeId: string;
  readonly items: readonly PullItem[];
  readonly model: 'study' | 'patient';
  readonly via: 'auto' | 'get' | 'move';
  /** Another node; null is this computer. */
  readonly destinationId: string | null;
  readonly label: string;
}

export interface ObjectPage {
  readonly offset: number;
  readonly limit: number;
  readonly only: 'all' | 'problems';
}

/** A node answered one of our C-STOREs with Success, a warning, or that it has the object already. */
export interface SentObject {
  readonly nodeId: string;
  readonly nodeName: string;
  readonly sopInstanceUid: string;
  readonly status: number;
}

export interface Transfers {
  /** Transfers that an earlier process left unfinished and that were taken up again. */
  readonly resumed: number;
  subscribe(watcher: (event: ListEvent<TransferView, 'id'>) => void): () => void;
  list(): readonly TransferView[];
  get(id: string): TransferView | undefined;
  /** Returns the transfer's id. Nothing is sent before its files were looked at. @throws UsageError for an unknown node. */
  send(request: SendRequest): string;
  /** Absolute paths of files and folders, into the inbox. Returns the transfer's id. */
  import(paths: readonly string[]): string;
  pull(request: PullRequest): string;
  /** Looks at what is to be sent or imported and tells of it, until it is released or the signal drops it. @throws UsageError */
  propose(request: ProposalRequest, tell: (view: ProposalView) => void, signal: AbortSignal): Promise<void>;
  /** What a proposal would send as it is decided now. @throws UsageError */
  proposed(id: string): Iterable<FileRange>;
  /** What becomes of a group of a proposal. */
  decide(id: string, change: GroupDecision): void;
  /** A proposal goes: it is a transfer of that id from now on. */
  release(id: string): TransferView;
  pause(id: string): void;
  resume(id: string): void;
  cancel(id: string): void;
  /** Only what has no 0000 yet. */
  retry(id: string): void;
  /** Takes an ended one off the list. */
  remove(id: string): void;
  clearEnded(): void;
  /** Told within the transaction that keeps the outcome, so that a listener's own row is kept with it or not at all. */
  readonly sent: TracePoint<SentObject>;
  /** Files below a folder lie below another one now: what is to be sent from there is read there. */
  moved(from: string, to: string): void;
  /** Files that sends which are not over read, or will. */
  sources(): Iterable<string>;
  /** What the node of a send has stored. */
  stored(id: string): Iterable<ReferencedInstance>;
  objects(id: string, page: ObjectPage): { readonly total: number; readonly rows: readonly TransferObject[] };
  /** Ends what runs, so that the next start takes it up again. */
  close(): Promise<void>;
}

/** The inbox as transfers need it: files to send from it, what arrives in it, and files to keep in it. */
export type OpenInbox = Pick<Inbox, 'add' | 'items' | 'arrived' | 'refused'>;

export type InboxState = { readonly kind: 'open'; readonly inbox: OpenInbox } | { readonly kind: 'empty' | 'failed' };

export interface TransfersOptions {
  readonly database: Database;
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly inbox: { readonly state: Live<InboxState> };
  readonly listener: Live<ListenerView>;
  readonly knocks: Knocks;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** 0 up to 1, for the jitter of retries. */
  readonly random?: () => number;
}

/** What stands in the queue of one transfer. */
export interface TransferRecord {
  readonly id: string;
  readonly direction: TransferView['direction'];
  readonly label: string;
  readonly nodeId: string;
  readonly destinationId: string | null;
  readonly model: 'study' | 'patient';
  readonly wishedVia: 'auto' | 'get' | 'move';
  readonly created: string;
  via: TransferView['via'];
  state: TransferState;
  started: string | null;
  ended: string | null;
  attempt: number;
  nextAttempt: string | null;
  summary: string;
  failure: Explanation | null;
}

/** `error`: failed, but another try may help. */
export type ObjectState = 'waiting' | 'running' | 'done' | 'warning' | 'failed' | 'set-aside' | 'cancelled';

/** One object of a transfer, as it is kept. */
export interface ObjectRecord {
  readonly index: number;
  readonly path: string;
  /** Where it lies in the archive at that path. */
  readonly entry?: EntryPlace;
  /** Where the data set begins in the file. */
  readonly offset: number;
  /** Of the data set. */
  readonly bytes: number;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** What preflight found. */
  readonly problem: PreflightProblem | null;
  readonly state: ObjectState;
  readonly status: number | null;
  readonly words: string;
  readonly comment: string;
  /** Attempts on which it failed. */
  readonly failures: number;
}

/** One item of a pull, as it is kept. */
export interface ItemRecord {
  readonly index: number;
  readonly item: PullItem;
  readonly done: boolean;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
  /** What the node says in all, or said beforehand. */
  readonly total: number | null;
  readonly arrived: number;
}
