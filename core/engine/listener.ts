/**
 * Keeps our own storage SCP open as the settings say. A busy port is named and the next free one of ten is used; the wanted one is taken
 * again on `restart`. TLS is spoken there instead, or on a port beside it. Opening and closing are put in order, so that two changes in a row never race for the port.
 */
import { networkInterfaces } from 'node:os';
import type { AssociateRequest, CertificateFacts, TlsOptions } from '../association/types.ts';
import type { Explanation, ListenerEncryption, ListenerView, NetworkInterface, Settings } from '../contract.ts';
import { explainIdentity } from '../failures/explain-local.ts';
import { createLive, type Live } from '../lib/live.ts';
import type { Server } from '../services/types.ts';
import type { Identity } from './identity.ts';

const PORTS_TO_TRY = 10;

type Me = Settings['me'];

export interface ListenerOptions {
  readonly open: (host: string, port: number, tls?: TlsOptions) => Promise<Server>;
  readonly explain: (error: unknown, host: string, port: number) => Explanation;
  /** Our certificate and key as they are on the disk now. */
  readonly identity: () => Promise<Identity>;
  /** Who we are before the port is open: what was left waiting calls others at once. */
  readonly me: Pick<Me, 'title' | 'port' | 'host'>;
}

export interface Listener {
  readonly view: Live<ListenerView>;
  /** Opens, or opens anew after a change. Settles when the port is open or has failed for good; never rejects. */
  apply(me: Me): Promise<void>;
  /** Somebody reached the port. */
  countCall(): void;
  close(): Promise<void>;
}

export function createListener({ open, explain, identity, me: first }: ListenerOptions): Listener {
  const view = createLive<ListenerView>(idle(first));
  let servers: readonly Server[] = [];
  /** What the open port was opened for. */
  let opened = '';
  let queue: Promise<void> = Promise.resolve();

  const inOrder = (work: () => Promise<void>): Promise<void> => (queue = queue.then(work, work));

  const stop = async (): Promise<void> => {
    const old = servers;
    servers = [];
    await Promise.all(old.map((server) => server.close()));
  };

  const openAt = async (host: string, port: number, tls?: TlsOptions): Promise<Server> => {
    const server = await openNear((at) => open(host, at, tls), port);
    servers = [...servers, server];
    return server;
  };

  const start = async (me: Me): Promise<void> => {
    const protection = me.tls.listen === 'off' ? null : protectionOf(me.tls, await identity());
    const wanted = JSON.stringify([me.host, me.port, me.tls.listen, me.tls.port, protection]);
    const [main] = servers;
    const inPlace = main !== undefined && main.port === (me.port || main.port);
    if (inPlace && wanted === opened) return view.set({ ...view.value, title: me.title });
    view.set(idle(me));
    await stop();
    opened = wanted;
    view.set(await openAs(me, protection));
  };

  const openAs = async (me: Me, protection: Protection | null): Promise<ListenerView> => {
    const only = me.tls.listen === 'only';
    if (only && protection?.kind === 'failed') return { ...idle(me), state: 'failed', failure: protection.explanation };
    try {
      const { port } = await openAt(me.host, me.port, only && protection?.kind === 'ready' ? protection.tls : undefined);
      const encryption = protection === null ? NOT_ENCRYPTED : only ? encryptedAt(port, me, protection) : await openBeside(me, protection);
      return { ...idle(me), state: 'listening', port, encryption };
    } catch (error) {
      return { ...idle(me), state: 'failed', failure: explain(error, me.host, me.port) };
    }
  };

  const openBeside = async (me: Me, protection: Protection): Promise<ListenerEncryption> => {
    if (protection.kind === 'failed') return encryptedAt(null, me, protection);
    try {
      const { port } = await openAt(me.host, me.tls.port, protection.tls);
      return encryptedAt(port, me, protection);
    } catch (error) {
      return { ...encryptedAt(null, me, protection), failure: explain(error, me.host, me.tls.port) };
    }
  };

  return {
    view,
    apply: (me) => inOrder(() => start(me)),
    countCall: () => view.set({ ...view.value, calls: view.value.calls + 1 }),
    close: () => inOrder(stop),
  };
}

type Protection =
  | { readonly kind: 'ready'; readonly tls: TlsOptions; readonly certificate: CertificateFacts }
  | { readonly kind: 'failed'; readonly explanation: Explanation };

/** What our port shows and asks for. Our own certificate is trusted, too: we call ourselves. */
function protectionOf({ requireCertificate }: Me['tls'], identity: Identity): Protection {
  if (identity.kind === 'failed') return { kind: 'failed', explanation: identity.explanation };
  const { tls, certificate } = identity;
  if (!certificate) return { kind: 'failed', explanation: explainIdentity('no-certificate', '') };
  if (!requireCertificate) return { kind: 'ready', certificate, tls };
  if (tls.ca === undefined) return { kind: 'failed', explanation: explainIdentity('no-authority', '') };
  return { kind: 'ready', certificate, tls: { ...tls, ca: `${tls.ca}\n${tls.certificate ?? ''}`, requireClientCertificate: true } };
}

const NOT_ENCRYPTED: ListenerEncryption = { mode: 'off', port: null, requiresCertificate: false, certificate: null, failure: null };

function encryptedAt(port: number | null, { tls }: Me, protection: Protection): ListenerEncryption {
  return {
    mode: tls.listen,
    port,
    requiresCertificate: tls.requireCertificate,
    certificate: protection.kind === 'ready' ? protection.certificate : null,
    failure: protection.kind === 'failed' ? protection.explanation : null,
  };
}

function idle(me: Pick<Me, 'title' | 'port' | 'host'>): ListenerView {
  return {
    state: 'starting',
    title: me.title,
    host: me.host,
    port: me.port,
    wantedPort: me.port,
    scope: isLoopback(me.host) ? 'this-computer' : 'network',
    addresses: reachableAt(me.host),
    calls: 0,
    encryption: NOT_ENCRYPTED,
    failure: null,
  };
}

async function openNear(open: (port: number) => Promise<Server>, wanted: number): Promise<Server> {
  for (let port = wanted; ; port += 1) {
    try {
      return await open(port);
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!busy || port === wanted + PORTS_TO_TRY - 1 || port === 65_535) throw error;
    }
  }
}

export const isLoopback = (host: string): boolean => host === '::1' || host === 'localhost' || /^(?:::ffff:)?127\./.test(host);

/** How we reach ourselves: the plain port where there is one, else with our own certificate pinned. */
export function callOurselves({ host, port, encryption }: ListenerView): Pick<AssociateRequest, 'host' | 'port' | 'tls'> {
  const here = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  if (encryption.mode !== 'only' || !encryption.certificate) return { host: here, port };
  return { host: here, port, tls: { fingerprint: encryption.certificate.fingerprint } };
}

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
