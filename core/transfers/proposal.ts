/**
 * A send or an import that is about to go. What was chosen is looked at into the tables of the queue, in groups that a person can decide;
 * the node is asked what it takes. Released, it is a transfer; dropped, nothing is left of it.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Explanation } from '../contract/failure.ts';
import type { ProposalView } from '../contract/preflight.ts';
import { decisionsOf, type Decisions } from './decision-table.ts';
import { Groups, type DecidableGroup } from './groups.ts';
import type { Job } from './job.ts';
import { negotiate } from './negotiate.ts';
import { preflight } from './preflight.ts';
import type { Way } from './problem.ts';
import type { Runner } from './runs.ts';
import type { GroupDecision, ObjectRecord } from './types.ts';

export interface ProposalWish {
  readonly way: Way;
  readonly nodeId: string;
  readonly sources: readonly string[];
  readonly label: string;
  readonly tell: (view: ProposalView) => void;
}

/** ms between two news. */
const TELL_MS = 100;

export class Proposal {
  readonly id = randomUUID();
  readonly wish: ProposalWish;
  readonly #runner: Runner;
  readonly #decisions: Decisions;
  readonly #groups: Groups;
  readonly #stop = new AbortController();
  #job: Job | undefined;
  #looking = true;
  #negotiation: ProposalView['negotiation'];
  #failure: Explanation | null = null;
  #cancelTimer: (() => void) | undefined;
  #untold = false;
  #run: Promise<void> = Promise.resolve();

  constructor(runner: Runner, wish: ProposalWish) {
    this.#runner = runner;
    this.wish = wish;
    this.#negotiation = wish.way === 'send' ? 'asking' : 'none';
    this.#decisions = decisionsOf({ table: runner.tables.decisions, id: this.id, nodeId: wish.nodeId, way: wish.way });
    this.#groups = new Groups(wish.way, this.#decisions);
    runner.tables.transfers.propose(this.id);
  }

  get looking(): boolean {
    return this.#looking;
  }

  /** Settles when everything was looked at. @throws what the database says. */
  start(): Promise<void> {
    this.#run = this.#look();
    this.#tell();
    return this.#run;
  }

  /** Told at once: a person has just said it. */
  decide(change: GroupDecision): void {
    const group = this.#groups.decide(change);
    if (group) this.#apply(group);
    if (!this.#job && !this.#stop.signal.aborted) this.#say();
  }

  /** From now on it is a transfer's. */
  release(job: Job): void {
    this.#job = job;
    this.#groups.settle();
    this.#leave();
  }

  /** What is still to be looked at for the transfer that it has become. */
  async finish(signal: AbortSignal): Promise<void> {
    const stop = (): void => this.#stop.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await this.#run;
    signal.removeEventListener('abort', stop);
  }

  /** Leaves nothing behind. */
  async drop(): Promise<void> {
    this.#leave();
    this.#stop.abort();
    await this.#run.catch(() => undefined);
    const { tables, database } = this.#runner;
    while (tables.objects.clearSome(this.id)) await setImmediate();
    database.transaction(() => {
      tables.decisions.clear(this.id);
      tables.transfers.proposed(this.id);
    });
  }

  async #look(): Promise<void> {
    await preflight({
      sources: this.wish.sources,
      signal: this.#stop.signal,
      decide: (at) => this.#decisions.of(at).decision,
      add: (records) => this.#add(records),
      met: (record, { header }) => this.#groups.meet(record, header),
    });
    this.#looking = false;
    if (this.#negotiation === 'asking' && !this.#job && !this.#stop.signal.aborted) await this.#negotiate();
    this.#tell();
  }

  async #negotiate(): Promise<void> {
    this.#tell();
    const { nodes, entity } = this.#runner;
    const { nodeId } = this.wish;
    const answer = await negotiate({ nodeId, nodes, entity, kinds: this.#groups.kinds(), signal: this.#stop.signal });
    // Whoever did not wait for it sends what there is, and hears the rest then.
    if (this.#job || this.#stop.signal.aborted) return;
    this.#negotiation = answer.kind;
    if (answer.kind === 'no-answer') {
      this.#failure = answer.failure;
      return;
    }
    for (const { problem, words, ...kind } of answer.refused) {
      const group = this.#groups.refuse(kind, problem, words);
      if (group) this.#apply(group, true);
    }
  }

  #apply({ problem, sopClassUid, transferSyntaxUid, decision, words }: DecidableGroup, found = false): void {
    this.#runner.tables.objects.decide(this.id, { problem, sopClassUid, transferSyntaxUid, decision, words, found });
  }

  #add(records: readonly ObjectRecord[]): void {
    if (this.#job) return this.#job.addObjects(records);
    this.#runner.tables.objects.add(this.id, records);
    this.#groups.add(records);
    this.#tell();
  }

  #leave(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#untold = false;
  }

  #tell(): void {
    if (this.#job || this.#stop.signal.aborted) return;
    this.#untold = true;
    if (this.#cancelTimer) return;
    this.#say();
    this.#cancelTimer = this.#runner.clock.setTimer(TELL_MS, () => {
      this.#cancelTimer = undefined;
      if (this.#untold) this.#tell();
    });
  }

  #say(): void {
    this.#untold = false;
    this.wish.tell({
      id: this.id,
      looking: this.#looking,
      negotiation: this.#negotiation,
      failure: this.#failure,
      ...this.#groups.view(),
    });
  }
}
