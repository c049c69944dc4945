/**
 * Transfers as the window's engine sees them: what is asked for goes into the durable queue; pausing and cancelling flip the state at once
 * and let the wire follow. A send goes from preparing over waiting and running to its end, a retrieve begins with waiting.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import { createTracePoint } from '../lib/trace.ts';
import { watchArrivals } from './arrivals.ts';
import { takesFiles, type Job } from './job.ts';
import { openDecisionTable } from './decision-table.ts';
import { openItemTable } from './item-table.ts';
import { openObjectTable } from './object-table.ts';
import type { ProposalWish } from './proposal.ts';
import { createProposals } from './proposals.ts';
import { Queue } from './queue.ts';
import type { Runner } from './runs.ts';
import { openTransferTable } from './transfer-table.ts';
import type { ProposalRequest, PullRequest, SendRequest, SentObject, TransferRecord, Transfers, TransfersOptions } from './types.ts';

export function createTransfers(options: TransfersOptions): Transfers {
  const { database, inbox } = options;
  const tables = {
    transfers: openTransferTable(database),
    objects: openObjectTable(database),
    items: openItemTable(database),
    decisions: openDecisionTable(database),
  };
  tables.decisions.keepNodes(new Set(options.nodes.list().map(({ id }) => id)));
  const arrivals = watchArrivals(inbox.state);
  const sent = createTracePoint<SentObject>();
  const runner: Runner = { ...options, random: options.random ?? Math.random, tables, arrivals, sent };
  const queue = new Queue(runner);
  const proposals = createProposals(runner);
  const resumed = queue.takeUp();

  const need = (id: string): Job => {
    const job = queue.jobs.get(id);
    if (!job) throw new UsageError('invalid-argument', 'There is no such transfer.');
    return job;
  };
  const begin = (record: NewRecord, id: string = randomUUID()): Job => {
    const job = queue.add({ ...BLANK, ...record, id, created: queue.now() });
    job.change({});
    return job;
  };

  const beginFiles = ({ way, nodeId, label, sources }: FilesWish, id?: string): Job => {
    const begun = begin({ nodeId, label, direction: way, via: way === 'send' ? 'C-STORE' : 'files', state: 'preparing' }, id);
    tables.transfers.addSources(begun.id, sources);
    return begun;
  };
  const start = (wish: FilesWish): string => {
    const job = database.transaction(() => beginFiles(wish));
    queue.prepare(job);
    return job.id;
  };

  const transfers: Transfers = {
    resumed,
    subscribe: (watcher) => queue.feed.subscribe(watcher),
    list: () => [...queue.jobs.values()].map((job) => job.view()).reverse(),
    get: (id) => queue.jobs.get(id)?.view(),
    send: (request) => start(wishOf(options, { kind: 'send', ...request })),
    import: (paths) => start(wishOf(options, { kind: 'import', paths })),
    propose: async (request, tell, signal) => proposals.propose({ ...wishOf(options, request), tell }, signal),
    *proposed(id) {
      proposals.need(id);
      for (let after = -1, more = true; more;) {
        const page = tables.objects.next(id, { after, limit: PAGE });
        yield* page;
        after = page.at(-1)?.index ?? after;
        more = page.length === PAGE;
      }
    },
    decide: (id, change) => proposals.decide(id, change),
    release(id) {
      const proposal = proposals.take(id);
      const job = database.transaction(() => {
        tables.transfers.proposed(id);
        return beginFiles(proposal.wish, id);
      });
      proposal.release(job);
      if (proposal.looking) queue.prepare(job, (signal) => proposal.finish(signal));
      else queue.prepared(job);
      return job.view();
    },
    pull(request) {
      const record = pullRecord(options, request);
      const job = database.transaction(() => {
        const begun = begin(record);
        begun.setItems(
          request.items.map((item, index) => {
            return { index, item, done: false, completed: 0, failed: 0, warning: 0, total: item.expected, arrived: 0 };
          }),
        );
        return begun;
      });
      queue.schedule();
      return job.id;
    },
    pause(id) {
      const job = need(id);
      if (job.record.state !== 'waiting' && job.record.state !== 'running') return;
      queue.stop(job);
      job.change({ state: 'paused', nextAttempt: null });
      queue.schedule();
    },
    resume(id) {
      const job = need(id);
      const { state, nextAttempt } = job.record;
      if (state === 'paused' || (state === 'waiting' && nextAttempt !== null)) queue.queueAgain(job);
    },
    cancel(id) {
      const job = need(id);
      if (job.isOver) return;
      queue.stop(job);
      // What was looked at in part is looked at anew, should it be retried.
      if (job.record.state === 'preparing' && !job.hasAnswers) tables.objects.clear(id);
      else tables.objects.cancel(id);
      job.recount();
      job.change({ state: 'cancelled', ended: queue.now(), nextAttempt: null, summary: queue.cancelledSummary(job), failure: null });
      queue.schedule();
    },
    retry(id) {
      const job = need(id);
      if (!job.isOver || job.record.state === 'done') return;
      const sends = takesFiles(job.record);
      if (sends) tables.objects.retry(id);
      job.recount();
      const { waiting, 'set-aside': setAside } = job.objects;
      if (!sends || (setAside === 0 && (waiting > 0 || job.hasAnswers))) return queue.queueAgain(job);
      // Perhaps the files can be read now.
      job.change({ state: 'preparing', attempt: 0, nextAttempt: null, ended: null, summary: '', failure: null });
      queue.prepare(job);
    },
    remove(id) {
      if (!need(id).isOver) throw new UsageError('invalid-argument', 'A transfer is taken off the list when it has ended.');
      queue.jobs.delete(id);
      tables.transfers.remove(id);
      queue.feed.removed(id);
    },
    clearEnded() {
      for (const job of [...queue.jobs.values()]) if (job.isOver) transfers.remove(job.id);
    },
    sent,
    moved(from, to) {
      tables.transfers.moved(from, to);
      for (const job of queue.jobs.values()) if (job.record.direction === 'send' && job.onLine) queue.again(job);
    },
    *sources() {
      for (const job of queue.jobs.values()) if (job.record.direction === 'send' && !job.isOver) yield* tables.transfers.sources(job.id);
      yield* proposals.sources();
    },
    stored: (id) => (need(id).record.direction === 'send' ? tables.objects.stored(id) : []),
    objects: (id, page) => need(id).page(page),
    async close() {
      await proposals.close();
      await queue.close();
      arrivals.close();
    },
  };
  return transfers;
}

type NewRecord = Partial<TransferRecord> & Pick<TransferRecord, 'nodeId' | 'direction' | 'via' | 'state'>;

const BLANK: Omit<TransferRecord, 'id' | 'created' | 'nodeId' | 'direction' | 'via' | 'state'> = {
  label: '',
  destinationId: null,
  model: 'study',
  wishedVia: 'auto',
  started: null,
  ended: null,
  attempt: 0,
  nextAttempt: null,
  summary: '',
  failure: null,
};

const PAGE = 200;

type FilesWish = Omit<ProposalWish, 'tell'>;

/** @throws UsageError */
function wishOf(options: TransfersOptions, request: ProposalRequest): FilesWish {
  const { nodes } = options;
  if (request.kind === 'send') {
    const { nodeId, paths, targets } = request;
    nodes.require(nodeId);
    const sources = [...paths, ...inboxPaths(options, targets)];
    if (sources.length === 0) throw new UsageError('invalid-argument', 'There is nothing to send.');
    return { way: 'send', nodeId, sources, label: filesLabel(request) };
  }
  const own = nodes.list().find(({ kind }) => kind === 'this-computer');
  const { paths } = request;
  if (!own || paths.length === 0) throw new UsageError('invalid-argument', 'There is nothing to import.');
  return { way: 'import', nodeId: own.id, sources: paths, label: filesLabel({ paths, targets: [] }) };
}

/** For people only: names of files and folders are often names of patients. */
function filesLabel({ paths, targets }: Pick<SendRequest, 'paths' | 'targets'>): string {
  const [first] = paths;
  const more = paths.length + targets.length - 1;
  if (first === undefined) return `${targetsText(targets)} of the inbox`;
  return more === 0 ? path.basename(first) : `${path.basename(first)} and ${more} more`;
}

const TARGETS = { study: ['study', 'studies'], series: ['series', 'series'], instance: ['object', 'objects'] } as const;
const TARGET_KINDS = ['study', 'series', 'instance'] as const;

/** '2 studies, 1 series'. */
function targetsText(targets: SendRequest['targets']): string {
  const parts = TARGET_KINDS.flatMap((kind) => {
    const count = targets.filter((target) => target.kind === kind).length;
    return count === 0 ? [] : [`${count} ${TARGETS[kind][count === 1 ? 0 : 1]}`];
  });
  return parts.join(', ');
}

function inboxPaths({ inbox }: TransfersOptions, targets: SendRequest['targets']): readonly string[] {
  if (targets.length === 0) return [];
  const state = inbox.state.value;
  if (state.kind !== 'open') throw new UsageError('invalid-argument', 'The inbox cannot be read just now.');
  return Array.from(state.inbox.items(targets), ({ path }) => path);
}

/** A move to this computer is a pull. */
function pullRecord({ nodes }: TransfersOptions, { nodeId, label, model, via, destinationId }: PullRequest): NewRecord {
  const node = nodes.require(nodeId);
  const destination = destinationId === null ? undefined : nodes.require(destinationId);
  const third = destination?.kind === 'remote' ? destination.id : null;
  const wished = via === 'auto' ? node.retrieve : via;
  const byMove = third !== null || wished === 'move';
  const direction = third === null ? 'pull' : 'move';
  return { nodeId, label, model, direction, destinationId: third, wishedVia: via, via: byMove ? 'C-MOVE' : 'C-GET', state: 'waiting' };
}
