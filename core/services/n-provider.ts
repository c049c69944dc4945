/** The normalised services as SCP (PS3.7 §10.1): one handler gets every operation and answers with a status and, where it has one, a data set. */
import type { DataSet } from '../dicom/types.ts';
import { Status } from '../dimse/index.ts';
import { CommandField, type CommandSet } from '../dimse/types.ts';
import { replyOf, responseTo, type Reply } from './answers.ts';
import type { PeerRequest } from './peer-request.ts';
import { encodeIdentifier } from './identifiers.ts';
import { incomingDataSet, isBeyondBounds, RESOURCE_LIMITATION, withDataSet } from './incoming-data-set.ts';
import { swallow, type Receiver } from './receiver.ts';
import { requestContext } from './request-context.ts';
import type { Handlers, IncomingN } from './types.ts';

const OPERATIONS: ReadonlyMap<number, IncomingN['operation']> = new Map([
  [CommandField.NEventReportRq, 'event-report'],
  [CommandField.NGetRq, 'get'],
  [CommandField.NSetRq, 'set'],
  [CommandField.NActionRq, 'action'],
  [CommandField.NCreateRq, 'create'],
  [CommandField.NDeleteRq, 'delete'],
] as const);

type Handler = NonNullable<Handlers['n']>;

export function receiveN(request: PeerRequest, handler: Handler): Receiver {
  const run = (bytes: Uint8Array | undefined): void => void perform(request, bytes, handler);
  return request.command.hasDataSet ? withDataSet(request, run) : swallow(() => run(undefined));
}

async function perform(request: PeerRequest, bytes: Uint8Array | undefined, handler: Handler): Promise<void> {
  let response: CommandSet = responseTo(request.command, { status: Status.ProcessingFailure });
  let dataSet: Uint8Array | undefined;
  try {
    const answer: unknown = await handler(incomingN(request, bytes && incomingDataSet(request, bytes)));
    const reply = replyOf(answer, Status.ProcessingFailure);
    dataSet = dataSetOf(answer, request);
    response = { ...responseOf(request.command, reply), ...createdInstance(answer), hasDataSet: dataSet !== undefined };
  } catch (error) {
    // A handler that throws is a processing failure, which the response already says.
    if (isBeyondBounds(error))
      response = responseTo(request.command, { status: RESOURCE_LIMITATION, errorComment: error.message.slice(0, 64) });
  }
  request.respond(response, dataSet);
  request.done();
}

/** PS3.7 §10.3: events and actions name their type again. */
function responseOf(command: CommandSet, reply: Reply): CommandSet {
  const { eventTypeId, actionTypeId } = command;
  return {
    ...responseTo(command, reply),
    ...(eventTypeId !== undefined && { eventTypeId }),
    ...(actionTypeId !== undefined && { actionTypeId }),
  };
}

function incomingN(request: PeerRequest, dataSet: DataSet | undefined): IncomingN {
  const { command } = request;
  const typeId = command.eventTypeId ?? command.actionTypeId;
  return requestContext(request, {
    operation: OPERATIONS.get(command.commandField) ?? 'get',
    sopClassUid: command.affectedSopClassUid ?? command.requestedSopClassUid ?? '',
    sopInstanceUid: command.affectedSopInstanceUid ?? command.requestedSopInstanceUid ?? '',
    ...(typeId !== undefined && { typeId }),
    ...(command.attributeIdentifierList && { attributes: command.attributeIdentifierList }),
    ...(dataSet && { dataSet }),
  });
}

function dataSetOf(answer: unknown, request: PeerRequest): Uint8Array | undefined {
  if (typeof answer !== 'object' || answer === null || !('dataSet' in answer) || !isDataSet(answer.dataSet)) return undefined;
  return encodeIdentifier(answer.dataSet, request.context.transferSyntax);
}

function isDataSet(value: unknown): value is DataSet {
  return typeof value === 'object' && value !== null && 'elements' in value && 'transferSyntaxUid' in value;
}

function createdInstance(answer: unknown): { readonly affectedSopInstanceUid?: string } {
  if (typeof answer !== 'object' || answer === null || !('sopInstanceUid' in answer)) return {};
  return typeof answer.sopInstanceUid === 'string' ? { affectedSopInstanceUid: answer.sopInstanceUid } : {};
}
