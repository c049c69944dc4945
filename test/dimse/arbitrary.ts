/** Any command that may be sent, for property tests. */
import fc from 'fast-check';
import type { CommandSet } from '../../core/dimse/types.ts';
import { title, uid } from '../pdu/arbitrary.ts';

const u16 = fc.integer({ min: 0, max: 0xffff });
const tags = fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 1, maxLength: 5 });
const comment = fc.stringMatching(/^[!-[\]-~]{1,64}$/);

const everything = {
  messageId: u16,
  messageIdBeingRespondedTo: u16,
  affectedSopClassUid: uid,
  requestedSopClassUid: uid,
  affectedSopInstanceUid: uid,
  requestedSopInstanceUid: uid,
  priority: u16,
  status: u16,
  moveDestination: title,
  moveOriginatorTitle: title,
  moveOriginatorMessageId: u16,
  remaining: u16,
  completed: u16,
  failed: u16,
  warning: u16,
  offendingElements: tags,
  errorComment: comment,
  errorId: u16,
  eventTypeId: u16,
  actionTypeId: u16,
  attributeIdentifierList: tags,
};

const needed = [
  'messageId',
  'messageIdBeingRespondedTo',
  'affectedSopClassUid',
  'requestedSopClassUid',
  'affectedSopInstanceUid',
  'requestedSopInstanceUid',
  'priority',
  'status',
  'moveDestination',
  'eventTypeId',
  'actionTypeId',
] as const;

/** Holds every element that some command must have, and any of the others. */
export const commandSet: fc.Arbitrary<CommandSet> = fc
  .tuple(
    fc.record(everything, { requiredKeys: [...needed] }),
    fc.constantFrom(0x0001, 0x0010, 0x0020, 0x0021, 0x0100, 0x0120, 0x0130, 0x8001, 0x8020, 0x8140),
  )
  .map(([elements, commandField]) => ({ ...elements, commandField, hasDataSet: true }));
