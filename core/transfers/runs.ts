/** Joins a transfer with what it does: looking at files, one attempt at sending, one attempt at pulling. */
import type { PreflightDecision } from '../contract/preflight.ts';
import type { ListenerView } from '../contract/status.ts';
import { explainOwnRequest } from '../failures/explain-local.ts';
import type { Arrival } from '../inbox/incoming.ts';
import type { Live } from '../lib/live.ts';
import type { TracePoint } from '../lib/trace.ts';
import type { Arrivals } from './arrivals.ts';
import { isStopped, type AttemptEnd } from './attempt.ts';
import { decisionsOf } from './decision-table.ts';
import type { Job, JobTables } from './job.ts';
import { importAttempt } from './import.ts';
import { lookAgain } from './look-again.ts';
import type { ProblemAt } from './problem.ts';
import { preflight } from './preflight.ts';
import { pullAttempt } from './pull.ts';
import { sendAttempt } from './send.ts';
import type { InboxState, ObjectRecord, SentObject, TransfersOptions } from './types.ts';

export interface Runner extends TransfersOptions {
  readonly tables: JobTables;
  readonly arrivals: Arrivals;
  readonly random: () => number;
  readonly sent: TracePoint<SentObject>;
}

/** From the start, also when an earlier process had begun; where something was answered already, only at what was set aside. */
export async function runPreflight({ tables }: Runner, job: Job, signal: AbortSignal): Promise<void> {
  if (job.hasAnswers) return runLookAgain(tables, job, signal);
  tables.objects.clear(job.id);
  job.recount();
  await preflight({
    sources: tables.transfers.sources(job.id),
    signal,
    add: (objects) => job.addObjects(objects),
    decide: decideFor(tables, job),
  });
}

const decideFor = ({ decisions: table }: JobTables, { id, record }: Job): ((at: ProblemAt) => PreflightDecision) => {
  const decisions = decisionsOf({ table, id, nodeId: record.nodeId, way: record.direction === 'import' ? 'import' : 'send' });
  return (at) => decisions.of(at).decision;
};

async function runLookAgain(tables: JobTables, job: Job, signal: AbortSignal): Promise<void> {
  const { objects } = tables;
  const found = await lookAgain({
    setAside: objects.setAside(job.id),
    from: objects.nextIndex(job.id),
    seen: objects.uids(job.id),
    decide: decideFor(tables, job),
    signal,
  });
  if (signal.aborted) return;
  objects.replaceSetAside(job.id, found);
  job.recount();
}

export async function runSend(
  { database, nodes, entity, clock, tables, sent }: Runner,
  job: Job,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const { nodeId } = job.record;
  if (!nodes.get(nodeId)) return gone();
  return sendAttempt({
    nodeId,
    nodes,
    entity,
    clock,
    signal,
    figures: job.figures,
    waiting: {
      kinds: () => tables.objects.kinds(job.id).filter(({ state }) => state === 'waiting'),
      next: (kind, page) => tables.objects.waiting(job.id, kind, page),
    },
    drops: job.drops,
    begun: (index) => job.begun(index),
    settled: (object, outcome) => {
      if (signal.aborted && outcome.state === 'waiting') return;
      database.transaction(() => {
        job.settled(object, outcome);
        if (outcome.state !== 'done' && outcome.state !== 'warning') return;
        const { sopInstanceUid } = object;
        sent.emit({ nodeId, nodeName: nodes.get(nodeId)?.name ?? '', sopInstanceUid, status: outcome.status ?? 0 });
      });
    },
  });
}

export async function runImport({ inbox, tables }: Runner, job: Job, signal: AbortSignal): Promise<AttemptEnd> {
  await settled(inbox.state, isOpening, signal);
  return importAttempt({
    inbox: () => (inbox.state.value.kind === 'open' ? inbox.state.value.inbox : undefined),
    label: job.record.label,
    signal,
    figures: job.figures,
    next: (page) => tables.objects.next(job.id, page),
    begun: (index) => job.begun(index),
    settled: (object, outcome) => {
      if (!signal.aborted || outcome.state !== 'waiting') job.settled(object, outcome);
    },
  });
}

const isOpening = ({ kind }: InboxState): boolean => kind === 'empty';
const isStarting = ({ state }: ListenerView): boolean => state === 'starting';

/** Until what is being opened is open or cannot be: at the start transfers are taken up before inbox and port are. */
function settled<T>(live: Live<T>, isPending: (value: T) => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      // The first news comes before there is anything to stop.
      queueMicrotask(() => stop());
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    const stop = live.subscribe((value) => {
      if (!isPending(value)) end();
    });
    if (signal.aborted) end();
  });
}

export async function runPull(runner: Runner, job: Job, signal: AbortSignal): Promise<AttemptEnd> {
  const { nodes, entity, clock, inbox, knocks, listener, arrivals, tables } = runner;
  const { nodeId, destinationId, model, wishedVia } = job.record;
  const node = nodes.get(nodeId);
  const destination = destinationId === null ? null : nodes.get(destinationId);
  if (!node || destination === undefined) return gone();
  if (destination === null) {
    await settled(inbox.state, isOpening, signal);
    await settled(listener, isStarting, signal);
    if (isStopped(signal)) return { kind: 'stopped' };
  }
  tables.objects.forgetFailed(job.id);
  job.recount();
  const known = new Set(tables.objects.uids(job.id));
  let next = tables.objects.nextIndex(job.id);
  const add = (object: Pick<ObjectRecord, 'sopInstanceUid' | 'state' | 'words'> & Partial<ObjectRecord>): void => {
    if (known.has(object.sopInstanceUid)) return;
    known.add(object.sopInstanceUid);
    job.addObjects([{ ...NOTHING, index: next, ...object }]);
    next += 1;
  };
  return pullAttempt({
    node,
    destination,
    model,
    wished: wishedVia,
    items: job.items.filter(({ done }) => !done),
    nodes,
    entity,
    arrivals,
    knocks,
    listener,
    clock,
    signal,
    figures: job.figures,
    chosen: (via) => job.change({ via }),
    changed: (item) => job.itemChanged(item),
    arrived: ({ sopInstanceUid, sopClassUid, transferSyntaxUid, bytes, kind }: Arrival) =>
      add({ sopInstanceUid, sopClassUid, transferSyntaxUid, bytes, state: 'done', status: 0, words: ARRIVED[kind] }),
    failedUids: (uids) => {
      for (const sopInstanceUid of uids) add({ sopInstanceUid, state: 'failed', words: 'The node could not send it' });
    },
  });
}

const NOTHING: Omit<ObjectRecord, 'index'> = {
  path: '',
  offset: 0,
  bytes: 0,
  sopClassUid: '',
  sopInstanceUid: '',
  transferSyntaxUid: '',
  problem: null,
  state: 'done',
  status: null,
  words: '',
  comment: '',
  failures: 0,
};

const ARRIVED: Readonly<Record<Arrival['kind'], string>> = {
  stored: '',
  identical: 'Was here already',
  'other-bytes': 'Kept as another version: other bytes were here under this number',
};

const NOWHERE = { nodeName: 'the removed node', host: '', port: 0, calledTitle: '', callingTitle: '' };

const gone = (): AttemptEnd => ({ kind: 'finished', explanation: explainOwnRequest('The node is no longer in the address book', NOWHERE) });
