/**
 * One attempt at retrieving what is not here yet: many items on one association, by C-GET or C-MOVE, whichever is set or proven. Progress
 * comes from the node's counters and from what arrives; when the two disagree, it is said which end is at fault (FAILURES F12).
 */
import type { Failure } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import type { NodeView } from '../contract/nodes.ts';
import type { ListenerView } from '../contract/status.ts';
import { explainFailure, isTransient } from '../failures/explain-failure.ts';
import { explainOwnRequest } from '../failures/explain-local.ts';
import { isTransientStatus, type AboutStatus } from '../failures/explain-status.ts';
import { inferRetrieve } from '../failures/infer-retrieve.ts';
import type { Arrival, Refused } from '../inbox/incoming.ts';
import type { Clock } from '../lib/clock.ts';
import type { Live } from '../lib/live.ts';
import type { Knocks } from '../nodes/knocks.ts';
import type { Nodes } from '../nodes/types.ts';
import { getProposal, moveContexts } from '../services/context-lists.ts';
import { GET_CLASSES, MOVE_CLASSES } from '../services/query-models.ts';
import type { ApplicationEntity, Association, RetrieveFinal, RetrieveOperation, SubOperations } from '../services/types.ts';
import type { Arrivals } from './arrivals.ts';
import { abortAfterSignal, isStopped, type AttemptEnd } from './attempt.ts';
import type { Figures } from './figures.ts';
import { isOf, modelFor, retrieveKeys, type Model } from './pull-keys.ts';
import { SecondGet } from './second-get.ts';
import type { ItemRecord } from './types.ts';

export type Method = 'C-GET' | 'C-MOVE';

export interface PullAttempt {
  readonly node: NodeView;
  /** Of a third system; null is our inbox. */
  readonly destination: NodeView | null;
  readonly model: Model;
  readonly wished: 'auto' | 'get' | 'move';
  readonly items: readonly ItemRecord[];
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly arrivals: Arrivals;
  readonly knocks: Knocks;
  readonly listener: Live<ListenerView>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly figures: Figures;
  readonly chosen: (method: Method) => void;
  readonly changed: (item: ItemRecord) => void;
  readonly arrived: (arrival: Arrival) => void;
  readonly failedUids: (uids: readonly string[]) => void;
}

export async function pullAttempt(attempt: PullAttempt): Promise<AttemptEnd> {
  const { entity, nodes, node, signal, clock } = attempt;
  const wish = attempt.destination ? 'move' : attempt.wished === 'auto' ? node.retrieve : attempt.wished;
  const opened = await entity.associate({ ...nodes.associateRequest(node.id), ...proposal(attempt, wish), signal });
  if (isStopped(signal)) {
    if (opened.kind === 'established') opened.association.abort();
    return { kind: 'stopped' };
  }
  if (opened.kind !== 'established') return unopened(attempt, opened, wish);
  const { association } = opened;
  abortAfterSignal(association, clock, signal);
  const run = new PullRun(attempt, association, wish);
  const end = await run.run();
  await association.release();
  return isStopped(signal) ? { kind: 'stopped' } : end;
}

type Wish = 'auto' | 'get' | 'move';

const modelsOf = ({ items, model }: PullAttempt): readonly Model[] => [...new Set(items.map(({ item }) => modelFor(item, model)))];

function proposal(attempt: PullAttempt, wish: Wish) {
  const models = modelsOf(attempt);
  const moves = models.flatMap((model) => moveContexts(model));
  if (wish === 'move') return { contexts: moves };
  const [first = 'study', second] = models;
  const more = second ? getProposal({ model: second, sopClassUids: [] }).contexts : [];
  return getProposal({ model: first, with: [...more, ...(wish === 'auto' ? moves : [])] });
}

function unopened({ nodes, node }: PullAttempt, failure: Failure, wish: Wish): AttemptEnd {
  const nothing = failure.kind === 'failed' && failure.phase === 'no-context';
  const explanation = explainFailure(failure, nodes.about(node.id, !nothing ? 'associate' : wish === 'move' ? 'C-MOVE' : 'C-GET'));
  nodes.learn(node.id, { kind: 'failed', failure, explanation, ...(nothing && { refused: wish === 'move' ? 'move' : 'get' }) });
  return isTransient(failure) ? { kind: 'again', explanation, progressed: false } : { kind: 'finished', explanation };
}

interface Seen {
  arrived: number;
  refused: number;
  refusal?: { readonly status: number; readonly comment: string };
}

interface Expecting {
  readonly method: Method;
  readonly seen: Seen;
  readonly second: SecondGet;
}

class PullRun {
  readonly #attempt: PullAttempt;
  readonly #association: Association;
  readonly #callingTitle: string;
  readonly #destinationTitle: string;
  #method: Method | undefined;
  readonly #mayChange: boolean;

  constructor(attempt: PullAttempt, association: Association, wish: Wish) {
    this.#attempt = attempt;
    this.#association = association;
    this.#callingTitle = attempt.nodes.associateRequest(attempt.node.id).callingTitle;
    this.#destinationTitle = attempt.destination?.title ?? this.#callingTitle;
    this.#mayChange = wish === 'auto';
    this.#method = this.#choose(wish);
  }

  async run(): Promise<AttemptEnd> {
    const { nodes, node, items, signal, chosen } = this.#attempt;
    if (!this.#method) {
      const explanation = explainFailure(
        { kind: 'failed', phase: 'no-context', code: 'no-context', detail: '', rejected: this.#association.rejected },
        nodes.about(node.id, this.#attempt.wished === 'move' || this.#attempt.destination ? 'C-MOVE' : 'C-GET'),
      );
      return { kind: 'finished', explanation };
    }
    chosen(this.#method);
    const closed = this.#ownPortClosed();
    if (closed) return { kind: 'finished', explanation: closed };
    let first: Explanation | null = null;
    let progressed = false;
    for (const record of items) {
      if (isStopped(signal)) return { kind: 'stopped' };
      const { explanation, end, arrived } = await this.#pullItem(record);
      progressed ||= arrived > 0;
      first ??= explanation;
      if (end === 'broken' && explanation) return { kind: 'again', explanation, progressed };
    }
    return { kind: 'finished', explanation: first };
  }

  /** C-GET where it was accepted with our role as storage SCP, since it needs no entry for us there; else C-MOVE. */
  #choose(wish: Wish): Method | undefined {
    const { accepted } = this.#association;
    const takes = (classes: Readonly<Record<Model, string>>): boolean =>
      modelsOf(this.#attempt).every((model) => accepted.some(({ abstractSyntax }) => abstractSyntax === classes[model]));
    const get = takes(GET_CLASSES) && accepted.some(({ requestorIsScp }) => requestorIsScp);
    if (wish !== 'move' && get) return 'C-GET';
    return wish !== 'get' && takes(MOVE_CLASSES) ? 'C-MOVE' : undefined;
  }

  /** A move to a port that is not open would only fail over there. */
  #ownPortClosed(): Explanation | null {
    const { state, failure } = this.#attempt.listener.value;
    return this.#method === 'C-MOVE' && !this.#attempt.destination && state === 'failed' ? failure : null;
  }

  async #pullItem(
    record: ItemRecord,
  ): Promise<{ readonly explanation: Explanation | null; readonly end: 'well' | 'broken'; readonly arrived: number }> {
    const first = await this.#retrieve(record);
    if (!first.retryByMove) return first;
    this.#method = 'C-MOVE';
    if (this.#ownPortClosed()) return first;
    this.#attempt.chosen('C-MOVE');
    return this.#retrieve(record);
  }

  async #retrieve(record: ItemRecord) {
    const { signal, figures, clock, knocks } = this.#attempt;
    const method = this.#method ?? 'C-MOVE';
    const startedAt = clock.now();
    const seen: Seen = { arrived: 0, refused: 0 };
    const second = new SecondGet({ ...this.#attempt, nodeId: this.#attempt.node.id });
    const stopExpecting = this.#expect(record, { method, seen, second });
    let item: ItemRecord = { ...record, completed: 0, failed: 0, warning: 0, arrived: 0 };
    const show = (counters: SubOperations | undefined, done = false): void => {
      item = { ...item, ...(counters && countersOf(counters, record)), arrived: seen.arrived, done };
      this.#attempt.changed(item);
    };
    try {
      const operation = this.#start(record, method);
      if ('unsendable' in operation) return { explanation: operation.unsendable, end: 'well' as const, arrived: 0, retryByMove: false };
      for await (const counters of operation) {
        figures.sign();
        show(counters);
      }
      const first = await operation.final;
      // What we refused ourselves lacks no context.
      const final = method === 'C-GET' && seen.refused === 0 ? await second.complete(first, this.#request(record)) : first;
      figures.sign();
      const calls = knocks.since(startedAt);
      const explanation = inferRetrieve(
        {
          method,
          destination: this.#attempt.destination ? 'third-system' : 'inbox',
          final,
          arrived: seen.arrived,
          refusedHere: seen.refused,
          ...(seen.refusal && { refusal: seen.refusal }),
          expected: record.item.expected,
          acceptedHere: calls.accepted.filter(({ remote }) => remote.address === this.#association.remote.address).length,
          knocks: calls.knocks,
        },
        this.#about(method, clock.now() - startedAt),
      );
      const well = !explanation && final.kind === 'status';
      show(final.counters, well);
      if (final.kind === 'status') this.#attempt.failedUids(final.failedSopInstanceUids);
      if (!isStopped(signal)) this.#learn(final, { method, arrived: seen.arrived, explanation: explanation ?? null });
      const retryByMove = method === 'C-GET' && this.#mayChange && seen.arrived === 0 && isRefusal(final) && this.#acceptsMove();
      return {
        explanation: explanation ?? null,
        end: isBroken(final) ? ('broken' as const) : ('well' as const),
        arrived: seen.arrived,
        retryByMove,
      };
    } finally {
      stopExpecting();
    }
  }

  #request({ item }: ItemRecord) {
    const model = modelFor(item, this.#attempt.model);
    return { level: item.level, model, keys: retrieveKeys(item, model), signal: this.#attempt.signal };
  }

  #start(record: ItemRecord, method: Method): RetrieveOperation | { readonly unsendable: Explanation } {
    const request = this.#request(record);
    try {
      if (method === 'C-GET') return this.#association.get(request);
      return this.#association.move({ ...request, destination: this.#destinationTitle });
    } catch (error) {
      return { unsendable: explainOwnRequest(error instanceof Error ? error.message : String(error), this.#about(method, 0)) };
    }
  }

  #expect({ item }: ItemRecord, { method, seen, second }: Expecting): () => void {
    const { node, arrivals, figures } = this.#attempt;
    const ours = ({
      associationId,
      moveOriginator,
      from,
    }: Pick<Arrival, 'associationId' | 'from'> & Partial<Pick<Arrival, 'moveOriginator'>>): boolean =>
      method === 'C-GET'
        ? associationId === this.#association.id
        : moveOriginator
          ? moveOriginator.title === this.#callingTitle
          : from.title === node.title || from.address === this.#association.remote.address;
    return arrivals.expect({
      fits: (arrival) =>
        (ours(arrival) || second.brought(arrival)) && (method === 'C-GET' || item.level === 'PATIENT' || isOf(item, arrival)),
      arrived: (arrival) => {
        seen.arrived += 1;
        figures.sign();
        figures.count(arrival.bytes);
        this.#attempt.arrived(arrival);
      },
      fitsRefused: (refused) => ours(refused) || second.brought(refused),
      refused: ({ status, comment }: Refused) => {
        seen.refused += 1;
        seen.refusal ??= { status, comment };
      },
    });
  }

  #learn(
    final: RetrieveFinal,
    { method, arrived, explanation }: { readonly method: Method; readonly arrived: number; readonly explanation: Explanation | null },
  ): void {
    const { nodes, node } = this.#attempt;
    const ability = method === 'C-GET' ? 'get' : 'move';
    if (!explanation || arrived > 0) return nodes.learn(node.id, { kind: 'answered', abilities: { [ability]: true } });
    const cause = final.kind === 'ended' && final.end.kind !== 'released' ? final.end : null;
    const hungUp = cause?.kind === 'aborted' && cause.by === 'peer';
    if (cause) nodes.learn(node.id, { kind: 'failed', failure: cause, explanation, ...(hungUp && { refused: ability }) });
  }

  #acceptsMove(): boolean {
    const move = Object.values(MOVE_CLASSES);
    return this.#association.accepted.some(({ abstractSyntax }) => move.includes(abstractSyntax));
  }

  #about(method: Method, afterMs: number): AboutStatus {
    const { nodes, node } = this.#attempt;
    return { ...nodes.about(node.id, method), destination: this.#destinationTitle, afterMs };
  }
}

function countersOf({ remaining, completed, failed, warning }: SubOperations, { item }: ItemRecord): Partial<ItemRecord> {
  const counted = remaining + completed + failed + warning;
  return { completed, failed, warning, total: counted > 0 ? counted : item.expected };
}

/** The association is gone, or the node is busy: what is left is asked for again later. */
const isBroken = (final: RetrieveFinal): boolean =>
  final.kind === 'ended' || (isTransientStatus(final.status.code) && final.status.code !== 0xa702);

const isRefusal = (final: RetrieveFinal): boolean => final.kind === 'status' && final.status.class === 'failure';
