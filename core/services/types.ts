/**
 * The DIMSE services as a program uses them: one verb a service as SCU, one handler a service as SCP (PS3.7 §9, §10; PS3.4).
 */
import type {
  Admit,
  Answer,
  AssociateRequest,
  AssociationEnd,
  AssociationFacts,
  AssociationObserver,
  ByteSink,
  ByteSource,
  Failure,
  Limits,
  ProposedSyntaxes,
  SupportedContext,
  Timeouts,
  TlsOptions,
  Traffic,
} from '../association/types.ts';
import type { DataSet } from '../dicom/types.ts';
import type { DimseStatus } from '../dimse/types.ts';

export type QueryLevel = 'PATIENT' | 'STUDY' | 'SERIES' | 'IMAGE';
export type QueryModel = 'study' | 'patient' | 'patient-study';

/** Keys under keywords or tags; '' asks for the value back (universal matching). Sequences are arrays of keys. */
export type QueryKeys = { readonly [keyword: string]: string | number | readonly string[] | readonly QueryKeys[] };

export interface FindRequest {
  readonly level: QueryLevel;
  /** Default 'study'. */
  readonly model?: QueryModel;
  readonly keys: QueryKeys;
  /** Specific Character Set of the keys' text. Default ISO_IR 192 when not plain ASCII. */
  readonly characterSet?: string;
  readonly signal?: AbortSignal;
}

/**
 * Leaving the loop, or the signal, is C-CANCEL. `final` settles when the last response (or the end of the association) came. Matches are
 * kept for their reader: beyond 256 that nobody has read the peer is not read on, so read to the end, or leave, before awaiting `final`.
 */
export interface FindOperation extends AsyncIterable<FindMatch> {
  readonly final: Promise<FinalStatus>;
}

export interface FindMatch {
  readonly dataSet: DataSet;
  /** FF00 or FF01. */
  readonly status: DimseStatus;
}

/** The last word of an operation: the peer's status, or the end of the association before it came. */
export type FinalStatus =
  | { readonly kind: 'status'; readonly status: DimseStatus; readonly identifier?: DataSet }
  | { readonly kind: 'ended'; readonly end: AssociationEnd };

export interface SubOperations {
  readonly remaining: number;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
}

export interface RetrieveRequest {
  readonly level: QueryLevel;
  readonly model?: QueryModel;
  /** The unique keys from the top to the level, e.g. StudyInstanceUID and SeriesInstanceUID. */
  readonly keys: QueryKeys;
  readonly signal?: AbortSignal;
}

export interface MoveRequest extends RetrieveRequest {
  readonly destination: string;
}

/** Progress as the peer reports it; the final counters stand in `final`. */
export interface RetrieveOperation extends AsyncIterable<SubOperations> {
  readonly final: Promise<RetrieveFinal>;
}

export type RetrieveFinal =
  | {
      readonly kind: 'status';
      readonly status: DimseStatus;
      readonly counters: SubOperations;
      /** (0008,0058), where given. */
      readonly failedSopInstanceUids: readonly string[];
    }
  | { readonly kind: 'ended'; readonly end: AssociationEnd; readonly counters: SubOperations };

/** One object to send. `open` is called when its turn comes; the bytes are the data set in `transferSyntaxUid`, without file meta. */
export interface StoreItem {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Bytes of the data set, where they are known: an odd number cannot be sent and is then found before anything is. */
  readonly length?: number;
  open(): ByteSource | Promise<ByteSource>;
  /** Set in sub-operations of a C-MOVE. */
  readonly moveOriginator?: { readonly title: string; readonly messageId: number };
}

/** One outcome an object; a bad one never throws and never stops the others. */
export type StoreResult<T extends StoreItem = StoreItem> =
  | { readonly kind: 'status'; readonly item: T; readonly status: DimseStatus; readonly bytes: number }
  /** No accepted context carries this class and syntax; nothing was sent. */
  | { readonly kind: 'no-context'; readonly item: T; readonly reason: 'sop-class' | 'transfer-syntax' | 'not-proposed' }
  /** The source could not be read; nothing, or an aborted object, was sent. */
  | { readonly kind: 'unreadable'; readonly item: T; readonly message: string }
  /** The signal fired before its turn came: nothing was sent. */
  | { readonly kind: 'cancelled'; readonly item: T }
  /** The association ended before the answer came: not known to be stored. */
  | { readonly kind: 'ended'; readonly item: T; readonly end: AssociationEnd };

export interface EventReport {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly eventTypeId: number;
  readonly dataSet?: DataSet;
}

export interface NRequest {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

export interface NResult {
  readonly status: DimseStatus;
  readonly dataSet?: DataSet;
  readonly sopInstanceUid?: string;
}

/**
 * An established association with the verbs of every service. A verb on an ended association or an unaccepted context is a UsageError.
 * No more operations are outstanding at once than the asynchronous operations window allows (one, unless it was negotiated: PS3.7
 * §D.3.3.3); the others wait for their turn. So do not await another operation between two matches of a query that may be long.
 */
export interface Association extends AssociationFacts, AsyncDisposable {
  readonly traffic: Traffic;
  readonly ended: Promise<AssociationEnd>;
  echo(options?: { readonly signal?: AbortSignal }): Promise<FinalStatus>;
  find(request: FindRequest): FindOperation;
  /** Sub-operations are answered by the entity's own store handler on this association. */
  get(request: RetrieveRequest): RetrieveOperation;
  move(request: MoveRequest): RetrieveOperation;
  store<T extends StoreItem>(item: T): Promise<StoreResult<T>>;
  /** In order of completion, an outcome for each item that was taken; keeps as many requests outstanding as the negotiated window allows. */
  storeAll<T extends StoreItem>(
    items: Iterable<T> | AsyncIterable<T>,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<StoreResult<T>>;
  /** Modality worklist (PS3.4 Annex K). */
  worklist(request: { readonly keys: QueryKeys; readonly signal?: AbortSignal }): FindOperation;
  nEventReport(request: EventReport): Promise<NResult>;
  nGet(request: NRequest & { readonly attributes?: readonly number[] }): Promise<NResult>;
  nSet(request: NRequest & { readonly dataSet: DataSet }): Promise<NResult>;
  nAction(request: NRequest & { readonly actionTypeId: number; readonly dataSet?: DataSet }): Promise<NResult>;
  nCreate(request: { readonly sopClassUid: string; readonly sopInstanceUid?: string; readonly dataSet?: DataSet }): Promise<NResult>;
  nDelete(request: NRequest): Promise<NResult>;
  /** Resolves when the peer answered, or the line ended otherwise. */
  release(): Promise<AssociationEnd>;
  abort(): void;
}

export type AssociateOutcome = { readonly kind: 'established'; readonly association: Association } | Failure;

/** What a handler is told about the request it answers. */
export interface RequestContext {
  readonly association: AssociationFacts;
  readonly contextId: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxUid: string;
  readonly messageId: number;
  /** Fires on C-CANCEL for this request and when the association ends. */
  readonly signal: AbortSignal;
}

export interface IncomingStore extends RequestContext {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** (0000,1030) and (0000,1031), when the object comes of a C-MOVE. */
  readonly moveOriginator?: { readonly title: string; readonly messageId: number };
}

export interface IncomingQuery extends RequestContext {
  readonly model: QueryModel | 'worklist' | 'other';
  readonly identifier: DataSet;
  readonly level: QueryLevel | '';
}

export interface IncomingMove extends IncomingQuery {
  readonly destination: string;
}

/** What a retrieve handler finds: the objects, or a status that refuses. For a move also where to. */
export type RetrieveAnswer =
  | { readonly kind: 'items'; readonly count: number; readonly items: Iterable<StoreItem> | AsyncIterable<StoreItem> }
  | { readonly kind: 'refused'; readonly answer: Answer };

export type MoveAnswer =
  | {
      readonly kind: 'items';
      readonly count: number;
      readonly items: Iterable<StoreItem> | AsyncIterable<StoreItem>;
      readonly destination: Omit<AssociateRequest, 'contexts' | 'signal'>;
    }
  | { readonly kind: 'refused'; readonly answer: Answer };

export interface IncomingN extends RequestContext {
  readonly operation: 'event-report' | 'get' | 'set' | 'action' | 'create' | 'delete';
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly typeId?: number;
  readonly attributes?: readonly number[];
  readonly dataSet?: DataSet;
}

export type NAnswer =
  Answer | { readonly status: number; readonly dataSet?: DataSet; readonly sopInstanceUid?: string; readonly errorComment?: string };

/**
 * One handler a service. A handler that throws or answers nonsense gives the service's "unable to process" status, never a dead
 * association. A service without a handler answers 0211/0122 as the standard says; echo answers Success by itself.
 */
export interface Handlers {
  readonly echo?: (request: RequestContext) => Answer | Promise<Answer>;
  /** Called when the command set is here, before the data set: give the sink, or a status that refuses (the bytes are then swallowed). */
  readonly store?: (request: IncomingStore) => ByteSink | Answer;
  /** Yield each match; the return value, if any, is the final status (default Success). */
  readonly find?: (request: IncomingQuery) => AsyncIterable<DataSet> | Iterable<DataSet> | AsyncGenerator<DataSet, Answer | undefined>;
  readonly get?: (request: IncomingQuery) => RetrieveAnswer | Promise<RetrieveAnswer>;
  readonly move?: (request: IncomingMove) => MoveAnswer | Promise<MoveAnswer>;
  readonly n?: (request: IncomingN) => NAnswer | Promise<NAnswer>;
}

export interface EntityOptions {
  readonly title: string;
  /** Proposed when an association names none of its own. */
  readonly requestedContexts?: readonly ProposedSyntaxes[];
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<Limits>;
  readonly observer?: AssociationObserver;
  /** Answers the storage sub-operations of our own C-GETs. */
  readonly store?: Handlers['store'];
  /** Answers N-EVENT-REPORTs that come on associations of our own (storage commitment, PS3.4 §J.3.3). */
  readonly n?: Handlers['n'];
}

export interface ListenOptions {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly supportedContexts: readonly SupportedContext[];
  /** Accepts what `supportedContexts` does not name, e.g. any storage class; asked per proposal. */
  readonly supportsOther?: (abstractSyntax: string, transferSyntaxes: readonly string[]) => SupportedContext | undefined;
  /** Whose order picks the transfer syntax of a context; default the requestor's, so that compressed objects arrive compressed. */
  readonly transferSyntaxOrder?: 'requestor' | 'own';
  /** Accepts application contexts other than DICOM's. Default false: rejected 1/1/2. */
  readonly anyApplicationContext?: boolean;
  readonly admit?: Admit;
  readonly tls?: TlsOptions;
  readonly on: Handlers;
  /** Each association as it is established, to ask something of the peer on it (N-EVENT-REPORT, or with negotiated roles). */
  readonly onAssociation?: (association: Association) => void;
}

export interface Server extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly associations: ReadonlySet<AssociationFacts>;
  /** Stops listening, lets what is under way finish for `graceMs` (default 2 000), then aborts the rest. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/** An application entity (PS3.7 §6.1): title, contexts, both roles. */
export interface ApplicationEntity {
  readonly title: string;
  associate(request: AssociateRequest): Promise<AssociateOutcome>;
  /** Rejects with a TransportError (`EADDRINUSE`, `EACCES`, …) when the port cannot be opened. */
  listen(options: ListenOptions): Promise<Server>;
}
