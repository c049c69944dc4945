/**
 * Custody as a whole: what sends, exports, reports and arrivals mean for the objects of the inbox, and their face. Facts are kept by UID in
 * the main database; which study they belong to says the inbox that is open.
 */
import type { CommitmentView, HistoryEntry, Listing, StudyCustody } from '../contract/custody.ts';
import type { InboxTarget, StudyRow } from '../contract/inbox.ts';
import type { ListEvent } from '../contract/spec.ts';
import { UsageError } from '../errors.ts';
import type { Arrival } from '../inbox/incoming.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { InboxItem } from '../inbox/sending.ts';
import type { Clock } from '../lib/clock.ts';
import type { Live } from '../lib/live.ts';
import type { Nodes } from '../nodes/types.ts';
import type { ReferencedInstance } from '../services/commitment.ts';
import type { ApplicationEntity, Handlers } from '../services/types.ts';
import type { Database } from '../storage/database.ts';
import type { SentObject, Transfers } from '../transfers/types.ts';
import { openCommitmentTable, MIGRATIONS as COMMITMENTS } from './commitment-table.ts';
import { createCommitments } from './commitments.ts';
import { countListed, type SeriesObjects } from './count.ts';
import { MIGRATIONS as FACTS, openFactTable } from './fact-table.ts';
import { historyOf } from './history.ts';
import { receiveReports } from './reports.ts';
import { createShields, isStored } from './shields.ts';

/** The inbox as custody needs it. */
export type KeptObjects = Pick<Inbox, 'arrived' | 'items' | 'study' | 'studies' | 'studiesOf' | 'uids' | 'receptions'>;

export type KeptState = { readonly kind: 'open'; readonly inbox: KeptObjects } | { readonly kind: 'empty' | 'failed' };

export interface CustodyOptions {
  readonly database: Database;
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly inbox: Live<KeptState>;
  readonly transfers: Transfers;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

export interface Custody {
  /** Takes N-EVENT-REPORTs, for our own associations and for our port. */
  readonly n: NonNullable<Handlers['n']>;
  /** Whether our port takes reports now. */
  readonly awaitsReports: boolean;
  subscribe(watcher: (event: ListEvent<StudyCustody, 'studyUid'>) => void): () => void;
  subscribeCommitments(watcher: (event: ListEvent<CommitmentView, 'id'>) => void): () => void;
  of(studyUid: string): StudyCustody | undefined;
  history(studyUid: string): readonly HistoryEntry[];
  ask(request: { readonly nodeId: string; readonly targets: readonly InboxTarget[]; readonly label: string }): { readonly id: string };
  /** Asks for commitment of what a send stored, when it has ended. */
  askAfter(transferId: string, nodeId: string): void;
  again(id: string): void;
  stop(id: string): void;
  remove(id: string): void;
  count(request: { readonly nodeId: string; readonly targets: readonly InboxTarget[] }, signal: AbortSignal): Promise<Listing>;
  exported(objects: readonly { readonly studyUid: string; readonly objects: number }[], form: string): void;
  /** Whether some node answered Success for every one of these objects, or vouches for it. */
  isElsewhere(instances: readonly string[], how: 'sent' | 'committed'): boolean;
  close(): Promise<void>;
}

const ARRIVALS_MS = 200;

export function createCustody(options: CustodyOptions): Custody {
  const { database, nodes, inbox, transfers, clock, wallClock } = options;
  database.migrate('custody', [...FACTS]);
  database.migrate('commitments', [...COMMITMENTS]);
  const facts = openFactTable(database);
  const table = openCommitmentTable(database);
  const held = (): KeptObjects | undefined => (inbox.value.kind === 'open' ? inbox.value.inbox : undefined);
  const shields = createShields({ database, facts, clock, held, waitingFor: (instances) => table.waitingFor(instances) });
  const commitments = createCommitments({ ...options, table, facts, changed: (instances) => shields.objectsChanged(instances) });
  const stopping: (() => void)[] = [];

  const need = (): KeptObjects => {
    const open = held();
    if (!open) throw new UsageError('invalid-argument', 'The inbox cannot be read just now.');
    return open;
  };

  // Sends.
  const sent = ({ nodeId, nodeName, sopInstanceUid, status }: SentObject): void => {
    facts.name(nodeId, nodeName);
    facts.sent({ instance: sopInstanceUid, node: nodeId, at: wallClock() }, status);
    shields.objectsChanged([sopInstanceUid]);
  };
  stopping.push(transfers.sent.listen(sent));

  // Wishes for commitment after a send.
  const fulfil = (): void => {
    for (const { transfer, node } of table.wishes()) {
      const view = transfers.get(transfer);
      if (view && view.ended === null) continue;
      table.fulfilled(transfer);
      if (!view || !nodes.get(node)) continue;
      const instances = [...transfers.stored(transfer)];
      if (instances.length > 0) commitments.ask({ nodeId: node, label: view.label, instances });
    }
  };
  stopping.push(
    transfers.subscribe((event) => {
      if (event.kind !== 'remove' && event.rows.some(({ ended }) => ended !== null)) fulfil();
    }),
  );

  // What arrives, and what the list of studies tells.
  let arrivals: { readonly instance: string; readonly at: number }[] = [];
  let stopArrivals: (() => void) | undefined;
  const forget = (): void => {
    stopArrivals = undefined;
    const known = facts.forget(arrivals);
    arrivals = [];
    if (known.length > 0) shields.objectsChanged(known);
  };
  const arrived = ({ kind, sopInstanceUid }: Arrival): void => {
    if (kind === 'identical') return;
    arrivals.push({ instance: sopInstanceUid, at: wallClock() });
    stopArrivals ??= clock.setTimer(ARRIVALS_MS, forget);
  };
  let stopInbox: (() => void)[] = [];
  stopping.push(
    inbox.subscribe((state) => {
      for (const stop of stopInbox) stop();
      stopInbox = [];
      if (state.kind !== 'open') return;
      const studies = (event: ListEvent<StudyRow, 'studyUid'>): void => {
        if (event.kind === 'remove') return;
        for (const { studyUid } of event.rows.filter((row) => shields.isStale(row))) shields.changed(studyUid);
      };
      stopInbox = [state.inbox.arrived.listen(arrived), state.inbox.studies(studies)];
    }),
  );
  commitments.start();

  return {
    n: receiveReports((report) => commitments.take(report)),
    get awaitsReports() {
      return commitments.awaits;
    },
    subscribe: (watcher) => shields.feed.subscribe(watcher),
    subscribeCommitments: (watcher) => commitments.feed.subscribe(watcher),
    of(studyUid) {
      shields.settle();
      return shields.of(studyUid);
    },
    history(studyUid) {
      const open = need();
      const study = open.study(studyUid);
      if (!study) return [];
      const instances = open.uids(studyUid);
      return historyOf({ study, receptions: open.receptions(studyUid), instances, facts, commitments: commitments.naming(instances) });
    },
    ask({ nodeId, targets, label }) {
      return { id: commitments.ask({ nodeId, label, instances: references(need().items(targets)) }) };
    },
    askAfter(transferId, nodeId) {
      table.wish(transferId, nodeId);
      fulfil();
    },
    again: (id) => commitments.again(id),
    stop: (id) => commitments.stop(id),
    remove: (id) => commitments.remove(id),
    async count({ nodeId, targets }, signal) {
      const series = bySeries(need().items(targets));
      const listing = await countListed({ ...options, nodeId, series, facts, signal });
      shields.objectsChanged(series.flatMap(({ instances }) => instances));
      return listing;
    },
    exported(objects, form) {
      for (const one of objects) {
        facts.exported(one.studyUid, { at: wallClock(), form, objects: one.objects });
        shields.feed.changed(one.studyUid);
      }
    },
    isElsewhere(instances, how) {
      const safe = new Set(
        facts
          .of(instances)
          .filter((row) => (how === 'sent' ? isStored(row) : row.committed_at !== null))
          .map(({ instance }) => instance),
      );
      return instances.every((uid) => safe.has(uid));
    },
    async close() {
      for (const stop of [...stopping, ...stopInbox]) stop();
      stopArrivals?.();
      forget();
      await commitments.close();
      shields.close();
    },
  };
}

/** Each UID once: of two versions of an object the node has one under that number. */
function references(items: Iterable<ReferencedInstance>): readonly ReferencedInstance[] {
  const found = new Map<string, ReferencedInstance>();
  for (const { sopClassUid, sopInstanceUid } of items) found.set(sopInstanceUid, { sopClassUid, sopInstanceUid });
  return [...found.values()];
}

function bySeries(items: Iterable<InboxItem>): readonly SeriesObjects[] {
  const found = new Map<string, { readonly studyUid: string; readonly seriesUid: string; readonly uids: Set<string> }>();
  for (const { studyUid, seriesUid, sopInstanceUid } of items) {
    const key = `${studyUid} ${seriesUid}`;
    const series = found.get(key) ?? { studyUid, seriesUid, uids: new Set<string>() };
    found.set(key, series);
    series.uids.add(sopInstanceUid);
  }
  return [...found.values()].map(({ studyUid, seriesUid, uids }) => ({ studyUid, seriesUid, instances: [...uids] }));
}
