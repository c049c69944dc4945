/** The engine's part of the contract, name by name. Each line hands over to a room; none knows how. */
import type { CallHandlers, StreamHandlers, StreamPayload, engineCalls, engineStreams } from '../contract.ts';
import type { Custody } from '../custody/custody.ts';
import type { Housekeeping } from '../housekeeping/housekeeping.ts';
import { watch, type Live } from '../lib/live.ts';
import type { Log } from '../log/log.ts';
import type { Callers } from '../nodes/callers.ts';
import type { Nodes } from '../nodes/types.ts';
import type { PixelReader } from '../pixels/pixel-reader.ts';
import type { Search } from '../search/search.ts';
import type { ProposalRequest, Transfers } from '../transfers/types.ts';
import type { StatusView } from '../contract.ts';
import type { Copies } from './copies.ts';
import type { Exports } from './export-inbox.ts';
import type { Lending } from './lending.ts';
import { leavingFrame } from './frame-image.ts';
import { given } from './given.ts';
import { readAuthority, type OwnIdentity } from './identity.ts';
import { identifyFiles } from './identify-files.ts';
import type { InboxMover } from './move-inbox.ts';
import type { InboxSlot } from './inbox-slot.ts';
import { rebuildIndex } from './rebuild-index.ts';
import { listInterfaces, type Listener } from './listener.ts';
import type { Notices } from './notices.ts';
import { objectCalls } from './object-calls.ts';
import { ExplainedError } from './serve.ts';
import type { SettingsStore } from './settings.ts';
import { suggestElements } from './suggest-elements.ts';
import { tagsOf } from './tags.ts';
import { watchMatches, watchStudies } from './watch-slot.ts';

export interface Rooms {
  readonly settings: SettingsStore;
  readonly status: Live<StatusView>;
  readonly listener: Listener;
  readonly identity: OwnIdentity;
  readonly notices: Notices;
  readonly slot: InboxSlot;
  readonly nodes: Nodes;
  readonly callers: Callers;
  /** Lets the caller of a knock in from now on. */
  readonly allow: (knockId: string) => Promise<void>;
  readonly search: Search;
  readonly custody: Custody;
  readonly housekeeping: Housekeeping;
  readonly transfers: Transfers;
  readonly exports: Exports;
  readonly lending: Lending;
  readonly copies: Copies;
  readonly mover: InboxMover;
  readonly log: Log;
  readonly pixelReader: PixelReader;
  readonly selfTest: (emit: Parameters<StreamHandlers<'selftest'>['selftest']>[1], signal: AbortSignal) => Promise<void>;
}

interface Handlers {
  readonly calls: CallHandlers<keyof typeof engineCalls>;
  readonly streams: StreamHandlers<keyof typeof engineStreams>;
}

export function createHandlers(rooms: Rooms): Handlers {
  return {
    calls: {
      ...nodeCalls(rooms),
      ...knockCalls(rooms),
      ...inboxCalls(rooms),
      ...moveCalls(rooms),
      ...objectCalls(rooms),
      ...copyCalls(rooms),
      ...tagCalls(rooms),
      ...custodyCalls(rooms),
      ...housekeepingCalls(rooms),
      ...preflightCalls(rooms),
      ...transferCalls(rooms),
      ...statusCalls(rooms),
    },
    streams: streamsOf(rooms),
  };
}

type CallsOf<Prefix extends string> = CallHandlers<Extract<keyof typeof engineCalls, `${Prefix}.${string}`>>;

function nodeCalls({ nodes }: Rooms): CallsOf<'nodes'> {
  return {
    'nodes.parse': ({ text }) => nodes.parse(text),
    'nodes.add': ({ node }) => nodes.add(given(node)),
    'nodes.update': ({ id, fields }) => nodes.update(id, fields),
    'nodes.duplicate': ({ id }) => nodes.duplicate(id),
    'nodes.remove': ({ id }) => done(nodes.remove(id)),
    'nodes.restore': ({ id }) => nodes.restore(id),
    'nodes.readAuthority': ({ path }) => readAuthority(path),
    'nodes.request': ({ id }) => ({ text: nodes.request(id) }),
  };
}

function knockCalls({ callers, allow }: Rooms): CallsOf<'knocks'> {
  return {
    'knocks.allow': async ({ id }) => done(await allow(id)),
    'knocks.ignore': ({ id }) => done(callers.ignore(id)),
    'knocks.heed': ({ id }) => done(callers.heed(id)),
    'knocks.clear': () => done(callers.clear()),
    'knocks.restore': () => done(callers.restore()),
  };
}

function inboxCalls({ slot, housekeeping, pixelReader }: Rooms): CallsOf<'inbox'> {
  return {
    'inbox.series': ({ studyUid }) => slot.inbox.series(studyUid),
    'inbox.instances': ({ studyUid, seriesUid }) => slot.inbox.instances(studyUid, seriesUid),
    'inbox.frame': async ({ instanceId, frame, size, ahead }, signal) => {
      const wanted = size === undefined ? ({ output: 'values' } as const) : ({ output: 'display', size } as const);
      const urgency = ahead === true ? 'ahead' : size === undefined ? 'now' : 'small';
      return leavingFrame(await pixelReader.frame({ path: instancePath(slot, instanceId), frame, urgency, ...wanted }, signal));
    },
    'inbox.remove': ({ targets }) => slot.inbox.remove(targets),
    'inbox.flag': ({ studies, flagged }) => done(slot.inbox.flag(studies, flagged)),
    'inbox.restore': async ({ token }) => done(await housekeeping.restore(token)),
    'inbox.path': ({ target }) => slot.inbox.path(target) ?? gone(),
  };
}

function moveCalls({ mover }: Rooms): CallsOf<'inboxMove'> {
  return {
    'inboxMove.start': async ({ folder }) => done(await mover.start(folder)),
    'inboxMove.stop': async () => done(await mover.stop()),
  };
}

function copyCalls({ copies }: Rooms): CallsOf<'copies'> {
  return {
    'copies.previewDeidentified': (wish) => copies.previewDeidentified(wish),
    'copies.previewEdited': (wish) => copies.previewEdited(wish),
    'copies.elements': ({ text }) => suggestElements(text),
    'copies.mapping': () => copies.mapping(),
    'copies.forgetMapping': async () => done(await copies.forgetMapping()),
  };
}

function tagCalls({ slot }: Rooms): CallsOf<'tags'> {
  const tags = tagsOf(slot);
  return {
    'tags.level': (wish) => tags.level(wish),
    'tags.find': (wish) => tags.find(wish),
    'tags.value': (wish) => tags.value(wish),
    'tags.bytes': (wish) => tags.bytes(wish),
    'tags.compare': (wish, signal) => tags.compare(wish, signal),
  };
}

const instancePath = (slot: InboxSlot, instanceId: number): string => slot.inbox.path({ kind: 'instance', instanceId }) ?? gone();

function gone(): never {
  throw new ExplainedError('not-here', 'It is no longer in the inbox.');
}

function custodyCalls({ custody }: Rooms): CallsOf<'custody' | 'commitments'> {
  return {
    'custody.history': ({ studyUid }) => custody.history(studyUid),
    'custody.count': (request, signal) => custody.count(request, signal),
    'commitments.ask': (request) => custody.ask(request),
    'commitments.again': ({ id }) => done(custody.again(id)),
    'commitments.stop': ({ id }) => done(custody.stop(id)),
    'commitments.remove': ({ id }) => done(custody.remove(id)),
  };
}

function housekeepingCalls({ housekeeping }: Rooms): CallsOf<'housekeeping'> {
  return {
    'housekeeping.plan': ({ rule }) => housekeeping.plan(rule),
    'housekeeping.run': () => housekeeping.run(),
    'housekeeping.undo': async () => done(await housekeeping.undo()),
    'housekeeping.seen': () => done(housekeeping.seen()),
    'housekeeping.emptyBin': () => housekeeping.emptyBin(),
  };
}

function preflightCalls({ transfers, custody }: Rooms): CallsOf<'preflight'> {
  return {
    'preflight.decide': ({ id, ...change }) => done(transfers.decide(id, change)),
    'preflight.release': ({ id, commitment = false }) => {
      const { nodeId, direction } = transfers.release(id);
      if (commitment && direction === 'send') custody.askAfter(id, nodeId);
      return { id };
    },
  };
}

function transferCalls({ transfers, custody }: Rooms): CallsOf<'transfers'> {
  return {
    'transfers.send': ({ nodeId, paths = [], targets = [], commitment = false }) => {
      const id = transfers.send({ nodeId, paths, targets });
      if (commitment) custody.askAfter(id, nodeId);
      return { id };
    },
    'transfers.import': ({ paths }) => ({ id: transfers.import(paths) }),
    'transfers.pull': (request) => ({ id: transfers.pull(request) }),
    'transfers.pause': ({ id }) => done(transfers.pause(id)),
    'transfers.resume': ({ id }) => done(transfers.resume(id)),
    'transfers.cancel': ({ id }) => done(transfers.cancel(id)),
    'transfers.retry': ({ id }) => done(transfers.retry(id)),
    'transfers.remove': ({ id }) => done(transfers.remove(id)),
    'transfers.clearEnded': () => done(transfers.clearEnded()),
    'transfers.objects': ({ id, offset, limit, only }) => transfers.objects(id, { offset, limit, only }),
  };
}

function statusCalls({
  settings,
  identity,
  listener,
  notices,
  log,
}: Rooms): CallsOf<'settings' | 'identity' | 'listener' | 'notices' | 'log'> {
  return {
    'settings.update': ({ patch }) => settings.update(patch),
    'identity.unlock': async ({ passPhrase }) => {
      const keyFile = await identity.unlock(passPhrase);
      await listener.apply(settings.live.value.me);
      return { keyFile };
    },
    'listener.interfaces': () => listInterfaces(),
    'listener.restart': async () => done(await listener.apply(settings.live.value.me)),
    'notices.dismiss': ({ id }) => done(notices.dismiss(id)),
    'log.detail': ({ id }) => log.detail(id),
    'log.report': ({ id }) => log.report(id) ?? gone(),
    'log.clear': () => done(log.clear()),
  };
}

function streamsOf({
  nodes,
  callers,
  custody,
  housekeeping,
  search,
  slot,
  exports,
  lending,
  copies,
  transfers,
  log,
  status,
  settings,
  selfTest,
  mover,
}: Rooms): Handlers['streams'] {
  return {
    nodes: (_, emit, signal) => until(signal, nodes.subscribe(emit)),
    'nodes.verify': async ({ id }, emit, signal) => {
      for await (const rungs of nodes.verify(id, signal)) emit(rungs);
    },
    knocks: (_, emit, signal) => until(signal, callers.subscribe(emit)),
    search: (query, emit, signal) => search.run(query, emit, signal),
    'search.identify': (request, emit, signal) => identifyFiles(request, emit, signal),
    'inbox.export': (request, emit, signal) => exports.run(request, { emit, signal }),
    'inbox.lend': (request, emit, signal) => lending.run(request, { emit, signal }),
    'copies.deidentify': (wish, emit, signal) => copies.deidentify(wish, { emit, signal }),
    'copies.edit': (wish, emit, signal) => copies.edit(wish, { emit, signal }),
    inboxMove: (_, emit, signal) => watch(mover.view, emit, signal),
    'inbox.studies': (_, emit, signal) => watchStudies(slot, emit, signal),
    bin: (_, emit, signal) => until(signal, housekeeping.subscribeBin(emit)),
    'custody.studies': (_, emit, signal) => until(signal, custody.subscribe(emit)),
    commitments: (_, emit, signal) => until(signal, custody.subscribeCommitments(emit)),
    'inbox.rebuild': (_, emit, signal) => rebuildIndex(slot, emit, signal),
    'inbox.search': ({ filter }, emit, signal) => watchMatches(slot, { filter, emit, signal }),
    preflight: (request, emit, signal) => transfers.propose(withDefaults(request), emit, signal),
    transfers: (_, emit, signal) => until(signal, transfers.subscribe(emit)),
    log: (_, emit, signal) => until(signal, log.subscribe(emit)),
    status: (_, emit, signal) => watch(status, emit, signal),
    settings: (_, emit, signal) => watch(settings.live, emit, signal),
    selftest: (_, emit, signal) => selfTest(emit, signal),
  };
}

const withDefaults = (request: StreamPayload<'preflight'>): ProposalRequest =>
  request.kind === 'send'
    ? { ...request, paths: request.paths ?? [], targets: request.targets ?? [] }
    : { kind: 'import', paths: request.paths ?? [] };

/** Settles when the signal fires, and ends the watching then. */
function until(signal: AbortSignal, stop: () => void): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** The contract's answer of calls that only do something. */
const done = (_: unknown): null => null;
