/** Responses as command sets (PS3.7 §9.3, §10.3): what every service says in the same way. */
import type { Answer } from '../association/types.ts';
import { RESPONSE } from '../dimse/index.ts';
import type { CommandSet } from '../dimse/types.ts';

/** (0000,0902) holds at most 64 characters (VR LO). */
const ERROR_COMMENT_LENGTH = 64;

export interface Reply {
  readonly status: number;
  readonly errorComment?: string;
  readonly errorId?: number;
  readonly offendingElements?: readonly number[];
}

/** A handler's answer with `status` in range, or the given status where it makes no sense. */
export function replyOf(answer: unknown, unableToProcess: number): Reply {
  if (typeof answer === 'number') return isStatus(answer) ? { status: answer } : { status: unableToProcess };
  if (typeof answer !== 'object' || answer === null || !('status' in answer) || !isStatus(answer.status))
    return { status: unableToProcess };
  const { status } = answer;
  const comment =
    'errorComment' in answer && typeof answer.errorComment === 'string' ? answer.errorComment.slice(0, ERROR_COMMENT_LENGTH) : undefined;
  const errorId = 'errorId' in answer && typeof answer.errorId === 'number' ? answer.errorId : undefined;
  const offending =
    'offendingElements' in answer && Array.isArray(answer.offendingElements)
      ? answer.offendingElements.filter((tag): tag is number => typeof tag === 'number')
      : undefined;
  if (!comment && errorId === undefined && !offending) return { status };
  return {
    status,
    ...(comment !== undefined && comment !== '' && { errorComment: comment }),
    ...(errorId !== undefined && { errorId }),
    ...(offending && offending.length > 0 && { offendingElements: offending }),
  };
}

function isStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 0 && status <= 0xffff;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The response to a request, without a data set; the UIDs are those of the request. */
export function responseTo(request: CommandSet, reply: Reply | { readonly status: Answer & number }): CommandSet {
  const sopClassUid = request.affectedSopClassUid ?? request.requestedSopClassUid;
  const sopInstanceUid = request.affectedSopInstanceUid ?? request.requestedSopInstanceUid;
  const response: Writable<CommandSet> = { commandField: request.commandField | RESPONSE, hasDataSet: false };
  if (request.messageId !== undefined) response.messageIdBeingRespondedTo = request.messageId;
  if (sopClassUid !== undefined) response.affectedSopClassUid = sopClassUid;
  if (sopInstanceUid !== undefined) response.affectedSopInstanceUid = sopInstanceUid;
  return Object.assign(response, reply);
}
