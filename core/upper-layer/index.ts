/** The face of this room. */
export { checkAeTitle, trimAeTitle } from '../lib/ae-title.ts';
export { isValidUid } from '../lib/uid.ts';
export { type Answer, answerAssociate, type AnsweringOptions } from './answer.ts';
export { checkAssociateRq, type CheckingOptions, type Refusal, refusals } from './check.ts';
export { abortFor, eventOf, step } from './machine.ts';
export { DEFAULT_SEND_LENGTH_CAP } from './offer.ts';
export { type AssociateRqParts, buildAssociateRq, proposeContexts, readAssociateAc, type ReadingOptions } from './propose.ts';
export type * from './types.ts';
