/**
 * What runs when: one transfer a lane (node and direction) at a time, the oldest first; failed attempts wait their time without holding the
 * lane. Knows nothing of how anything is sent.
 */
import type { Explanation } from '../contract/failure.ts';
import type { TransferView } from '../contract/transfers.ts';
import { createListFeed, type ListFeed } from '../lib/list-feed.ts';
import type { AttemptEnd } from './attempt.ts';
import { retryDelay } from './backoff.ts';
import { concludeImport, concludePull, concludeSend } from './conclude.ts';
import { Job, takesFiles } from './job.ts';
import { runImport, runPreflight, runPull, runSend, type Runner } from './runs.ts';
import { cancelledSummary } from './summary.ts';
import type { TransferRecord } from './types.ts';

const SHOW_MS = 100;

export class Queue {
  readonly jobs = new Map<string, Job>();
  readonly feed: ListFeed<TransferView, string>;
  readonly #runner: Runner;
  #closed = false;
  #stopSampling: (() => void) | undefined;

  constructor(runner: Runner) {
    this.#runner = runner;
    this.feed = createListFeed<TransferView, string>({
      clock: runner.clock,
      interval: SHOW_MS,
      // Newest first.
      rows: () => [...this.jobs.values()].map((job) => job.view()).reverse(),
      row: (id) => this.jobs.get(id)?.view(),
    });
  }

  /** What an earlier process left behind. Returns how many transfers go on. */
  takeUp(): number {
    let resumed = 0;
    for (const record of this.#runner.tables.transfers.all()) {
      const job = this.add(record);
      if (record.state === 'preparing') this.prepare(job);
      if (record.state === 'running') job.change({ state: 'waiting' });
      if (!job.isOver && record.state !== 'paused') resumed += 1;
    }
    this.schedule();
    return resumed;
  }

  add(record: TransferRecord): Job {
    const { nodes, clock, tables } = this.#runner;
    const job = new Job(record, { tables, nodes, clock, changed: (id) => this.feed.changed(id) });
    this.jobs.set(record.id, job);
    return job;
  }

  /** Ends what is under way for it; its state is the caller's. */
  stop(job: Job): void {
    job.controller?.abort();
    job.cancelTimer?.();
    job.cancelTimer = undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const jobs = [...this.jobs.values()];
    for (const job of jobs) this.stop(job);
    await Promise.allSettled(jobs.flatMap(({ running }) => running ?? []));
    this.#stopSampling?.();
    this.feed.close();
  }

  /** Looks at what it takes, and then lets it run. */
  prepare(job: Job, look = (signal: AbortSignal) => runPreflight(this.#runner, job, signal)): void {
    const { signal } = job.beginRun();
    job.running = look(signal).then(
      () => {
        if (!signal.aborted) this.prepared(job);
      },
      (error: unknown) => this.#crashed(job, error),
    );
  }

  /** Everything was looked at. */
  prepared(job: Job): void {
    if (job.objects.waiting > 0) job.change({ state: 'waiting' });
    else this.#conclude(job, null);
    this.schedule();
  }

  queueAgain(job: Job): void {
    job.cancelTimer?.();
    job.cancelTimer = undefined;
    job.change({ state: 'waiting', attempt: 0, nextAttempt: null, ended: null, summary: '', failure: null });
    this.schedule();
  }

  /** What runs begins anew: it reads what it sends from the tables. */
  again(job: Job): void {
    if (job.record.state !== 'running') return;
    this.stop(job);
    job.change({ state: 'waiting', nextAttempt: null });
  }

  /** Starts what may run: the oldest waiting transfer of each lane that is free. */
  schedule(): void {
    if (this.#closed) return;
    const busy = new Set<string>();
    for (const job of this.jobs.values()) if (job.onLine) busy.add(laneOf(job));
    for (const job of this.jobs.values()) {
      if (job.record.state !== 'waiting' || job.cancelTimer || busy.has(laneOf(job))) continue;
      const { nextAttempt } = job.record;
      const wait = nextAttempt === null ? 0 : Date.parse(nextAttempt) - this.#runner.wallClock();
      if (wait > 0) {
        this.#wakeIn(job, wait);
      } else {
        busy.add(laneOf(job));
        this.#run(job);
      }
    }
  }

  cancelledSummary(job: Job): string {
    const { direction, completed, warning, arrived, total } = job.view();
    const kept = direction === 'pull' ? arrived : completed + warning;
    return cancelledSummary({ at: new Date(this.#runner.wallClock()), kept, total, verb: CANCELLED_VERB[direction] });
  }

  now(): string {
    return new Date(this.#runner.wallClock()).toISOString();
  }

  #wakeIn(job: Job, milliseconds: number): void {
    job.cancelTimer = this.#runner.clock.setTimer(milliseconds, () => {
      job.cancelTimer = undefined;
      if (job.record.state === 'waiting') job.change({ nextAttempt: null });
      this.schedule();
    });
  }

  #run(job: Job): void {
    const { signal } = job.beginRun();
    job.onLine = true;
    job.change({ state: 'running', started: job.record.started ?? this.now(), nextAttempt: null });
    this.#sample();
    const attempt = RUN[job.record.direction](this.#runner, job, signal);
    job.running = attempt
      .then((end) => this.#ended(job, end, signal))
      .catch((error: unknown) => this.#crashed(job, error))
      .finally(() => {
        job.onLine = false;
        this.schedule();
      });
  }

  #ended(job: Job, end: AttemptEnd, signal: AbortSignal): void {
    if (signal.aborted || end.kind === 'stopped') {
      // What was answered after the state had flipped counts, too.
      job.recount();
      if (job.record.state === 'cancelled') job.change({ summary: this.cancelledSummary(job) });
      return;
    }
    if (end.kind === 'finished') return this.#conclude(job, end.explanation);
    const attempt = end.progressed ? 1 : job.record.attempt + 1;
    const delay = retryDelay(attempt, this.#runner.random());
    if (delay === undefined) {
      this.#runner.tables.objects.giveUp(job.id);
      job.recount();
      return this.#conclude(job, end.explanation);
    }
    const nextAttempt = new Date(this.#runner.wallClock() + delay).toISOString();
    job.change({ state: 'waiting', attempt, nextAttempt, failure: end.explanation });
  }

  #conclude(job: Job, explanation: Explanation | null): void {
    const { tables } = this.#runner;
    const { objects } = tables;
    const conclude = {
      send: () => concludeSend({ job, objects, about: this.#about(job), explanation }),
      pull: () => concludePull(job, explanation),
      move: () => concludePull(job, explanation),
      import: () => concludeImport(job, objects, explanation),
    };
    job.change({ ...conclude[job.record.direction](), ended: this.now(), nextAttempt: null });
  }

  #about({ record }: Job) {
    const { nodes } = this.#runner;
    const unknown = { nodeName: 'The removed node', host: '', port: 0, calledTitle: '', callingTitle: '' };
    return nodes.get(record.nodeId) ? nodes.about(record.nodeId, 'C-STORE') : unknown;
  }

  /** A bug of ours, or a database that cannot be written: the transfer ends with what is known, the queue goes on. */
  #crashed(job: Job, error: unknown): void {
    if (this.#closed || job.isOver) return;
    const summary = `Stopped: ${error instanceof Error ? error.message : 'unknown reason'}`;
    job.change({ state: 'failed', ended: this.now(), summary });
  }

  /** While something runs its figures are taken and shown ten times a second. */
  #sample(): void {
    if (this.#stopSampling) return;
    const tick = (): void => {
      this.#stopSampling = undefined;
      const running = [...this.jobs.values()].filter((job) => job.record.state === 'running');
      for (const job of running) {
        job.figures.sample();
        this.feed.changed(job.id);
      }
      if (running.length > 0) this.#stopSampling = this.#runner.clock.setTimer(SHOW_MS, tick);
    };
    this.#stopSampling = this.#runner.clock.setTimer(SHOW_MS, tick);
  }
}

/** A large send must not keep a small pull from the same node waiting. */
const laneOf = ({ record }: Job): string => `${record.nodeId}/${takesFiles(record) ? record.direction : 'retrieve'}`;

const RUN = { send: runSend, pull: runPull, move: runPull, import: runImport } as const;
const CANCELLED_VERB = { send: 'stored', pull: 'kept', move: 'kept', import: 'imported' } as const;
