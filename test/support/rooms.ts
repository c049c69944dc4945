// Gantry's rooms joined as the engine joins them, without a window: address book, search, transfers, log, and a real inbox on a real port.
import path from 'node:path';
import { systemClock } from '../../core/association/system-clock.ts';
import type { ListenerView } from '../../core/contract/status.ts';
import { createInbox, type Inbox } from '../../core/inbox/inbox.ts';
import type { Clock } from '../../core/lib/clock.ts';
import { createLive } from '../../core/lib/live.ts';
import { createLog, type Log } from '../../core/log/log.ts';
import { createKnocks } from '../../core/nodes/knocks.ts';
import { createNodes } from '../../core/nodes/nodes.ts';
import type { Nodes } from '../../core/nodes/types.ts';
import { createSearch, type Search } from '../../core/search/search.ts';
import { createApplicationEntity, supportedStorage, supportedVerification } from '../../core/services/index.ts';
import type { ApplicationEntity, ListenOptions } from '../../core/services/types.ts';
import { openDatabase, type Database } from '../../core/storage/database.ts';
import { createTransfers } from '../../core/transfers/transfers.ts';
import type { InboxState, Transfers } from '../../core/transfers/types.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

export interface RoomsOptions {
  readonly title?: string;
  /** Kept by the caller across a restart; else a temporary one. */
  readonly folder?: string;
  /** For the rooms; sockets keep real time. */
  readonly clock?: Clock;
  readonly wallClock?: () => number;
  readonly admit?: ListenOptions['admit'];
  /** The inbox's port is not opened. */
  readonly closed?: boolean;
  /** As at the start: inbox and port are being opened until `opened` is called. */
  readonly opening?: boolean;
}

export interface Rooms extends AsyncDisposable {
  readonly folder: string;
  readonly database: Database;
  readonly entity: ApplicationEntity;
  readonly nodes: Nodes;
  readonly search: Search;
  readonly transfers: Transfers;
  readonly log: Log;
  readonly inbox: Inbox;
  /** Of the inbox; 0 when it is closed. */
  readonly port: number;
  opened(): void;
  close(): Promise<void>;
}

const IMPLEMENTATION = { classUid: '1.2.3.4', versionName: 'TEST' };

export async function openRooms(options: RoomsOptions = {}): Promise<Rooms> {
  const { title = 'GANTRY', clock = systemClock, wallClock = Date.now } = options;
  const temporary = options.folder === undefined ? await temporaryFolder() : undefined;
  const folder = options.folder ?? temporary?.path ?? '';
  const { database } = openDatabase({ file: path.join(folder, 'gantry.db'), wallClock });
  const inbox = createInbox({
    folder: path.join(folder, 'inbox'),
    database,
    clock: systemClock,
    wallClock,
    implementation: IMPLEMENTATION,
  });
  const knocks = createKnocks(clock);
  const log = createLog({ database, clock, wallClock, nameOf: () => undefined });
  const observers = [log.observer, knocks.observer];
  const entity = createApplicationEntity({
    title,
    store: inbox.store,
    observer: {
      established: (facts, traffic) => observers.forEach((observer) => observer.established?.(facts, traffic)),
      message: (facts, message) => observers.forEach((observer) => observer.message?.(facts, message)),
      ended: (facts, end, traffic) => observers.forEach((observer) => observer.ended?.(facts, end, traffic)),
      refused: (request, failure) => observers.forEach((observer) => observer.refused?.(request, failure)),
      knock: (knock) => observers.forEach((observer) => observer.knock?.(knock)),
    },
  });
  const server = options.closed
    ? undefined
    : await entity.listen({
        host: '127.0.0.1',
        port: 0,
        supportedContexts: [...supportedVerification(), ...supportedStorage()],
        on: { store: inbox.store },
        ...(options.admit && { admit: options.admit }),
      });
  const reached = server ? 'listening' : 'failed';
  const listener = createLive<ListenerView>({
    state: options.opening ? 'starting' : reached,
    title,
    host: '127.0.0.1',
    port: server?.port ?? 0,
    wantedPort: server?.port ?? 0,
    scope: 'this-computer',
    addresses: ['127.0.0.1'],
    calls: 0,
    encryption: { mode: 'off', port: null, requiresCertificate: false, certificate: null, failure: null },
    failure: null,
  });
  const nodes = createNodes({ database, entity, listener, clock, wallClock });
  const search = createSearch({ nodes, entity, clock, wallClock });
  const state = createLive<InboxState>(options.opening ? { kind: 'empty' } : { kind: 'open', inbox });
  const opened = (): void => {
    state.set({ kind: 'open', inbox });
    listener.set({ ...listener.value, state: reached });
  };
  const transfers = createTransfers({ database, nodes, entity, inbox: { state }, listener, knocks, clock, wallClock, random: () => 0.5 });
  const close = async (): Promise<void> => {
    await transfers.close();
    nodes.close();
    await server?.close({ graceMs: 0 });
    log.close();
    await inbox.close();
    database.close();
  };
  return {
    folder,
    database,
    entity,
    nodes,
    search,
    transfers,
    log,
    inbox,
    port: server?.port ?? 0,
    opened,
    close,
    [Symbol.asyncDispose]: async () => {
      await close();
      await temporary?.[Symbol.asyncDispose]();
    },
  };
}

/** Waits until a transfer is in one of the states. */
export async function untilTransfer(transfers: Transfers, id: string, states: readonly string[]) {
  await until(() => states.includes(transfers.get(id)?.state ?? ''), {
    what: `transfer ${transfers.get(id)?.state ?? 'unknown'} to become ${states.join(' or ')}`,
  });
  const view = transfers.get(id);
  if (!view) throw new Error('the transfer is gone');
  return view;
}

export const ENDED = ['done', 'partial', 'failed', 'cancelled'];
