/**
 * Command sets as bytes: Implicit VR Little Endian, elements in ascending order, the group length computed (PS3.7 §6.3.1). Strict in what
 * a request says; in a response nothing that merely repeats an odd request may break the association.
 */
import { UsageError } from '../errors.ts';
import { checkAeTitle, trimAeTitle } from '../lib/ae-title.ts';
import { isUidShaped } from '../lib/uid.ts';
import { CommandWriter } from './command-writer.ts';
import { isResponse, keywordOf, missingElements } from './commands.ts';
import { DATA_SET_FOLLOWS, type ElementDefinition, elements, NO_DATA_SET } from './elements.ts';
import type { CommandSet } from './types.ts';

const NUL = 0x00;
const SPACE = 0x20;
/** PS3.5 §6.2: the longest LO. */
const COMMENT_LENGTH = 64;

/** One buffer for all command sets: encoding is synchronous, and a buffer for each costs more than the encoding itself. */
const writer = new CommandWriter();

/** An array of its own. Throws `UsageError` for a command without an element that it must have, or with a value that cannot be sent. */
export const encodeCommand = (command: CommandSet): Uint8Array<ArrayBuffer> => encodePassingCommand(command).slice();

/** The same in the common buffer: to be copied before another command is encoded. */
export function encodePassingCommand(command: CommandSet): Uint8Array<ArrayBuffer> {
  const missing = missingElements(command);
  if (missing.length > 0) throw new UsageError('invalid-argument', `the command lacks ${missing.map(keywordOf).join(', ')}`);
  writer.begin();
  for (const definition of elements) writeElement(definition, command);
  return writer.finish();
}

function writeElement(definition: ElementDefinition, command: CommandSet): void {
  const { element } = definition;
  switch (definition.vr) {
    case 'US': {
      const value = command[definition.property];
      if (value !== undefined) writer.us(element, requireUnsigned(definition.keyword, value));
      return;
    }
    case 'UI': {
      const value = command[definition.property];
      if (value !== undefined && maySay(definition.keyword, value, command)) writer.text(element, value, NUL);
      return;
    }
    case 'AE': {
      const value = command[definition.property];
      if (value !== undefined) writer.text(element, requireTitle(definition.keyword, value), SPACE);
      return;
    }
    case 'LO': {
      const value = command[definition.property];
      if (value !== undefined) writer.text(element, comment(value), SPACE);
      return;
    }
    case 'AT': {
      const value = command[definition.property];
      if (value !== undefined) writer.tags(element, value);
      return;
    }
    case 'data set type':
      writer.us(element, command.hasDataSet ? DATA_SET_FOLLOWS : NO_DATA_SET);
      return;
  }
}

/**
 * The characters and the length of a UID are checked, its components are not: an object keeps the identifier that it came with. A
 * response leaves out what it would only repeat from an odd request, since those elements are optional there.
 */
function maySay(keyword: string, uid: string, command: CommandSet): boolean {
  if (isUidShaped(uid)) return true;
  if (isResponse(command.commandField)) return false;
  throw new UsageError('invalid-uid', `${keyword}, “${uid}”, is not a UID`);
}

function requireTitle(keyword: string, title: string): string {
  const why = checkAeTitle(title);
  if (why !== undefined) throw new UsageError('invalid-ae-title', `${keyword}, “${title}”, ${why}`);
  return trimAeTitle(title);
}

function requireUnsigned(keyword: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 0xffff) return value;
  throw new UsageError('invalid-argument', `${keyword} is ${value}; it must be a whole number from 0 to 65535`);
}

/** An explanation never costs the answer: what does not fit into one value of the default repertoire is replaced or cut off. */
function comment(text: string): string {
  return text
    .replaceAll('\\', '/')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, COMMENT_LENGTH);
}
