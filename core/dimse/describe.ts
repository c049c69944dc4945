/**
 * Commands as people read them, one line each, for the network log and the logging proxy. Error comments are left out: a peer's free text
 * may name a patient. Those who ask the user's own screen for it read it from the command.
 */
import { uidName } from '../dicom/uids.ts';
import { loggableText } from '../lib/redact.ts';
import { commandName, keywordOf } from './commands.ts';
import { statusClass } from './status.ts';
import type { CommandSet } from './types.ts';

/** 'C-STORE-RQ 7: CT Image Storage, instance 1.2.3, data set follows' · 'C-STORE-RSP 7: A700H failure' */
export function describeCommand(command: CommandSet): string {
  const id = command.messageId ?? command.messageIdBeingRespondedTo;
  const parts = [...subject(command), ...outcome(command), ...counters(command), ...(command.hasDataSet ? ['data set follows'] : [])];
  return `${commandName(command.commandField)}${id === undefined ? '' : ` ${id}`}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

function subject(command: CommandSet): readonly string[] {
  const sopClass = command.affectedSopClassUid ?? command.requestedSopClassUid;
  const instance = command.affectedSopInstanceUid ?? command.requestedSopInstanceUid;
  const { moveDestination, moveOriginatorTitle, moveOriginatorMessageId, eventTypeId, actionTypeId } = command;
  return [
    ...(sopClass === undefined ? [] : [loggableText(uidName(sopClass))]),
    ...(instance === undefined ? [] : [`instance ${loggableText(instance)}`]),
    ...(moveDestination === undefined ? [] : [`to ${loggableText(moveDestination)}`]),
    ...(moveOriginatorTitle === undefined ? [] : [`for ${loggableText(moveOriginatorTitle)}`]),
    ...(moveOriginatorMessageId === undefined ? [] : [`of its message ${moveOriginatorMessageId}`]),
    ...(eventTypeId === undefined ? [] : [`event ${eventTypeId}`]),
    ...(actionTypeId === undefined ? [] : [`action ${actionTypeId}`]),
  ];
}

function outcome({ status, offendingElements = [], errorId }: CommandSet): readonly string[] {
  return [
    ...(status === undefined ? [] : [`${hex(status)} ${statusClass(status)}`]),
    ...(offendingElements.length === 0 ? [] : [`because of ${offendingElements.slice(0, 8).map(keywordOf).join(' ')}`]),
    ...(errorId === undefined ? [] : [`error ${errorId}`]),
  ];
}

function counters({ remaining, completed, failed, warning }: CommandSet): readonly string[] {
  const counts = [
    ['remaining', remaining] as const,
    ['completed', completed] as const,
    ['failed', failed] as const,
    ['warning', warning] as const,
  ];
  return counts.flatMap(([name, count]) => (count === undefined ? [] : [`${count} ${name}`]));
}

function hex(code: number): string {
  return `${code.toString(16).padStart(4, '0').toUpperCase()}H`;
}
