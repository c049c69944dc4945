/**
 * Query as SCU (PS3.4 Annex C and K, PS3.7 §9.1.2): matches stream to whoever reads them, and a peer that is faster is not read. Leaving
 * the loop, or the signal, is C-CANCEL.
 */
import type { AcceptedContext } from '../association/types.ts';
import { buildDataSet } from '../dicom/build.ts';
import { createChannel } from '../lib/channel.ts';
import { statusOf } from '../dimse/index.ts';
import { CommandField, type DimseStatus } from '../dimse/types.ts';
import { cancelling } from './cancel.ts';
import type { Exchange, Invoked, Request } from './exchange.ts';
import { encodeIdentifier, parseIdentifier } from './identifiers.ts';
import { FIND_CLASSES, MODALITY_WORKLIST_FIND } from './query-models.ts';
import type { FinalStatus, FindMatch, FindOperation, FindRequest, QueryKeys } from './types.ts';

export function find(exchange: Exchange, request: FindRequest): FindOperation {
  const { level, keys, model = 'study', characterSet, signal } = request;
  const all: QueryKeys = { ...(characterSet !== undefined && { SpecificCharacterSet: characterSet }), ...keys, QueryRetrieveLevel: level };
  return startFind(exchange, FIND_CLASSES[model], { keys: all, signal });
}

export function worklist(exchange: Exchange, request: { readonly keys: QueryKeys; readonly signal?: AbortSignal }): FindOperation {
  return startFind(exchange, MODALITY_WORKLIST_FIND, { keys: request.keys, signal: request.signal });
}

interface Match {
  readonly bytes: Uint8Array;
  readonly status: DimseStatus;
}

/** Matches that may wait for their reader. */
const WAITING = 256;

interface Query {
  readonly keys: QueryKeys;
  readonly signal: AbortSignal | undefined;
}

function startFind(exchange: Exchange, abstractSyntax: string, { keys, signal }: Query): FindOperation {
  const context = exchange.contextFor(abstractSyntax, 'scu');
  const dataSet = encodeIdentifier(buildDataSet(keys), context.transferSyntax);
  const messageId = exchange.nextMessageId();
  const matches = createChannel<Match>({ capacity: WAITING });
  const cancel = cancelling(exchange, { contextId: context.id, messageId, signal });
  const final = new Promise<FinalStatus>((resolve) => {
    const settle = (result: FinalStatus): void => {
      cancel.over();
      matches.close();
      resolve(result);
    };
    const operation: Invoked = {
      contextId: context.id,
      commandField: CommandField.CFindRq,
      response(response, identifier) {
        const status = statusOf(response);
        if (status.class !== 'pending') {
          settle({ kind: 'status', status });
          return false;
        }
        if (identifier && !matches.trySend({ bytes: identifier, status })) holdFor(matches.send({ bytes: identifier, status }));
        return true;
      },
      ended: (end) => settle({ kind: 'ended', end }),
    };
    exchange.ask({ contextId: context.id, command: findRequest(abstractSyntax, messageId), dataSet }, operation, cancel.sent);
  });
  const holdFor = (taken: Promise<boolean>): void => {
    exchange.association.pause();
    void taken.then(() => exchange.association.resume());
  };
  cancel.start();
  return { final, [Symbol.asyncIterator]: () => read(matches, context, cancel.now) };
}

function findRequest(abstractSyntax: string, messageId: number): Request['command'] {
  return { commandField: CommandField.CFindRq, hasDataSet: true, messageId, affectedSopClassUid: abstractSyntax, priority: 0 };
}

async function* read(matches: AsyncIterable<Match>, context: AcceptedContext, leave: () => void): AsyncGenerator<FindMatch, void> {
  try {
    for await (const { bytes, status } of matches) yield { dataSet: parseIdentifier(bytes, context.transferSyntax), status };
  } finally {
    leave();
  }
}
