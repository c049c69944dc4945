/**
 * Command sets out of bytes (PS3.7 §6.3.1, Annex E). Lenient: the group length is not trusted, elements of no meaning to us are skipped,
 * odd UIDs and titles are kept as they came. Values are copied; the bytes may be reused.
 */
import { ProtocolError } from '../errors.ts';
import { trimAeTitle } from '../lib/ae-title.ts';
import { byteAt, latin1 } from '../lib/bytes.ts';
import { trimUid } from '../lib/uid.ts';
import { type ElementDefinition, elements, NO_DATA_SET } from './elements.ts';
import type { CommandSet } from './types.ts';

/** tag (4), length (4) */
const ELEMENT_HEADER_LENGTH = 8;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const definitions: ReadonlyMap<number, ElementDefinition> = new Map(elements.map((definition) => [definition.element, definition]));

/** Throws `ProtocolError` when the elements do not fit the bytes or there is no command field. */
export function decodeCommand(bytes: Uint8Array): CommandSet {
  const command: Writable<CommandSet> = { commandField: -1, hasDataSet: false };
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < ELEMENT_HEADER_LENGTH) throw unreadable(`it ends in the middle of an element's header`);
    const group = u16(bytes, at);
    const element = u16(bytes, at + 2);
    const length = u16(bytes, at + 4) + u16(bytes, at + 6) * 0x10000;
    const start = at + ELEMENT_HEADER_LENGTH;
    if (length > bytes.length - start) throw unreadable(`an element claims ${length} bytes where ${bytes.length - start} are left`);
    at = start + length;
    const definition = group === 0 ? definitions.get(element) : undefined;
    if (definition && length > 0) readElement(command, definition, bytes.subarray(start, at));
  }
  if (command.commandField === -1) throw unreadable('it has no command field');
  return command;
}

function readElement(command: Writable<CommandSet>, definition: ElementDefinition, value: Uint8Array): void {
  switch (definition.vr) {
    case 'US':
      if (value.length >= 2) command[definition.property] = u16(value, 0);
      return;
    case 'UI':
      command[definition.property] = trimUid(latin1(value));
      return;
    case 'AE':
      command[definition.property] = trimAeTitle(latin1(value));
      return;
    case 'LO':
      command[definition.property] = latin1(value).replace(/[\0 ]+$/, '');
      return;
    case 'AT':
      command[definition.property] = readTags(value);
      return;
    case 'data set type':
      command.hasDataSet = u16(value, 0) !== NO_DATA_SET;
      return;
  }
}

function readTags(value: Uint8Array): readonly number[] {
  const tags: number[] = [];
  for (let at = 0; at + 4 <= value.length; at += 4) tags.push(u16(value, at) * 0x10000 + u16(value, at + 2));
  return tags;
}

function u16(bytes: Uint8Array, at: number): number {
  return byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8);
}

function unreadable(why: string): ProtocolError {
  return new ProtocolError('unreadable-command', `a command set cannot be read: ${why}`, { source: 2, reason: 6 });
}
