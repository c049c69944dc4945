/**
 * Keeps our own storage SCP open as the settings say. A busy port is named and the next free one of ten is used; the wanted one is taken
 * again on `restart`. Opening and closing are put in order, so that two changes in a row never race for the port.
 */
import { networkInterfaces } from 'node:os';
import type { ListenerView, NetworkInterface, Settings } from '../contract.ts';
import { createLive, type Live } from '../lib/live.ts';
import type { Explanation } from '../contract.ts';
import type { Server } from '../services/types.ts';

const PORTS_TO_TRY = 10;

export interface ListenerOptions {
  readonly open: (host: string, port: number) => Promise<Server>;
  readonly explain: (error: unknown, host: string, port: number) => Explanation;
}

export interface Listener {
  readonly view: Live<ListenerView>;
  /** Opens, or opens anew after a change. Settles when the port is open or has failed for good; never rejects. */
  apply(me: Settings['me']): Promise<void>;
  /** Somebody reached the port. */
  countCall(): void;
  close(): Promise<void>;
}

export function createListener({ open, explain }: ListenerOptions): Listener {
  const view = createLive<ListenerView>(idle({ title: '', port: 0, host: '127.0.0.1' }));
  let server: Server | undefined;
  let queue: Promise<void> = Promise.resolve();

  const inOrder = (work: () => Promise<void>): Promise<void> => (queue = queue.then(work, work));

  const stop = async (): Promise<void> => {
    const old = server;
    server = undefined;
    await old?.close();
  };

  const start = async (me: Settings['me']): Promise<void> => {
    if (server && server.host === me.host && view.value.wantedPort === me.port && server.port === (me.port || server.port)) {
      return view.set({ ...view.value, title: me.title });
    }
    view.set(idle(me));
    await stop();
    try {
      server = await openNear(open, me.host, me.port);
      view.set({ ...idle(me), state: 'listening', port: server.port });
    } catch (error) {
      view.set({ ...idle(me), state: 'failed', failure: explain(error, me.host, me.port) });
    }
  };

  return {
    view,
    apply: (me) => inOrder(() => start(me)),
    countCall: () => view.set({ ...view.value, calls: view.value.calls + 1 }),
    close: () => inOrder(stop),
  };
}

function idle(me: Settings['me']): ListenerView {
  return {
    state: 'starting',
    title: me.title,
    host: me.host,
    port: me.port,
    wantedPort: me.port,
    scope: isLoopback(me.host) ? 'this-computer' : 'network',
    addresses: reachableAt(me.host),
    calls: 0,
    failure: null,
  };
}

async function openNear(open: ListenerOptions['open'], host: string, wanted: number): Promise<Server> {
  for (let port = wanted; ; port += 1) {
    try {
      return await open(host, port);
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!busy || port === wanted + PORTS_TO_TRY - 1 || port === 65_535) throw error;
    }
  }
}

export const isLoopback = (host: string): boolean => host === '::1' || host === 'localhost' || /^(?:::ffff:)?127\./.test(host);

/** Where we reach ourselves when we listen on `host`. */
export const hostFromHere = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

function reachableAt(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return listInterfaces()
    .filter(({ family }) => host === '::' || family === 'IPv4')
    .map(({ address }) => address);
}

/** The addresses of this computer that others may reach, IPv4 first. */
export function listInterfaces(): readonly NetworkInterface[] {
  const found: NetworkInterface[] = [];
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    for (const { address, family, internal } of addresses ?? []) {
      if (!internal && !address.startsWith('fe80:')) found.push({ name, address, family: family === 'IPv6' ? 'IPv6' : 'IPv4' });
    }
  }
  return found.sort((a, b) => a.family.localeCompare(b.family));
}
