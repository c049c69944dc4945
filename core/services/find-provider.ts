/**
 * Query as SCP (PS3.4 Annex C and K, PS3.7 §9.1.2): each data set that the handler yields is a pending response, at the peer's pace, until
 * the handler ends or the peer cancels.
 */
import { buildDataSet } from '../dicom/build.ts';
import { Status } from '../dimse/index.ts';
import { replyOf, responseTo, type Reply } from './answers.ts';
import type { PeerRequest } from './peer-request.ts';
import { encodeIdentifier } from './identifiers.ts';
import { incomingQuery, withQuery } from './incoming-query.ts';
import type { Receiver } from './receiver.ts';
import type { Handlers } from './types.ts';

/** PS3.4 Table C.4-1: unable to process. */
export const UNABLE_TO_PROCESS = 0xc000;
const OUT_OF_RESOURCES = 0xa700;

/** Matches sent in one go before the line is looked at again, so that a cancel is heard. */
const TURN = 32;

export function receiveFind(request: PeerRequest, handler: NonNullable<Handlers['find']>): Receiver {
  return withQuery(request, OUT_OF_RESOURCES, (bytes) => {
    void perform(request, bytes, handler).then((reply) => {
      request.respond(responseTo(request.command, reply));
      request.done();
    });
  });
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
    // The first leaves at once: somebody waits for it.
    if (sent === 1 || sent % TURN === TURN - 1) await lookAtLine();
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
