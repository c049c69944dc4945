/**
 * Retrieval as SCU (PS3.4 §C.4.2, C.4.3, PS3.7 §9.1.3, §9.1.4): C-GET, whose objects come on this association to the entity's own store
 * handler, and C-MOVE, whose objects go to a third party. Progress is what the peer counts.
 */
import { buildDataSet } from '../dicom/build.ts';
import type { DataSet } from '../dicom/types.ts';
import { statusOf } from '../dimse/index.ts';
import { CommandField, type CommandSet } from '../dimse/types.ts';
import { cancelling } from './cancel.ts';
import type { Exchange, Invoked } from './exchange.ts';
import { encodeIdentifier, parseIdentifier } from './identifiers.ts';
import { createProgress } from './progress.ts';
import { GET_CLASSES, MOVE_CLASSES } from './query-models.ts';
import type { MoveRequest, RetrieveFinal, RetrieveOperation, RetrieveRequest, SubOperations } from './types.ts';

export function get(exchange: Exchange, request: RetrieveRequest): RetrieveOperation {
  return retrieve(exchange, request, { commandField: CommandField.CGetRq, affectedSopClassUid: GET_CLASSES[request.model ?? 'study'] });
}

export function move(exchange: Exchange, request: MoveRequest): RetrieveOperation {
  const affectedSopClassUid = MOVE_CLASSES[request.model ?? 'study'];
  return retrieve(exchange, request, { commandField: CommandField.CMoveRq, affectedSopClassUid, moveDestination: request.destination });
}

const NONE: SubOperations = { remaining: 0, completed: 0, failed: 0, warning: 0 };

interface Verb {
  readonly commandField: number;
  readonly affectedSopClassUid: string;
  readonly moveDestination?: string;
}

function retrieve(exchange: Exchange, request: RetrieveRequest, verb: Verb): RetrieveOperation {
  const context = exchange.contextFor(verb.affectedSopClassUid, 'scu');
  const dataSet = encodeIdentifier(buildDataSet({ ...request.keys, QueryRetrieveLevel: request.level }), context.transferSyntax);
  const messageId = exchange.nextMessageId();
  const cancel = cancelling(exchange, { contextId: context.id, messageId, signal: request.signal });
  const progress = createProgress<SubOperations>(cancel.now);
  let counters = NONE;
  const final = new Promise<RetrieveFinal>((resolve) => {
    const settle = (result: RetrieveFinal): void => {
      cancel.over();
      progress.close();
      resolve(result);
    };
    const operation: Invoked = {
      contextId: context.id,
      commandField: verb.commandField,
      response(response, identifier) {
        const status = statusOf(response);
        const pending = status.class === 'pending';
        counters = counted(response, counters, pending);
        if (pending) progress.push(counters);
        else
          settle({
            kind: 'status',
            status,
            counters,
            failedSopInstanceUids: failedUids(identifier && parseIdentifier(identifier, context.transferSyntax)),
          });
        return pending;
      },
      ended: (end) => settle({ kind: 'ended', end, counters }),
    };
    const command = { ...verb, hasDataSet: true, messageId, priority: 0 };
    exchange.ask({ contextId: context.id, command, dataSet }, operation, cancel.sent);
  });
  cancel.start();
  return { final, [Symbol.asyncIterator]: () => progress[Symbol.asyncIterator]() };
}

/** Counters that a peer leaves out keep their last value; nothing remains when the operation is over, unless the peer says so. */
function counted(response: CommandSet, before: SubOperations, pending: boolean): SubOperations {
  return {
    remaining: response.remaining ?? (pending ? before.remaining : 0),
    completed: response.completed ?? before.completed,
    failed: response.failed ?? before.failed,
    warning: response.warning ?? before.warning,
  };
}

function failedUids(identifier: DataSet | undefined): readonly string[] {
  return identifier?.texts('FailedSOPInstanceUIDList').filter((uid) => uid !== '') ?? [];
}
