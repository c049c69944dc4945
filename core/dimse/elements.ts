/**
 * The elements of command sets (PS3.7 Annex E.1) as data: element number in group 0000, the property that holds it, its value
 * representation. In ascending order, as they are encoded (§6.3.1). Retired elements are not listed and are skipped on receipt.
 */
import type { CommandSet } from './types.ts';

export type ElementDefinition =
  | { readonly element: number; readonly keyword: string; readonly vr: 'UI'; readonly property: UidProperty }
  | { readonly element: number; readonly keyword: string; readonly vr: 'AE' | 'LO'; readonly property: TextProperty }
  | { readonly element: number; readonly keyword: string; readonly vr: 'US'; readonly property: NumberProperty }
  | { readonly element: number; readonly keyword: string; readonly vr: 'AT'; readonly property: TagsProperty }
  | { readonly element: number; readonly keyword: string; readonly vr: 'data set type'; readonly property: 'hasDataSet' };

export type UidProperty = 'affectedSopClassUid' | 'requestedSopClassUid' | 'affectedSopInstanceUid' | 'requestedSopInstanceUid';
export type TextProperty = 'moveDestination' | 'moveOriginatorTitle' | 'errorComment';
export type TagsProperty = 'offendingElements' | 'attributeIdentifierList';
export type NumberProperty = Exclude<keyof CommandSet, 'hasDataSet' | UidProperty | TextProperty | TagsProperty>;

/** (0000,0800): no data set follows. */
export const NO_DATA_SET = 0x0101;
/** (0000,0800) as we send it when a data set follows; any value but 0101H says so. */
export const DATA_SET_FOLLOWS = 0x0001;

export const elements: readonly ElementDefinition[] = [
  { element: 0x0002, keyword: 'AffectedSOPClassUID', vr: 'UI', property: 'affectedSopClassUid' },
  { element: 0x0003, keyword: 'RequestedSOPClassUID', vr: 'UI', property: 'requestedSopClassUid' },
  { element: 0x0100, keyword: 'CommandField', vr: 'US', property: 'commandField' },
  { element: 0x0110, keyword: 'MessageID', vr: 'US', property: 'messageId' },
  { element: 0x0120, keyword: 'MessageIDBeingRespondedTo', vr: 'US', property: 'messageIdBeingRespondedTo' },
  { element: 0x0600, keyword: 'MoveDestination', vr: 'AE', property: 'moveDestination' },
  { element: 0x0700, keyword: 'Priority', vr: 'US', property: 'priority' },
  { element: 0x0800, keyword: 'CommandDataSetType', vr: 'data set type', property: 'hasDataSet' },
  { element: 0x0900, keyword: 'Status', vr: 'US', property: 'status' },
  { element: 0x0901, keyword: 'OffendingElement', vr: 'AT', property: 'offendingElements' },
  { element: 0x0902, keyword: 'ErrorComment', vr: 'LO', property: 'errorComment' },
  { element: 0x0903, keyword: 'ErrorID', vr: 'US', property: 'errorId' },
  { element: 0x1000, keyword: 'AffectedSOPInstanceUID', vr: 'UI', property: 'affectedSopInstanceUid' },
  { element: 0x1001, keyword: 'RequestedSOPInstanceUID', vr: 'UI', property: 'requestedSopInstanceUid' },
  { element: 0x1002, keyword: 'EventTypeID', vr: 'US', property: 'eventTypeId' },
  { element: 0x1005, keyword: 'AttributeIdentifierList', vr: 'AT', property: 'attributeIdentifierList' },
  { element: 0x1008, keyword: 'ActionTypeID', vr: 'US', property: 'actionTypeId' },
  { element: 0x1020, keyword: 'NumberOfRemainingSuboperations', vr: 'US', property: 'remaining' },
  { element: 0x1021, keyword: 'NumberOfCompletedSuboperations', vr: 'US', property: 'completed' },
  { element: 0x1022, keyword: 'NumberOfFailedSuboperations', vr: 'US', property: 'failed' },
  { element: 0x1023, keyword: 'NumberOfWarningSuboperations', vr: 'US', property: 'warning' },
  { element: 0x1030, keyword: 'MoveOriginatorApplicationEntityTitle', vr: 'AE', property: 'moveOriginatorTitle' },
  { element: 0x1031, keyword: 'MoveOriginatorMessageID', vr: 'US', property: 'moveOriginatorMessageId' },
];
