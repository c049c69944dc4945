/**
 * The composition root: makes every room once, joins them, and offers what the contract names. Nothing here decides anything about DICOM.
 */
import path from 'node:path';
import { systemClock } from './association/system-clock.ts';
import type { CallHandlers, StreamHandlers, engineCalls, engineStreams } from './contract.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from './association/defaults.ts';
import { lettingIn, refusalOf, type Caller, type Doorkeeping } from './engine/admission.ts';
import { watchDisk } from './engine/disk.ts';
import { createCustody, type Custody } from './custody/custody.ts';
import { createCopies } from './engine/copies.ts';
import { createExports } from './engine/export-inbox.ts';
import { recordedExports } from './engine/recorded-exports.ts';
import { createLending } from './engine/lending.ts';
import { LENT } from './engine/settings.ts';
import { createHandlers } from './engine/handlers.ts';
import { createIdentity, type KeyPassPhrase } from './engine/identity.ts';
import { createInboxMover } from './engine/move-inbox.ts';
import { createInboxSlot } from './engine/inbox-slot.ts';
import { createListener, isLoopback, type Listener } from './engine/listener.ts';
import { createNotices, type Notices } from './engine/notices.ts';
import { observeAll } from './engine/observe.ts';
import { ownEntity } from './engine/own-entity.ts';
import { openSettings } from './engine/settings.ts';
import { createSelfTest } from './engine/selftest/index.ts';
import { joinStatus } from './engine/status-view.ts';
import { createOwnProvider } from './engine/own-provider.ts';
import { offerOf } from './engine/own-server.ts';
import { createTrafficMeter } from './engine/traffic.ts';
import { openVault } from './copies/vault.ts';
import { createHousekeeping } from './housekeeping/housekeeping.ts';
import { createLive } from './lib/live.ts';
import { explainListen } from './failures/explain-local.ts';
import { createLog } from './log/log.ts';
import { createCallers, type Called } from './nodes/callers.ts';
import { createKnocks } from './nodes/knocks.ts';
import { createNodes } from './nodes/nodes.ts';
import type { Nodes } from './nodes/types.ts';
import { createPixelReader, type PixelReaderOptions } from './pixels/pixel-reader.ts';
import { createSearch } from './search/search.ts';
import { createApplicationEntity } from './services/index.ts';
import { openDatabase } from './storage/database.ts';
import type { SetAside } from './storage/set-aside.ts';
import { createTransfers } from './transfers/transfers.ts';

export interface EngineOptions {
  /** Where settings, database, log and, by default, the inbox live. */
  readonly folder: string;
  readonly pixels: Pick<PixelReaderOptions, 'workerPath' | 'wasmPath'>;
  /** 32 bytes under which old and new identities of patients are kept; without it they are forgotten at the end. */
  readonly vaultKey?: Uint8Array | undefined;
  /** Of the key of our TLS identity, as it was given before. */
  readonly keyPassPhrase?: KeyPassPhrase | undefined;
}

export interface Engine {
  readonly calls: CallHandlers<keyof typeof engineCalls>;
  readonly streams: StreamHandlers<keyof typeof engineStreams>;
  /** Ends every association, finishes what is being written, and closes all files. */
  close(): Promise<void>;
}

const wallClock = (): number => Date.now();

export async function createEngine({ folder, pixels, vaultKey, keyPassPhrase }: EngineOptions): Promise<Engine> {
  const notices = createNotices();
  const { settings, setAside } = await openSettings({
    file: path.join(folder, 'settings.json'),
    inboxFolder: path.join(folder, 'inbox'),
    wallClock,
  });
  tellSetAside(notices, 'The settings could not be read and were begun anew.', setAside);
  const { database, setAside: oldDatabase } = openDatabase({ file: path.join(folder, 'gantry.db'), wallClock });
  tellSetAside(notices, 'The database of nodes, transfers and the log was damaged and was begun anew.', oldDatabase);
  // The index is made from the inbox's files and can be made again: in a file of its own its damage costs nothing else.
  const { database: index, setAside: oldIndex } = openDatabase({ file: path.join(folder, 'index.db'), wallClock });
  tellSetAside(notices, 'The index of the inbox was damaged and is made anew from its files.', oldIndex);

  const knocks = createKnocks(systemClock);
  const inboxSettings = () => settings.live.value.inbox;
  const traffic = createTrafficMeter();
  const slot = createInboxSlot({
    database: index,
    clock: systemClock,
    wallClock,
    implementation: { classUid: IMPLEMENTATION_CLASS_UID, versionName: IMPLEMENTATION_VERSION_NAME },
    durability: () => inboxSettings().durability,
  });
  const log = createLog({
    database,
    clock: systemClock,
    wallClock,
    nameOf: ({ title, address, port }) =>
      nodes.list().find((node) => node.host === address && (node.port === port || node.title === title))?.name,
  });
  const callers = createCallers({
    database,
    clock: systemClock,
    wallClock,
    admits: (called) => !refusalOf(callerOf(called), { ...doorkeeping(), settings: { ...inboxSettings(), paused: false } }),
    isOurs: ({ callingTitle, outcome, address }) => isLoopback(address) && (outcome === 'silent' || callingTitle === title()),
  });
  const observer = observeAll(log.observer, knocks.observer, callers.observer, traffic.observer, {
    established: ({ role }) => role === 'acceptor' && listener.countCall(),
  });
  const title = (): string => settings.live.value.me.title;
  const identity = createIdentity(() => settings.live.value.me.tls, keyPassPhrase);
  const own = { title, identity: identity.read };
  const entity = ownEntity(
    createApplicationEntity({ title: title(), observer, store: slot.store, n: (request) => custody.n(request) }),
    own,
  );
  const listener: Listener = createListener({
    open: (host, port, tls) =>
      entity.listen({
        host,
        port,
        ...(tls && { tls }),
        ...offerOf({ store: slot.store, n: (request) => custody.n(request), ...provider }, inboxSettings, () => custody.awaitsReports),
        admit: (caller) => refusalOf(caller, doorkeeping()),
      }),
    identity: identity.read,
    me: settings.live.value.me,
    explain: (error, host, port) => explainListen(codeOf(error), { title: title(), host, port }),
  });
  const provider = createOwnProvider({
    slot,
    listener: listener.view,
    answersNetwork: () => inboxSettings().answerNetwork,
    nodes: () => nodes,
    identity: identity.last,
  });
  const doorkeeping = (): Doorkeeping => ({
    settings: inboxSettings(),
    title: title(),
    nodes: () =>
      nodes
        .list()
        .filter(({ enabled }) => enabled)
        .map((node) => node.title),
  });
  const allow = async (id: string): Promise<void> => {
    await settings.update({ inbox: lettingIn(callerOf(callers.require(id)), doorkeeping()) });
  };
  const nodes: Nodes = createNodes({ database, entity, listener: listener.view, clock: systemClock, wallClock });
  nodes.subscribe(() => callers.refresh());
  const search = createSearch({ nodes, entity, clock: systemClock, wallClock });
  const transfers = createTransfers({
    database,
    nodes,
    entity,
    inbox: slot,
    listener: listener.view,
    knocks,
    clock: systemClock,
    wallClock,
  });
  const custody: Custody = createCustody({ database, nodes, entity, inbox: slot.state, transfers, clock: systemClock, wallClock });
  const pixelReader = createPixelReader(pixels);
  const exports = recordedExports(createExports(slot, pixelReader), { slot, custody });
  const lending = createLending({ folder: path.join(folder, LENT), exports: createExports(slot, pixelReader), clock: systemClock });
  const vault = await openVault({ file: path.join(folder, 'identities.enc'), key: vaultKey, wallClock });
  tellSetAside(notices, 'The list of old and new identities could not be decrypted and was begun anew.', vault.setAside);
  const copies = createCopies({ slot, vault, title, wallClock, proposed: (id) => transfers.proposed(id) });
  const mover = await createInboxMover({
    file: path.join(folder, 'inbox-move.json'),
    slot,
    settings,
    index,
    moved: (from, to) => transfers.moved(from, to),
    failed: ({ headline, why }) => notices.add('warn', headline, why),
    isBusy: () => exports.busy || copies.busy,
    clock: systemClock,
    wallClock,
  });
  const rule = createLive(inboxSettings().cleanUp);
  const housekeeping = createHousekeeping({
    database,
    inbox: slot.state,
    rule,
    sending: () => transfers.sources(),
    isBusy: () => exports.busy || copies.busy,
    isElsewhere: (instances, how) => custody.isElsewhere(instances, how),
    switchOff: () => settings.update({ inbox: { cleanUp: { maximumSize: null, maximumAge: null } } }),
    clock: systemClock,
    wallClock,
  });
  const disk = watchDisk({ folder: () => inboxSettings().folder, warnBelow: () => inboxSettings().warnBelow });
  let stopRefusals: () => void = () => undefined;
  slot.state.subscribe((state) => {
    stopRefusals();
    // What was refused may have been refused for want of room: the figure that is shown must not be an old one.
    stopRefusals = state.kind === 'open' ? state.inbox.refused.listen(() => void disk.look()) : () => undefined;
  });
  const status = joinStatus({ listener, identity: identity.view, traffic, disk, notices, housekeeping: housekeeping.view });

  const selfTest = createSelfTest({
    entity: (store) => ownEntity(createApplicationEntity({ title: title(), store }), own),
    listener: listener.view,
    slot,
    wallClock,
  });

  // The inbox first: nobody is to be told that there is none only because the port was quicker.
  settings.live.subscribe(({ me, inbox }) => {
    void identity.read();
    void slot.open(inbox.folder).then(() => Promise.all([disk.look(), listener.apply(me)]));
  });
  settings.live.subscribe(({ inbox }) => {
    callers.refresh();
    rule.set(inbox.cleanUp);
  });
  if (transfers.resumed > 0)
    notices.add('info', `${transfers.resumed} ${transfers.resumed === 1 ? 'transfer' : 'transfers'} from before taken up again.`);

  return {
    ...createHandlers({
      allow,
      callers,
      custody,
      exports,
      lending,
      copies,
      mover,
      housekeeping,
      identity,
      listener,
      log,
      nodes,
      notices,
      pixelReader,
      search,
      selfTest,
      settings,
      slot,
      status,
      transfers,
    }),
    async close() {
      await mover.close();
      await Promise.allSettled([transfers.close(), exports.close(), lending.close(), copies.close(), listener.close()]);
      housekeeping.close();
      await custody.close();
      nodes.close();
      callers.close();
      log.close();
      disk.close();
      traffic.close();
      await Promise.allSettled([slot.close(), pixelReader.close()]);
      index.close();
      database.close();
    },
  };
}

const callerOf = ({ callingTitle, calledTitle, address }: Called): Caller => ({ callingTitle, calledTitle, remote: { address } });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

function tellSetAside(notices: Notices, text: string, setAside: SetAside | null): void {
  if (setAside) notices.add('warn', text, `The damaged file was kept as ${setAside.keptAs} (${setAside.reason}).`);
}
