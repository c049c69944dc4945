/**
 * Composition root of the window: every store, fed by the engine, in one object that is handed on. Nothing is built at import.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  AppInfo,
  BinRow,
  CommitmentView,
  InboxMove,
  KnockView,
  LogRow,
  NodeView,
  Settings,
  StatusView,
  StudyCustody,
  StudyRow,
  TransferView,
} from '../core/contract.ts';
import type { Api, Host } from './api.ts';
import { endedBadly, tellEnded } from './stores/ended-transfers.ts';
import { createExports, type ExportsStore } from './stores/exports.ts';
import { createFeedback, withdrawRestores, type FeedbackStore } from './stores/feedback.ts';
import { createLadders, type Ladders } from './stores/ladders.ts';
import { createLayout, type LayoutStore } from './stores/layout.ts';
import { applyListEvent, createListStore, follow, type ListStore } from './stores/list.ts';
import { createPendingSend, type PendingSendStore } from './stores/pending-send.ts';
import { createPlaces, type PlacesStore } from './stores/places.ts';
import { createRebuild, type RebuildStore } from './stores/rebuild.ts';
import { createSelection, type SelectionStore } from './stores/selection.ts';
import { createShell, type ShellStore } from './stores/shell.ts';

export type Platform = 'mac' | 'other';

export interface Gantry {
  readonly api: Api;
  readonly host: Host;
  readonly platform: Platform;
  readonly nodes: ListStore<NodeView>;
  readonly studies: ListStore<StudyRow>;
  readonly transfers: ListStore<TransferView>;
  readonly log: ListStore<LogRow>;
  readonly knocks: ListStore<KnockView>;
  /** Where studies are besides here; of those of which nothing is known there is no row. */
  readonly custody: ListStore<StudyCustody>;
  readonly commitments: ListStore<CommitmentView>;
  readonly bin: ListStore<BinRow>;
  /** null until the engine has spoken. */
  readonly status: StoreApi<{ readonly status: StatusView | null }>;
  readonly settings: StoreApi<{ readonly settings: Settings | null }>;
  readonly info: StoreApi<{ readonly info: AppInfo | null }>;
  /** null while the inbox stays where it is. */
  readonly inboxMove: StoreApi<{ readonly move: InboxMove | null }>;
  readonly places: PlacesStore;
  readonly selection: SelectionStore;
  readonly feedback: FeedbackStore;
  readonly ladders: Ladders;
  readonly layout: LayoutStore;
  readonly pendingSend: PendingSendStore;
  readonly exports: ExportsStore;
  readonly rebuild: RebuildStore;
  readonly shell: ShellStore;
  /** Stops every stream. */
  readonly dispose: () => void;
}

export interface GantryPorts {
  readonly api: Api;
  readonly host: Host;
  readonly platform: Platform;
}

export function createGantry({ api, host, platform }: GantryPorts): Gantry {
  const nodes = createListStore<NodeView>();
  const studies = createListStore<StudyRow>();
  const transfers = createListStore<TransferView>();
  const log = createListStore<LogRow>();
  const knocks = createListStore<KnockView>();
  const custody = createListStore<StudyCustody>();
  const commitments = createListStore<CommitmentView>();
  const bin = createListStore<BinRow>();
  const status = createStore(() => ({ status: null as StatusView | null }));
  const settings = createStore(() => ({ settings: null as Settings | null }));
  const inboxMove = createStore(() => ({ move: null as InboxMove | null }));
  const info = createStore(() => ({ info: null as AppInfo | null }));
  const nothing = {};
  const disposals = [
    follow(api, { name: 'nodes', payload: nothing, take: (event) => nodes.setState((s) => applyListEvent(s, event, (row) => row.id)) }),
    follow(api, {
      name: 'inbox.studies',
      payload: nothing,
      take: (event) => studies.setState((s) => applyListEvent(s, event, (row) => row.studyUid)),
    }),
    follow(api, {
      name: 'transfers',
      payload: nothing,
      take: (event) => transfers.setState((s) => applyListEvent(s, event, (row) => row.id)),
    }),
    follow(api, { name: 'log', payload: nothing, take: (event) => log.setState((s) => applyListEvent(s, event, (row) => row.id)) }),
    follow(api, { name: 'knocks', payload: nothing, take: (event) => knocks.setState((s) => applyListEvent(s, event, (row) => row.id)) }),
    follow(api, {
      name: 'custody.studies',
      payload: nothing,
      take: (event) => custody.setState((s) => applyListEvent(s, event, (row) => row.studyUid)),
    }),
    follow(api, {
      name: 'commitments',
      payload: nothing,
      take: (event) => commitments.setState((s) => applyListEvent(s, event, (row) => row.id)),
    }),
    follow(api, { name: 'bin', payload: nothing, take: (event) => bin.setState((s) => applyListEvent(s, event, (row) => row.token)) }),
    follow(api, { name: 'status', payload: nothing, take: (event) => status.setState({ status: event }) }),
    follow(api, { name: 'inboxMove', payload: nothing, take: (event) => inboxMove.setState({ move: event }) }),
    follow(api, { name: 'settings', payload: nothing, take: (event) => settings.setState({ settings: event }) }),
  ];
  const feedback = createFeedback();
  const stopBin = bin.subscribe(({ byKey }, before) => {
    const gone = new Set(before.rows.map(({ token }) => token).filter((token) => !byKey.has(token)));
    if (gone.size > 0) withdrawRestores(feedback, gone);
  });
  const places = createPlaces();
  const stopEnded = transfers.subscribe((now, before) => tellEnded({ feedback, places }, endedBadly(before, now)));
  disposals.push(stopBin, stopEnded);
  api.call('desktop.info', {}).then(
    (known) => info.setState({ info: known }),
    () => undefined,
  );
  return {
    api,
    host,
    platform,
    nodes,
    studies,
    transfers,
    log,
    knocks,
    custody,
    commitments,
    bin,
    status,
    settings,
    info,
    inboxMove,
    places,
    selection: createSelection(),
    feedback,
    ladders: createLadders(api),
    layout: createLayout(),
    pendingSend: createPendingSend(),
    exports: createExports(),
    rebuild: createRebuild(),
    shell: createShell(),
    dispose: () => disposals.forEach((dispose) => dispose()),
  };
}
