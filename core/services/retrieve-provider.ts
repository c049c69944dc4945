/**
 * Retrieval as SCP (PS3.4 §C.4.2, C.4.3, PS3.7 §9.1.3, §9.1.4): the objects that the handler finds go out as C-STORE sub-operations, on the
 * same association for C-GET, on associations to the destination for C-MOVE. The counters tell the peer, the last response sums up.
 */
import type { AssociateRequest } from '../association/types.ts';
import { checkAeTitle } from '../lib/ae-title.ts';
import { Status } from '../dimse/index.ts';
import type { CommandSet } from '../dimse/types.ts';
import { replyOf, responseTo, type Reply } from './answers.ts';
import type { PeerRequest } from './peer-request.ts';
import { failedListIdentifier, UNABLE_TO_PROCESS } from './find-provider.ts';
import { incomingQuery, withQuery } from './incoming-query.ts';
import { proposeStorage, type StorageProposal } from './propose-storage.ts';
import type { Receiver } from './receiver.ts';
import { storeAll } from './store.ts';
import { createTally, type Tally } from './tally.ts';
import type { AssociateOutcome, Handlers, IncomingQuery, MoveAnswer, RetrieveAnswer, StoreItem, StoreResult } from './types.ts';

/** PS3.4 Table C.4-2: out of resources to calculate the matches, to perform a sub-operation; the destination is not known here. */
const UNABLE_TO_COUNT = 0xa701;
const UNABLE_TO_PERFORM = 0xa702;
const DESTINATION_UNKNOWN = 0xa801;

/** How a move reaches its destination. */
export interface MovePorts {
  associate(request: AssociateRequest): Promise<AssociateOutcome>;
}

export function receiveGet(request: PeerRequest, handler: NonNullable<Handlers['get']>): Receiver {
  return receive(request, async (query) => {
    const found = await handler(query);
    if (found.kind === 'refused') return replyOf(found.answer, UNABLE_TO_PROCESS);
    return runSubOperations(request, found, (items) => storeAll(request.exchange, items, { signal: request.signal }));
  });
}

export function receiveMove(request: PeerRequest, handler: NonNullable<Handlers['move']>, ports: MovePorts): Receiver {
  return receive(request, async (query) => {
    const destination = request.command.moveDestination ?? '';
    const found = await handler({ ...query, signal: request.signal, destination });
    if (found.kind === 'refused') return replyOf(found.answer, DESTINATION_UNKNOWN);
    return runSubOperations(request, found, (items) => sendElsewhere(request, { items, to: found.destination, destination, ports }));
  });
}

function receive(request: PeerRequest, perform: (query: IncomingQuery) => Promise<Reply | Final>): Receiver {
  return withQuery(request, UNABLE_TO_COUNT, (bytes) => {
    const run = async (): Promise<Reply | Final> => {
      const query = incomingQuery(request, bytes);
      return 'status' in query ? query : perform(query);
    };
    void run()
      .catch((): Reply => ({ status: UNABLE_TO_PROCESS }))
      .then((result) => finish(request, result));
  });
}

/** The last response with its counters and the list of what failed. */
interface Final {
  readonly response: CommandSet;
  readonly failedSopInstanceUids: readonly string[];
}

function finish(request: PeerRequest, result: Reply | Final): void {
  if ('response' in result) {
    const { response, failedSopInstanceUids } = result;
    const identifier =
      failedSopInstanceUids.length > 0 ? failedListIdentifier(failedSopInstanceUids, request.context.transferSyntax) : undefined;
    request.respond({ ...response, hasDataSet: identifier !== undefined }, identifier);
  } else {
    request.respond(responseTo(request.command, result));
  }
  request.done();
}

type Found = Extract<RetrieveAnswer | MoveAnswer, { readonly kind: 'items' }>;
type Send = (items: Iterable<StoreItem> | AsyncIterable<StoreItem>) => AsyncIterable<StoreResult>;

async function runSubOperations(request: PeerRequest, found: Found, send: Send): Promise<Final> {
  const tally = createTally(found.count);
  request.waitsForPeer = true;
  try {
    for await (const result of send(found.items)) {
      tally.count(result);
      if (tally.remaining > 0 && !request.signal.aborted)
        request.respond({ ...responseTo(request.command, { status: Status.Pending }), ...tally.counters(true) });
    }
  } finally {
    request.waitsForPeer = false;
  }
  return summary(request, tally);
}

function summary(request: PeerRequest, tally: Tally): Final {
  const cancelled = request.signal.aborted && tally.remaining > 0;
  if (!cancelled) tally.giveUpRemaining();
  return {
    response: {
      ...responseTo(request.command, { status: cancelled ? Status.Cancel : tally.status(UNABLE_TO_PERFORM) }),
      ...tally.counters(cancelled),
    },
    failedSopInstanceUids: tally.failedSopInstanceUids,
  };
}

interface Elsewhere {
  readonly items: Iterable<StoreItem> | AsyncIterable<StoreItem>;
  readonly to: Omit<AssociateRequest, 'contexts' | 'signal'>;
  readonly destination: string;
  readonly ports: MovePorts;
}

/** The objects carry who asked for them: the originator's title and message id (PS3.7 §9.1.1.1). */
async function* sendElsewhere(request: PeerRequest, { items, to, destination, ports }: Elsewhere): AsyncIterable<StoreResult> {
  const title = request.exchange.association.facts.callingTitle;
  // A title that may not be sent is left out: the elements are optional, the objects are not.
  const moveOriginator = checkAeTitle(title) === undefined ? { title, messageId: request.messageId } : undefined;
  const all: StoreItem[] = [];
  for await (const item of items) all.push(withOriginator(item, moveOriginator));
  for (const proposal of proposeStorage(all)) {
    if (request.signal.aborted) return;
    yield* sendProposal({ calledTitle: destination, ...to }, proposal, { ports, signal: request.signal });
  }
}

function withOriginator(item: StoreItem, moveOriginator: StoreItem['moveOriginator']): StoreItem {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, length } = item;
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    ...(length !== undefined && { length }),
    ...(moveOriginator && { moveOriginator }),
    open: () => item.open(),
  };
}

async function* sendProposal(
  to: Omit<AssociateRequest, 'contexts' | 'signal'>,
  { contexts, items }: StorageProposal,
  { ports, signal }: { readonly ports: MovePorts; readonly signal: AbortSignal },
): AsyncIterable<StoreResult> {
  const opened = await ports.associate({ ...to, contexts, signal });
  if (opened.kind !== 'established') {
    // A cancel leaves them remaining, not failed.
    if (signal.aborted) return;
    const end =
      opened.kind === 'rejected'
        ? { kind: 'failed' as const, phase: 'established' as const, code: 'rejected', detail: 'the destination rejected the association' }
        : opened;
    for (const item of items) yield { kind: 'ended', item, end };
    return;
  }
  try {
    yield* opened.association.storeAll(items, { signal });
  } finally {
    await opened.association.release();
  }
}
