/**
 * Requests for storage commitment, from asking to the report. Durable: one that was not asked when the process ended is asked again, one that
 * was taken is waited for until its time is up, and a report counts whenever and on whatever association it comes.
 */
import { randomUUID } from 'node:crypto';
import type { CommitmentState, CommitmentView } from '../contract/custody.ts';
import { uidFromUuid } from '../dicom/uid.ts';
import { UsageError } from '../errors.ts';
import { explainCommitment } from '../failures/explain-commitment.ts';
import type { Clock } from '../lib/clock.ts';
import { createListFeed, type ListFeed } from '../lib/list-feed.ts';
import type { Nodes } from '../nodes/types.ts';
import type { CommitmentReport, ReferencedInstance } from '../services/commitment.ts';
import type { ApplicationEntity } from '../services/types.ts';
import { ask } from './ask.ts';
import type { CommitmentRecord, CommitmentTable } from './commitment-table.ts';
import type { FactTable } from './fact-table.ts';

const WAIT_MS = 24 * 3_600_000;
/** After these a busy or silent node is asked again; the last one holds from then on. */
const AGAIN_MS = [15_000, 60_000, 300_000, 900_000, 3_600_000];
const LOOK_MS = 30_000;
const SHOW_MS = 200;

export interface CommitmentsOptions {
  readonly table: CommitmentTable;
  readonly facts: FactTable;
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  readonly wallClock: () => number;
  /** What is known of these objects has changed. */
  readonly changed: (instances: readonly string[]) => void;
}

export interface Commitments {
  readonly feed: ListFeed<CommitmentView, string>;
  /** @throws UsageError for an unknown node, or nothing to ask about. */
  ask(request: { readonly nodeId: string; readonly label: string; readonly instances: readonly ReferencedInstance[] }): string;
  again(id: string): void;
  stop(id: string): void;
  remove(id: string): void;
  /** Requests that name any of the objects. */
  naming(instances: readonly string[]): readonly CommitmentView[];
  /** False when nobody asked with its transaction UID. */
  take(report: CommitmentReport): boolean;
  /** Whether a report may still come: only then our port takes them. */
  readonly awaits: boolean;
  /** Takes up what an earlier process left. */
  start(): void;
  close(): Promise<void>;
}

export function createCommitments(options: CommitmentsOptions): Commitments {
  const { table, facts, nodes, entity, clock, wallClock } = options;
  const closing = new AbortController();
  const asking = new Map<string, { readonly work: Promise<void>; readonly reported: () => void; readonly abort: () => void }>();
  let stopTimer: (() => void) | undefined;

  const feed = createListFeed<CommitmentView, string>({
    clock,
    interval: SHOW_MS,
    rows: () => table.all().map(toView),
    row: (id) => optional(table.get(id), toView),
  });

  function toView(record: CommitmentRecord): CommitmentView {
    const { id, node, label, state, notOffered, failure } = record;
    const counts = table.counts(id);
    return {
      id,
      nodeId: node,
      nodeName: facts.nameOf(node),
      label,
      state,
      objects: counts.open + counts.committed + counts.failed,
      committed: counts.committed,
      failed: counts.failed,
      created: iso(record.created),
      expires: iso(record.expires),
      nextAttempt: optional(record.nextAttempt, iso) ?? null,
      reported: optional(record.reported, iso) ?? null,
      notOffered,
      failure,
    };
  }

  const need = (id: string): CommitmentRecord => {
    const record = table.get(id);
    if (!record) throw new UsageError('invalid-argument', 'This request for commitment is no longer there.');
    return record;
  };
  const change = (id: string, change: Partial<CommitmentRecord>): void => {
    const record = table.get(id);
    if (!record) return;
    table.put(Object.assign(record, change));
    feed.changed(id);
    options.changed(table.open(id).map(({ sopInstanceUid }) => sopInstanceUid));
  };

  const run = (record: CommitmentRecord): void => {
    if (asking.has(record.id) || closing.signal.aborted) return;
    const { id, node, transactionUid } = record;
    const own = new AbortController();
    let reported: () => void = () => undefined;
    const report = new Promise<void>((resolve) => (reported = resolve));
    const signal = AbortSignal.any([own.signal, closing.signal]);
    const work = askOnce({ id, node, transactionUid, signal, report })
      .catch((error: unknown) => {
        const detail = error instanceof Error ? error.message : String(error);
        const failure = nodes.get(node) ? explainCommitment('not-sent', nodes.about(node, 'N-ACTION'), detail) : null;
        if (!signal.aborted) change(id, { state: 'refused', failure, nextAttempt: null });
      })
      .finally(() => asking.delete(id));
    asking.set(id, { work, reported, abort: () => own.abort() });
  };

  interface AskOnce {
    readonly id: string;
    readonly node: string;
    readonly transactionUid: string;
    readonly signal: AbortSignal;
    readonly report: Promise<void>;
  }
  const askOnce = async ({ id, node, transactionUid, signal, report }: AskOnce): Promise<void> => {
    if (!nodes.get(node)) return change(id, { state: 'refused', failure: null, nextAttempt: null });
    const end = await ask({
      nodeId: node,
      request: { transactionUid, instances: table.open(id) },
      nodes,
      entity,
      clock,
      signal,
      reported: report,
      taken: () => {
        // The report may have been quicker than the answer to the request.
        if (table.get(id)?.state === 'asking') change(id, { state: 'waiting', nextAttempt: null, failure: null });
      },
    });
    if (signal.aborted || end.kind === 'taken') return;
    if (end.kind === 'refused')
      return change(id, { state: 'refused', failure: end.explanation, notOffered: end.notOffered, nextAttempt: null });
    const attempt = (table.get(id)?.attempt ?? 0) + 1;
    const delay = AGAIN_MS[Math.min(attempt, AGAIN_MS.length) - 1] ?? LOOK_MS;
    change(id, { attempt, nextAttempt: wallClock() + delay, failure: end.explanation, transactionUid: newUid() });
    lookIn(delay);
  };

  /** Asks what is due, and gives up what has waited long enough. */
  const look = (): void => {
    const now = wallClock();
    for (const record of table.all()) {
      const { state, nextAttempt, expires } = record;
      if (state !== 'asking' && state !== 'waiting') continue;
      if (now >= expires) expire(record);
      else if (state === 'asking' && (nextAttempt ?? 0) <= now) run(record);
    }
    lookIn(LOOK_MS);
  };
  const expire = ({ id, node, state, failure }: CommitmentRecord): void => {
    asking.get(id)?.abort();
    change(id, { state: 'expired', nextAttempt: null, failure: state === 'asking' ? failure : overdue(node) });
  };
  const overdue = (node: string) => {
    if (!nodes.get(node)) return null;
    const about = nodes.about(node, 'N-ACTION');
    const isShut = about.inbox?.scope === 'this-computer' && !isOwn(about.host);
    return explainCommitment(isShut ? 'unreachable' : 'overdue', about);
  };
  const lookIn = (delay: number): void => {
    stopTimer?.();
    if (!closing.signal.aborted) stopTimer = clock.setTimer(Math.min(delay, LOOK_MS), look);
  };

  const askAnew = (record: CommitmentRecord): void => {
    const fresh = { transactionUid: newUid(), state: 'asking' as const, expires: wallClock() + WAIT_MS, attempt: 0, nextAttempt: null };
    change(record.id, { ...fresh, failure: null, notOffered: false });
    run(need(record.id));
  };

  return {
    feed,
    ask({ nodeId, label, instances }) {
      const node = nodes.require(nodeId);
      if (instances.length === 0) throw new UsageError('invalid-argument', 'There is no object to ask about.');
      facts.name(nodeId, node.name);
      const id = randomUUID();
      const created = wallClock();
      const times = { created, expires: created + WAIT_MS, nextAttempt: null, reported: null };
      const record: CommitmentRecord = {
        ...times,
        id,
        label,
        node: nodeId,
        transactionUid: newUid(),
        state: 'asking',
        attempt: 0,
        notOffered: false,
        failure: null,
      };
      table.add(record, instances);
      feed.changed(id);
      options.changed(instances.map(({ sopInstanceUid }) => sopInstanceUid));
      run(record);
      return id;
    },
    again(id) {
      const record = need(id);
      if (isUnderWay(record.state) && record.nextAttempt === null) return;
      if (table.open(id).length > 0) askAnew(record);
    },
    stop(id) {
      if (!isUnderWay(need(id).state)) return;
      asking.get(id)?.abort();
      change(id, { state: 'stopped', nextAttempt: null });
    },
    remove(id) {
      if (isUnderWay(need(id).state)) throw new UsageError('invalid-argument', 'A request is taken off the list when it is over.');
      table.remove(id);
      feed.removed(id);
    },
    naming: (instances) => table.naming(instances).flatMap((id) => optional(table.get(id), toView) ?? []),
    take(report) {
      const record = table.byTransaction(report.transactionUid);
      if (!record) return false;
      const now = wallClock();
      const { committed, failed } = table.settle(record.id, report);
      for (const instance of committed) facts.committed({ instance, node: record.node, at: now });
      for (const { sopInstanceUid, reason } of failed) facts.refused({ instance: sopInstanceUid, node: record.node, at: now }, reason);
      change(record.id, { state: 'reported', reported: now, nextAttempt: null, failure: null });
      options.changed([...committed, ...failed.map(({ sopInstanceUid }) => sopInstanceUid)]);
      asking.get(record.id)?.reported();
      return true;
    },
    get awaits() {
      return table.all().some(({ state }) => state !== 'reported' && state !== 'refused');
    },
    start: look,
    async close() {
      stopTimer?.();
      closing.abort();
      await Promise.allSettled([...asking.values()].map(({ work }) => work));
      feed.close();
    },
  };
}

const isOwn = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
const isUnderWay = (state: CommitmentState): boolean => state === 'asking' || state === 'waiting';
const newUid = (): string => uidFromUuid(randomUUID());
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const optional = <T, R>(value: T | null | undefined, of: (value: T) => R): R | undefined =>
  value === null || value === undefined ? undefined : of(value);
