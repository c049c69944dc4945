/** A message as observers see it: identifiers of services and statuses, never of patients. */
import type { CommandSet } from '../dimse/types.ts';
import type { ObservedMessage } from './types.ts';

export function observed(direction: 'in' | 'out', contextId: number, command: CommandSet): ObservedMessage {
  const sopClassUid = command.affectedSopClassUid ?? command.requestedSopClassUid;
  const { remaining, completed, failed, warning } = command;
  const counted = remaining ?? completed ?? failed ?? warning;
  return {
    direction,
    contextId,
    commandField: command.commandField,
    messageId: command.messageId ?? command.messageIdBeingRespondedTo ?? 0,
    ...(sopClassUid !== undefined && { sopClassUid }),
    ...(command.status !== undefined && { status: command.status }),
    ...(command.errorComment !== undefined && { errorComment: command.errorComment }),
    ...(counted !== undefined && { counters: [remaining ?? 0, completed ?? 0, failed ?? 0, warning ?? 0] as const }),
  };
}
