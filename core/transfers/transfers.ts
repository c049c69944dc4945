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
import { openItemTable } from './item-table.ts';
import { openObjectTable } from './object-table.ts';
import { Queue } from './queue.ts';
import type { Runner } from './runs.ts';
import { openTransferTable } from './transfer-table.ts';
import type { PullRequest, SendRequest, SentObject, TransferRecord, Transfers, TransfersOptions } from './types.ts';

export function createTransfers(options: TransfersOptions): Transfers {
  const { database, nodes, inbox } = options;
  const tables = { transfers: openTransferTable(database), objects: openObjectTable(database), items: openItemTable(database) };
  const arrivals = watchArrivals(inbox.state);
  const sent = createTracePoint<SentObject>();
  const runner: Runner = { ...options, random: options.random ?? Math.random, tables, arrivals, sent };
  const queue = new Queue(runner);
  const resumed = queue.takeUp();

  const need = (id: string): Job => {
    const job = queue.jobs.get(id);
    if (!job) throw new UsageError('invalid-argument', 'There is no such transfer.');
    return job;
  };
  const begin = (record: NewRecord): Job => {
    const job = queue.add({ ...BLANK, ...record, id: randomUUID(), created: queue.now() });
    job.change({});
    return job;
  };

  const transfers: Transfers = {
    resumed,
    subscribe: (watcher) => queue.feed.subscribe(watcher),
    list: () => [...queue.jobs.values()].map((job) => job.view()).reverse(),
    get: (id) => queue.jobs.get(id)?.view(),
    send(request) {
      nodes.require(request.nodeId);
      const sources = [...request.paths, ...inboxPaths(options, request.targets)];
      if (sources.length === 0) throw new UsageError('invalid-argument', 'There is nothing to send.');
      const job = database.transaction(() => {
        const begun = begin({ nodeId: request.nodeId, label: sendLabel(request), direction: 'send', via: 'C-STORE', state: 'preparing' });
        tables.transfers.addSources(begun.id, sources);
        return begun;
      });
      queue.prepare(job);
      return job.id;
    },
    import(paths) {
      const own = nodes.list().find(({ kind }) => kind === 'this-computer');
      if (!own || paths.length === 0) throw new UsageError('invalid-argument', 'There is nothing to import.');
      const job = database.transaction(() => {
        const label = sendLabel({ nodeId: own.id, paths, targets: [] });
        const begun = begin({ nodeId: own.id, label, direction: 'import', via: 'files', state: 'preparing' });
        tables.transfers.addSources(begun.id, paths);
        return begun;
      });
      queue.prepare(job);
      return job.id;
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
    *sources() {
      for (const job of queue.jobs.values()) if (job.record.direction === 'send' && !job.isOver) yield* tables.transfers.sources(job.id);
    },
    stored: (id) => (need(id).record.direction === 'send' ? tables.objects.stored(id) : []),
    objects: (id, page) => need(id).page(page),
    async close() {
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

/** For people only: names of files and folders are often names of patients. */
function sendLabel({ paths, targets }: SendRequest): string {
  const [first] = paths;
  const more = paths.length + targets.length - 1;
  if (first === undefined)
    return targets.length === 1 ? `1 ${targets[0]?.kind ?? 'study'} of the inbox` : `${targets.length} selected in the inbox`;
  return more === 0 ? path.basename(first) : `${path.basename(first)} and ${more} more`;
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
