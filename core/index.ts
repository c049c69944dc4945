/**
 * Gantry's engine as a library: an application entity with both roles of every DIMSE service, ready-made presentation contexts, data sets,
 * objects in files, and a folder that keeps what arrives. README.md shows each in a few lines; the types say shapes, units and clauses.
 */

/** Application entities and associations (PS3.7 §6, PS3.8 §7): `createApplicationEntity` is where everything begins. */
export { createApplicationEntity, type EntityPorts } from './services/entity.ts';
export type {
  ApplicationEntity,
  AssociateOutcome,
  Association,
  EntityOptions,
  EventReport,
  FinalStatus,
  FindMatch,
  FindOperation,
  FindRequest,
  Handlers,
  IncomingMove,
  IncomingN,
  IncomingQuery,
  IncomingStore,
  ListenOptions,
  MoveAnswer,
  MoveRequest,
  NAnswer,
  NRequest,
  NResult,
  QueryKeys,
  QueryLevel,
  QueryModel,
  RequestContext,
  RetrieveAnswer,
  RetrieveFinal,
  RetrieveOperation,
  RetrieveRequest,
  Server,
  StoreItem,
  StoreResult,
  SubOperations,
} from './services/types.ts';

/** How an association is asked for, limited, watched and ended (PS3.8 §7.1-7.5, PS3.15 Annex B). */
export type {
  Aborted,
  Admission,
  Admit,
  AdmitRefusal,
  Answer,
  AssociateRequest,
  AssociationEnd,
  AssociationFacts,
  AssociationObserver,
  ByteSink,
  ByteSource,
  CallerFacts,
  Endpoint,
  Failed,
  Failure,
  Knock,
  Limits,
  ObservedMessage,
  ProposedSyntaxes,
  Rejected,
  SupportedContext,
  Timeouts,
  TlsInformation,
  TlsOptions,
  Traffic,
} from './association/types.ts';
export { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from './association/defaults.ts';
export type { AcceptedContext, Agreement, Offer, OfferedIdentity, RejectedContext } from './upper-layer/types.ts';
export type {
  AsynchronousOperations,
  RoleSelection,
  SopClassCommonExtended,
  SopClassExtended,
  UserIdentity,
  UserInformation,
} from './pdu/types.ts';

/** Presentation contexts that programs need again and again (PS3.4); each list fits in the 128 of an association. */
export {
  commitmentContexts,
  findContexts,
  getProposal,
  moveContexts,
  mppsContexts,
  storageContexts,
  supportedQueryRetrieve,
  supportedStorage,
  supportedVerification,
  verificationContexts,
  worklistContexts,
  type GetOptions,
  type GetProposal,
} from './services/context-lists.ts';
export { filtered, getCompletely, type CompleteGet, type ObjectFilter } from './services/get-completely.ts';
export { classesFor, type StoragePurpose } from './services/storage-purposes.ts';
export { proposeStorage, type StorageProposal } from './services/propose-storage.ts';
/** What an SCP with these handlers offers: verification, all storage as it comes, and their services. */
export { offerOf } from './engine/own-server.ts';

/** Storage commitment (PS3.4 Annex J) and modality performed procedure step (PS3.4 Annex F). */
export * from './services/commitment.ts';
export * from './services/mpps.ts';

/** Statuses (PS3.7 Annex C). */
export { Status, statusClass } from './dimse/status.ts';
export type { DimseStatus, StatusClass } from './dimse/types.ts';

/** Data sets (PS3.5 §7), their dictionary (PS3.6) and their JSON model (PS3.18 Annex F). */
export { buildDataSet, type Entries } from './dicom/build.ts';
export { fromDicomJson, toDicomJson, type DicomJson } from './dicom/json.ts';
export { parseDataSet } from './dicom/parse.ts';
export { encodeDataSet } from './dicom/encode.ts';
export { keywordOf, lookUp, tagOfKeyword } from './dicom/dictionary.ts';
export { TransferSyntax, transferSyntaxProperties } from './dicom/transfer-syntax.ts';
export { isStorageSopClass, lookUpUid, storageSopClasses, uidName } from './dicom/uids.ts';
export type { DataSet, Element, PersonName, Tag, TagOrKeyword } from './dicom/types.ts';

/** Objects in files, to be stored (PS3.10 §7). */
export { findFileObjects, type FileObject, type FindFileObjectsOptions, type SkippedFile } from './transfers/file-objects.ts';
export { openAtOnce, openInPool, type OpenForReading } from './transfers/open-file.ts';

/** A folder that keeps what arrives, byte for byte, and answers queries about it. */
export { openInboxFolder, type InboxFolder } from './inbox/open-folder.ts';
export { InboxInUseError, type Inbox } from './inbox/inbox.ts';

/** Mistakes of the caller, of a peer, of the line, and texts that cannot be written. */
export { ProtocolError, TransportError, UsageError, type TransportPhase, type UsageCode } from './errors.ts';
export { EncodingError } from './dicom/errors.ts';
export { AssociationEndedError } from './services/ended-error.ts';
