/** The commands by name, and the elements that each must have (PS3.7 §9.3, §10.3). */
import { elements } from './elements.ts';
import { CommandField, type CommandSet } from './types.ts';

/** Bit of the command field that makes a response of its request. */
export const RESPONSE = 0x8000;

const { CStoreRq, CGetRq, CFindRq, CMoveRq, CEchoRq, CCancelRq } = CommandField;
const { NEventReportRq, NGetRq, NSetRq, NActionRq, NCreateRq, NDeleteRq } = CommandField;

interface Definition {
  /** Of the request, without -RQ. */
  readonly name: string;
  /** Mandatory properties of the request. */
  readonly needs: readonly (keyof CommandSet)[];
}

const onClass = ['affectedSopClassUid', 'messageId'] as const;
const onInstance = ['requestedSopClassUid', 'messageId', 'requestedSopInstanceUid'] as const;
const query = [...onClass, 'priority', 'hasDataSet'] as const;

const definitions: ReadonlyMap<number, Definition> = new Map<number, Definition>([
  [CStoreRq, { name: 'C-STORE', needs: [...query, 'affectedSopInstanceUid'] }],
  [CGetRq, { name: 'C-GET', needs: query }],
  [CFindRq, { name: 'C-FIND', needs: query }],
  [CMoveRq, { name: 'C-MOVE', needs: [...query, 'moveDestination'] }],
  [CEchoRq, { name: 'C-ECHO', needs: onClass }],
  [NEventReportRq, { name: 'N-EVENT-REPORT', needs: [...onClass, 'affectedSopInstanceUid', 'eventTypeId'] }],
  [NGetRq, { name: 'N-GET', needs: onInstance }],
  [NSetRq, { name: 'N-SET', needs: [...onInstance, 'hasDataSet'] }],
  [NActionRq, { name: 'N-ACTION', needs: [...onInstance, 'actionTypeId'] }],
  [NCreateRq, { name: 'N-CREATE', needs: onClass }],
  [NDeleteRq, { name: 'N-DELETE', needs: onInstance }],
  [CCancelRq, { name: 'C-CANCEL', needs: ['messageIdBeingRespondedTo'] }],
]);

const responseNeeds = ['messageIdBeingRespondedTo', 'status'] as const;
const unknownNeeds = ['messageId'] as const;

export function isResponse(commandField: number): boolean {
  return (commandField & RESPONSE) !== 0;
}

/** Whether the command field is one of the standard's, request or response (C-CANCEL has no response). */
export function isKnownCommand(commandField: number): boolean {
  return commandField !== (CCancelRq | RESPONSE) && definitions.has(commandField & ~RESPONSE);
}

/** 'C-STORE-RQ', 'N-GET-RSP'; an unknown command in hexadecimal. */
export function commandName(commandField: number): string {
  const definition = isKnownCommand(commandField) ? definitions.get(commandField & ~RESPONSE) : undefined;
  if (!definition) return `command ${commandField.toString(16).padStart(4, '0').toUpperCase()}H`;
  return `${definition.name}-${isResponse(commandField) ? 'RSP' : 'RQ'}`;
}

const tagByProperty: ReadonlyMap<keyof CommandSet, number> = new Map(elements.map(({ property, element }) => [property, element]));
const keywordByTag: ReadonlyMap<number, string> = new Map(elements.map(({ element, keyword }) => [element, keyword]));

/**
 * Tags of mandatory elements that the command lacks or leaves empty, for status 0212H (mistyped argument) and its offending elements.
 * A request that needs a data set and says that none follows lacks Command Data Set Type. A request without Message ID cannot be answered.
 */
export function missingElements(command: CommandSet): readonly number[] {
  let missing: number[] | undefined;
  for (const property of needsOf(command.commandField)) {
    const value = command[property];
    if (value === undefined || value === '' || value === false) (missing ??= []).push(tagByProperty.get(property) ?? 0);
  }
  return missing ?? none;
}

const none: readonly number[] = [];

function needsOf(commandField: number): readonly (keyof CommandSet)[] {
  if (isResponse(commandField)) return responseNeeds;
  return definitions.get(commandField)?.needs ?? unknownNeeds;
}

/** 'MessageID' for 00000110H; a tag that is not a command element in the usual notation. */
export function keywordOf(tag: number): string {
  return keywordByTag.get(tag) ?? `(${(tag >>> 16).toString(16).padStart(4, '0')},${(tag & 0xffff).toString(16).padStart(4, '0')})`;
}
