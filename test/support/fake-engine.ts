/**
 * The engine's part of the contract in memory: for tests of the window and for looking at it without a network. It keeps what it is told, answers
 * every call of the contract, and can be told to fail. It holds no rule of DICOM.
 */
import type { Api, Host, Listener } from '../../renderer/api.ts';
import { CallError } from '../../renderer/api.ts';
import { fold, matchesFolded } from '../../renderer/format/fold.ts';
import type {
  BinRow,
  CallName,
  CallPayload,
  CallResult,
  CommitmentView,
  InboxMove,
  ListEvent,
  KnockView,
  LogRow,
  NodeView,
  ProposalView,
  Rung,
  SearchEvent,
  SearchQuery,
  SelfTestStep,
  Settings,
  StatusView,
  StreamEvent,
  StreamName,
  StreamPayload,
  StudyCustody,
  StudyRow,
  TransferView,
} from '../../core/contract.ts';
import { merged } from '../../core/lib/merged.ts';
import { emptyStatus, firstSettings, makeNode, sampleLadder, sampleSelfTest, thisComputer } from './window/samples.ts';
import { sampleProposal } from './window/proposal-samples.ts';

export interface FakeWorld {
  readonly nodes: readonly NodeView[];
  readonly studies: readonly StudyRow[];
  readonly transfers: readonly TransferView[];
  readonly log: readonly LogRow[];
  readonly knocks: readonly KnockView[];
  readonly custody: readonly StudyCustody[];
  readonly commitments: readonly CommitmentView[];
  readonly bin: readonly BinRow[];
  readonly settings: Settings;
  readonly status: StatusView;
  readonly ladder: (node: NodeView) => readonly Rung[];
  readonly selfTest: readonly SelfTestStep[];
  /** What a search yields, in order. */
  readonly search: (query: SearchQuery) => readonly SearchEvent[];
  /** What is found in what is about to go, in order. */
  readonly preflight: (payload: StreamPayload<'preflight'>) => readonly ProposalView[];
  /** Answers of calls that the world itself does not know. */
  readonly answers: Partial<{ [N in CallName]: (payload: CallPayload<N>) => CallResult<N> }>;
  /** ms between the events of a stream; 0 sends them at once. */
  readonly pace: number;
  readonly inboxMove: InboxMove | null;
}

const emptyWorld: FakeWorld = {
  nodes: [thisComputer],
  studies: [],
  transfers: [],
  log: [],
  knocks: [],
  custody: [],
  commitments: [],
  bin: [],
  settings: firstSettings,
  status: emptyStatus,
  ladder: sampleLadder,
  selfTest: sampleSelfTest,
  search: () => [],
  preflight: () => [sampleProposal],
  answers: {},
  pace: 0,
  inboxMove: null,
};

interface Open {
  readonly name: StreamName;
  readonly listener: Listener<never>;
}

export interface FakeEngine {
  readonly api: Api;
  readonly host: Host;
  /** Every call so far, in order. */
  readonly calls: readonly { readonly name: CallName; readonly payload: unknown }[];
  /** Every stream that was begun, in order. */
  readonly listened: readonly { readonly name: StreamName; readonly payload: unknown }[];
  /** Streams that are open now, by name. */
  readonly openStreams: () => readonly StreamName[];
  /** Sends an event to everybody who listens to the stream. */
  readonly emit: <N extends StreamName>(name: N, event: StreamEvent<N>) => void;
  readonly fail: (name: CallName, error: CallError) => void;
}

export function createFakeEngine(given: Partial<FakeWorld> = {}): FakeEngine {
  const world = { ...emptyWorld, ...given };
  const open = new Set<Open>();
  const calls: { name: CallName; payload: unknown }[] = [];
  const listened: { name: StreamName; payload: unknown }[] = [];
  const failures = new Map<CallName, CallError>();
  const nodes = new Map(world.nodes.map((node) => [node.id, node]));
  const removed = new Map<string, NodeView>();
  let settings = world.settings;
  let status = world.status;
  let copies = 0;

  const emit = <N extends StreamName>(name: N, event: StreamEvent<N>) => {
    for (const { name: heard, listener } of open) if (heard === name) (listener as Listener<StreamEvent<N>>).event(event);
  };
  const put = (node: NodeView): NodeView => {
    nodes.set(node.id, node);
    emit('nodes', { kind: 'upsert', rows: [node] } satisfies ListEvent<NodeView, 'id'>);
    return node;
  };
  const nodeOf = (id: string): NodeView => {
    const node = nodes.get(id);
    if (!node) throw new CallError({ code: 'unknown-node', message: 'There is no such node any more.' });
    return node;
  };

  const known: Partial<{ [N in CallName]: (payload: CallPayload<N>) => CallResult<N> }> = {
    'desktop.info': () => ({
      version: '0.1.0',
      platform: 'linux',
      electron: '33.2.1',
      chromium: '130',
      node: '20.18.1',
      keepsSecrets: true,
    }),
    'desktop.copy': () => null,
    'desktop.chooseFiles': () => ['/scans/one.dcm', '/scans/two.dcm'],
    'nodes.parse': ({ text }) => {
      const match = /([\w.-]{1,16})@([\w.-]+):(\d{1,5})/.exec(text);
      return match ? { title: match[1] ?? '', host: match[2] ?? '', port: Number(match[3]) } : null;
    },
    'nodes.add': ({ node }) =>
      put({ ...makeNode({ id: `node-${nodes.size}`, title: node.title, host: node.host, port: node.port }), ...node } as NodeView),
    'nodes.update': ({ id, fields }) => {
      const node = merged(nodeOf(id), fields) as NodeView;
      return put({ ...node, state: node.enabled ? (node.state === 'disabled' ? 'unchecked' : node.state) : 'disabled', stateText: '' });
    },
    'nodes.duplicate': ({ id }) => put({ ...nodeOf(id), id: `copy-${++copies}`, name: `${nodeOf(id).name} copy`, kind: 'remote' }),
    'nodes.remove': ({ id }) => {
      removed.set(id, nodeOf(id));
      nodes.delete(id);
      emit('nodes', { kind: 'remove', keys: [id] });
      return null;
    },
    'nodes.restore': ({ id }) => put(removed.get(id) ?? nodeOf(id)),
    'nodes.request': ({ id }) => ({ text: `Please allow GANTRY to call ${nodeOf(id).title}.` }),
    'settings.update': ({ patch }) => {
      settings = merged(settings, patch) as Settings;
      emit('settings', settings);
      const isOpen = settings.me.host !== '127.0.0.1';
      const { listener } = status;
      status = {
        ...status,
        listener: {
          ...listener,
          title: settings.me.title,
          host: settings.me.host,
          port: settings.me.port,
          scope: isOpen ? 'network' : 'this-computer',
          addresses: isOpen ? ['10.1.2.30', 'fd00::30'] : ['127.0.0.1'],
        },
      };
      emit('status', status);
      return settings;
    },
    'listener.interfaces': () => [
      { name: 'eth0', address: '10.1.2.30', family: 'IPv4' },
      { name: 'wlan0', address: '192.168.178.24', family: 'IPv4' },
    ],
    'listener.restart': () => null,
    'notices.dismiss': ({ id }) => {
      status = { ...status, notices: status.notices.filter((notice) => notice.id !== id) };
      emit('status', status);
      return null;
    },
    'preflight.release': ({ id }) => ({ id }),
    'transfers.send': () => ({ id: 'transfer-new' }),
    'transfers.import': () => ({ id: 'transfer-new' }),
    'transfers.pull': () => ({ id: 'transfer-new' }),
    'transfers.objects': () => ({ total: 0, rows: [] }),
    'inbox.series': () => [],
    'inbox.instances': () => [],
    'housekeeping.plan': () => ({
      studies: 0,
      instances: 0,
      bytes: 0,
      oldest: null,
      spared: { flagged: 0, arriving: 0, 'being-sent': 0, 'not-elsewhere': 0 },
      over: 0,
    }),
    'tags.level': () => ({ rows: [], more: false }),
    'tags.find': () => ({ rows: [], more: false }),
    'tags.bytes': () => ({ bytes: new Uint8Array(0), length: 0, offset: 0 }),
    'tags.compare': () => ({ rows: [], differences: 0, cut: false }),
    'copies.elements': () => [],
    'copies.mapping': () => ({ kept: 'session', patients: [] }),
    'copies.previewDeidentified': () => ({
      rows: [],
      cut: false,
      cautions: [],
      patientId: 'ANON-1',
      patientName: 'ANON-1',
      days: -7,
      mapping: 'session',
      objects: 1,
    }),
    'copies.previewEdited': () => ({ rows: [], problems: [], warnings: [], objects: 1 }),
    'custody.history': () => [],
    'custody.count': () => ({ objects: 0, listed: 0, failure: null }),
    'commitments.ask': () => ({ id: 'commitment-new' }),
  };

  const call = async <N extends CallName>(name: N, payload: CallPayload<N>): Promise<CallResult<N>> => {
    calls.push({ name, payload });
    await Promise.resolve();
    const failure = failures.get(name);
    if (failure) throw failure;
    const answer = (world.answers[name] ?? known[name]) as ((payload: CallPayload<N>) => CallResult<N>) | undefined;
    return answer ? answer(payload) : (null as CallResult<N>);
  };

  /** What a new listener hears first; streams of the second kind then end. */
  const opening = (name: StreamName, payload: unknown): { readonly events: readonly unknown[]; readonly ends: boolean } => {
    switch (name) {
      case 'nodes':
        return { events: [{ kind: 'snapshot', rows: [...nodes.values()] }], ends: false };
      case 'inbox.studies':
        return { events: [{ kind: 'snapshot', rows: world.studies }], ends: false };
      case 'transfers':
        return { events: [{ kind: 'snapshot', rows: world.transfers }], ends: false };
      case 'log':
        return { events: [{ kind: 'snapshot', rows: world.log }], ends: false };
      case 'custody.studies':
        return { events: [{ kind: 'snapshot', rows: world.custody }], ends: false };
      case 'commitments':
        return { events: [{ kind: 'snapshot', rows: world.commitments }], ends: false };
      case 'bin':
        return { events: [{ kind: 'snapshot', rows: world.bin }], ends: false };
      case 'knocks':
        return { events: [{ kind: 'snapshot', rows: world.knocks }], ends: false };
      case 'inboxMove':
        return { events: [world.inboxMove], ends: false };
      case 'status':
        return { events: [status], ends: false };
      case 'settings':
        return { events: [settings], ends: false };
      case 'nodes.verify': {
        const ladder = world.ladder(nodeOf((payload as StreamPayload<'nodes.verify'>).id));
        return { events: ladder.map((_, index) => upTo(ladder, index)), ends: true };
      }
      case 'selftest':
        return { events: world.selfTest.map((_, index) => upTo(world.selfTest, index)), ends: true };
      case 'search':
        return { events: world.search(payload as SearchQuery), ends: true };
      case 'inbox.search': {
        const { texts, modalities = [] } = (payload as StreamPayload<'inbox.search'>).filter;
        const found = world.studies.filter(
          (study) =>
            texts.every(({ text }) => matchesFolded(fold(JSON.stringify(study)), text)) &&
            (modalities.length === 0 || modalities.some((one) => study.modalities.includes(one))),
        );
        return { events: [{ kind: 'all', studies: found.map(({ studyUid }) => studyUid) }], ends: false };
      }
      case 'preflight':
        return { events: world.preflight(payload as StreamPayload<'preflight'>), ends: false };
      case 'search.identify':
        return { events: [{ files: 2, studyUids: world.studies.map(({ studyUid }) => studyUid), cut: false, ended: true }], ends: true };
      case 'inbox.lend':
        return { events: [{ kind: 'ready', files: ['/outgoing/1/DOE JANE'] }], ends: true };
      case 'inbox.rebuild':
      case 'inbox.export':
      case 'copies.deidentify':
      case 'copies.edit':
      case 'desktop.menu':
        return { events: [], ends: false };
    }
  };

  const listen = <N extends StreamName>(name: N, payload: StreamPayload<N>, listener: Listener<StreamEvent<N>>): (() => void) => {
    const entry = { name, listener } as unknown as Open;
    open.add(entry);
    listened.push({ name, payload });
    const { events, ends } = opening(name, payload);
    const step = (index: number): void => {
      if (!open.has(entry)) return;
      const event = events[index];
      if (event !== undefined) {
        listener.event(event as StreamEvent<N>);
        later(() => step(index + 1));
      } else if (ends) {
        open.delete(entry);
        listener.end?.(null);
      }
    };
    const later = (work: () => void) => (world.pace > 0 ? void setTimeout(work, world.pace) : queueMicrotask(work));
    queueMicrotask(() => step(0));
    return () => open.delete(entry);
  };

  return {
    api: { call, listen },
    host: { pathOf: (file) => `/dropped/${file.name}` },
    calls,
    listened,
    openStreams: () => Array.from(open, ({ name }) => name),
    emit,
    fail: (name, error) => failures.set(name, error),
  };
}

/** A list while its steps up to `index` are over and the next one runs. */
function upTo(steps: readonly { readonly state: string }[], index: number): readonly unknown[] {
  const failedAt = steps.findIndex(({ state }) => state === 'failed');
  return steps.map((step, at) => {
    if (at <= index) return step;
    const waiting = failedAt >= 0 && failedAt <= index ? step.state : at === index + 1 ? 'running' : 'waiting';
    return { ...step, state: waiting, ms: null, found: '', failure: null, detail: '' };
  });
}
