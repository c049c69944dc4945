/**
 * Storage as SCU (PS3.4 Annex B, PS3.7 §9.1.1): one outcome an object. While the last answers are under way the next object is opened and
 * read, so that its request leaves the moment the window allows.
 */
import type { AcceptedContext, AssociationEnd, ByteSource } from '../association/types.ts';
import { mayBeOdd, ODD_LENGTH } from '../association/outgoing-object.ts';
import type { PreparedObject } from '../association/outgoing.ts';
import { createChannel, type Channel } from '../lib/channel.ts';
import { statusOf } from '../dimse/index.ts';
import { CommandField, type CommandSet, type DimseStatus } from '../dimse/types.ts';
import type { Exchange } from './exchange.ts';
import type { StoreItem, StoreResult } from './types.ts';

export async function store<T extends StoreItem>(exchange: Exchange, item: T): Promise<StoreResult<T>> {
  for await (const result of storeAll(exchange, [item])) return result;
  return { kind: 'ended', item, end: await exchange.association.whenEnded };
}

export interface StoreAllOptions {
  readonly signal?: AbortSignal;
}

/** In order of completion. Leaving the loop, or the signal, sends no further object; what was begun is completed. Each item that was taken gets its outcome. */
export async function* storeAll<T extends StoreItem>(
  exchange: Exchange,
  items: Iterable<T> | AsyncIterable<T>,
  options: StoreAllOptions = {},
): AsyncGenerator<StoreResult<T>, void> {
  exchange.requireEstablished();
  const results = createChannel<StoreResult<T>>({ capacity: RESULTS });
  let left = false;
  const stopped = (): boolean => left || options.signal?.aborted === true;
  const sending = sendAll(exchange, items, { results, stopped });
  sending.then(
    () => results.close(),
    (error: unknown) => results.fail(error instanceof Error ? error : new Error(String(error))),
  );
  try {
    yield* results;
  } finally {
    left = true;
    await sending.catch(() => undefined);
  }
}

/** Results that may wait for the consumer before sending pauses. */
const RESULTS = 64;

interface Run<T extends StoreItem> {
  readonly results: Channel<StoreResult<T>>;
  readonly stopped: () => boolean;
}

async function sendAll<T extends StoreItem>(exchange: Exchange, items: Iterable<T> | AsyncIterable<T>, run: Run<T>): Promise<void> {
  const answers = new Set<Promise<unknown>>();
  for await (const item of items) {
    const outcome: Sent<T> = run.stopped()
      ? { answer: Promise.resolve({ kind: 'cancelled', item }) }
      : await sendOne(exchange, item, run.stopped);
    const told = outcome.answer.then((result) => run.results.send(result)).finally(() => answers.delete(told));
    answers.add(told);
    if (run.stopped()) break;
    if (answers.size >= RESULTS) await Promise.race(answers);
  }
  await Promise.all(answers);
}

interface Sent<T extends StoreItem> {
  /** Settles with the peer's answer. */
  readonly answer: Promise<StoreResult<T>>;
}

async function sendOne<T extends StoreItem>(exchange: Exchange, item: T, stopped: () => boolean): Promise<Sent<T>> {
  const now = (result: StoreResult<T>): Sent<T> => ({ answer: Promise.resolve(result) });
  const { association } = exchange;
  if (association.end) return now({ kind: 'ended', item, end: association.end });
  const context = contextOf(exchange, item);
  if (typeof context === 'string') return now({ kind: 'no-context', item, reason: context });
  if (item.length !== undefined && item.length % 2 === 1 && !mayBeOdd(context.transferSyntax))
    return now({ kind: 'unreadable', item, message: ODD_LENGTH });
  const messageId = exchange.nextMessageId();
  let prepared: PreparedObject;
  try {
    const source = await opened(exchange, item);
    if (!source) return now({ kind: 'ended', item, end: await association.whenEnded });
    prepared = await association.prepareObject(context, storeRequest(item, messageId), source);
  } catch (error) {
    if (exchange.end) return now({ kind: 'ended', item, end: exchange.end });
    return now({ kind: 'unreadable', item, message: error instanceof Error ? error.message : String(error) });
  }
  const place = exchange.place();
  if (place) await place;
  const end = exchange.end;
  if (stopped() || end) {
    exchange.leavePlace();
    await association.dropObject(prepared);
    return now(end ? { kind: 'ended', item, end } : { kind: 'cancelled', item });
  }
  return transmit(exchange, item, prepared);
}

/** Nothing when the association ended while the source was being opened; it is then closed when it comes. */
async function opened(exchange: Exchange, item: StoreItem): Promise<ByteSource | undefined> {
  const opening = item.open();
  if (!(opening instanceof Promise)) return opening;
  const source = await exchange.association.whileOpen(opening);
  if (!source) void opening.then((late) => late.close()).catch(() => undefined);
  return source?.value;
}

/** The answer is awaited from the first byte on: a peer may refuse before it has read the last. */
async function transmit<T extends StoreItem>(exchange: Exchange, item: T, prepared: PreparedObject): Promise<Sent<T>> {
  const { command, contextId } = prepared;
  let settle: (answer: DimseStatus | AssociationEnd) => void = () => undefined;
  const answered = new Promise<DimseStatus | AssociationEnd>((resolve) => {
    settle = resolve;
  });
  exchange.invoke(command.messageId ?? 0, {
    contextId,
    commandField: CommandField.CStoreRq,
    response(response) {
      settle(statusOf(response));
      return false;
    },
    ended: settle,
  });
  let bytes: number | undefined;
  try {
    bytes = await exchange.association.sendObject(prepared);
  } catch (error) {
    return { answer: Promise.resolve({ kind: 'unreadable', item, message: error instanceof Error ? error.message : String(error) }) };
  }
  return {
    answer: answered.then((answer) =>
      'kind' in answer ? { kind: 'ended', item, end: answer } : { kind: 'status', item, status: answer, bytes: bytes ?? 0 },
    ),
  };
}

function storeRequest(item: StoreItem, messageId: number): CommandSet {
  return {
    commandField: CommandField.CStoreRq,
    hasDataSet: true,
    messageId,
    affectedSopClassUid: item.sopClassUid,
    affectedSopInstanceUid: item.sopInstanceUid,
    priority: 0,
    ...(item.moveOriginator && { moveOriginatorTitle: item.moveOriginator.title, moveOriginatorMessageId: item.moveOriginator.messageId }),
  };
}

/** The accepted context that carries the object as it is, on which we may send; or why there is none. */
function contextOf(exchange: Exchange, item: StoreItem): AcceptedContext | 'sop-class' | 'transfer-syntax' | 'not-proposed' {
  const { accepted, agreement, role } = exchange.association.facts;
  const carries = (context: AcceptedContext): boolean =>
    context.abstractSyntax === item.sopClassUid &&
    context.transferSyntax === item.transferSyntaxUid &&
    (role === 'requestor' ? context.requestorIsScu : context.requestorIsScp);
  const context = accepted.find(carries);
  if (context) return context;
  const proposed = agreement.request.contexts.filter(({ abstractSyntax }) => abstractSyntax === item.sopClassUid);
  if (proposed.length === 0) return 'not-proposed';
  return accepted.some(({ abstractSyntax }) => abstractSyntax === item.sopClassUid) ? 'transfer-syntax' : 'sop-class';
}
