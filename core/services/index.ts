/** The face of this room. */
export { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../association/defaults.ts';
export * from './commitment.ts';
export * from './context-lists.ts';
export { VERIFICATION } from './echo.ts';
export { AssociationEndedError } from './ended-error.ts';
export { createApplicationEntity, type EntityPorts } from './entity.ts';
export * from './mpps.ts';
export { proposeStorage, type StorageProposal } from './propose-storage.ts';
export { FIND_CLASSES, GET_CLASSES, MODALITY_WORKLIST_FIND, modelOf, MOVE_CLASSES } from './query-models.ts';
export { classesFor, type StoragePurpose } from './storage-purposes.ts';
export type * from './types.ts';
