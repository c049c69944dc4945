/** DIMSE messages as the log shows them: names, statuses in words, counters. Their data sets are never looked at. */
import type { ObservedMessage } from '../association/types.ts';
import type { LogMessage } from '../contract/log.ts';
import { uidName } from '../dicom/uids.ts';
import { statusClass } from '../dimse/status.ts';
import { CommandField } from '../dimse/types.ts';
import { statusName, type StatusService } from '../failures/explain-status.ts';
import type { Step } from '../failures/types.ts';
import { loggableText } from '../lib/redact.ts';

const RESPONSE = 0x8000;

const STEPS: Readonly<Record<number, Step>> = {
  [CommandField.CStoreRq]: 'C-STORE',
  [CommandField.CGetRq]: 'C-GET',
  [CommandField.CFindRq]: 'C-FIND',
  [CommandField.CMoveRq]: 'C-MOVE',
  [CommandField.CEchoRq]: 'C-ECHO',
  [CommandField.NEventReportRq]: 'N-EVENT-REPORT',
  [CommandField.NGetRq]: 'N-GET',
  [CommandField.NSetRq]: 'N-SET',
  [CommandField.NActionRq]: 'N-ACTION',
  [CommandField.NCreateRq]: 'N-CREATE',
  [CommandField.NDeleteRq]: 'N-DELETE',
};

/** The step that a request of ours begins; `undefined` for responses, for C-CANCEL and for what the peer asks. */
export function stepOf({ direction, commandField }: ObservedMessage): Step | undefined {
  return direction === 'out' ? STEPS[commandField] : undefined;
}

export function messageOf(message: ObservedMessage, at: number): LogMessage {
  const { commandField, status, counters } = message;
  const step = STEPS[commandField & ~RESPONSE];
  return {
    at: Math.round(at * 10) / 10,
    direction: message.direction,
    name: nameOf(commandField, step),
    contextId: message.contextId,
    messageId: message.messageId,
    sopClassName: message.sopClassUid === undefined ? '' : uidName(loggableText(message.sopClassUid)),
    status: status ?? null,
    statusText: status === undefined ? '' : statusName({ code: status, class: statusClass(status) }, serviceOf(step)),
    comment: message.errorComment === undefined ? '' : loggableText(message.errorComment),
    counters: counters ? countersText(counters) : '',
  };
}

function nameOf(commandField: number, step: Step | undefined): string {
  if (commandField === CommandField.CCancelRq) return 'C-CANCEL-RQ';
  const kind = commandField & RESPONSE ? 'RSP' : 'RQ';
  return step ? `${step}-${kind}` : `command ${commandField.toString(16).padStart(4, '0')}`;
}

function serviceOf(step: Step | undefined): StatusService {
  switch (step) {
    case 'C-STORE':
    case 'C-FIND':
    case 'C-GET':
    case 'C-MOVE':
    case 'C-ECHO':
      return step;
    default:
      return 'other';
  }
}

function countersText([remaining, completed, failed, warning]: readonly [number, number, number, number]): string {
  return `${remaining} left, ${completed} completed, ${failed} failed, ${warning} warned`;
}
