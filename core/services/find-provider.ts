/**
 * Query as SCP (PS3.4 Annex C and K, PS3.7 §9.1.2): each data set that the handler yields is a pending response, at the peer's pace, until
 * the handler ends or the peer cancels.
 */
import { buildDataSet } from '../dicom/build.ts';
import type { DataSet } from '../dicom/types.ts';
import { Status } from '../dimse/index.ts';
import { replyOf, responseTo, type Reply } from './answers.ts';
import type { PeerRequest } from './exchange.ts';
import { encodeIdentifier, parseIdentifier } from './identifiers.ts';
import { modelOf } from './query-models.ts';
import { swallow, withIdentifier, type Receiver } from './receiver.ts';
import { requestContext } from './request-context.ts';
import type { Handlers, IncomingQuery, QueryLevel } from './types.ts';

/** PS3.4 Table C.4-1: unable to process. */
export const UNABLE_TO_PROCESS = 0xc000;
const IDENTIFIER_DOES_NOT_MATCH = 0xa900;

/** Matches sent in one go before the line is looked at again, so that a cancel is heard. */
const TURN = 32;

export function receiveFind(request: PeerRequest, handler: NonNullable<Handlers['find']>): Receiver {
  if (request.command.affectedSopClassUid !== request.context.abstractSyntax)
    return refused(request, { status: Status.SopClassNotSupported });
  return withIdentifier(request, (bytes) => {
    void perform(request, bytes, handler).then((reply) => {
      request.respond(responseTo(request.command, reply));
      request.done();
    });
  });
}

export function refused(request: PeerRequest, reply: Reply): Receiver {
  return swallow(() => {
    request.respond(responseTo(request.command, reply));
    request.done();
  });
}

/** The query as a handler sees it, or the status that refuses an unreadable identifier. */
export function incomingQuery(request: PeerRequest, bytes: Uint8Array): IncomingQuery | Reply {
  let identifier: DataSet;
  try {
    identifier = parseIdentifier(bytes, request.context.transferSyntax);
  } catch {
    return { status: IDENTIFIER_DOES_NOT_MATCH, errorComment: 'the identifier cannot be read' };
  }
  return requestContext(request, {
    model: modelOf(request.context.abstractSyntax),
    identifier,
    level: levelOf(identifier.text('QueryRetrieveLevel')),
  });
}

const LEVELS: readonly QueryLevel[] = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'];

function levelOf(text: string): QueryLevel | '' {
  return LEVELS.find((level) => level === text) ?? '';
}

async function perform(request: PeerRequest, bytes: Uint8Array, handler: NonNullable<Handlers['find']>): Promise<Reply> {
  try {
    const query = incomingQuery(request, bytes);
    if ('status' in query) return query;
    return await sendMatches(request, handler(query));
  } catch {
    return { status: UNABLE_TO_PROCESS };
  }
}

type Matches = ReturnType<NonNullable<Handlers['find']>>;

async function sendMatches(request: PeerRequest, matches: Matches): Promise<Reply> {
  const iterator = Symbol.asyncIterator in matches ? matches[Symbol.asyncIterator]() : matches[Symbol.iterator]();
  const { signal } = request;
  for (let sent = 0; ; sent += 1) {
    if (sent % TURN === TURN - 1) await lookAtLine();
    const next = await iterator.next();
    if (signal.aborted) {
      if (next.done !== true) await iterator.return?.(undefined);
      return { status: Status.Cancel };
    }
    if (next.done === true) return next.value === undefined ? { status: Status.Success } : replyOf(next.value, UNABLE_TO_PROCESS);
    request.respond(
      { ...responseTo(request.command, { status: Status.Pending }), hasDataSet: true },
      encodeIdentifier(next.value, request.context.transferSyntax),
    );
    const room = request.exchange.association.room();
    if (room) await room;
  }
}

function lookAtLine(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export function failedListIdentifier(uids: readonly string[], transferSyntaxUid: string): Uint8Array {
  return encodeIdentifier(buildDataSet({ FailedSOPInstanceUIDList: [...uids] }), transferSyntaxUid);
}
