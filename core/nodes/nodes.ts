/**
 * The address book: what people said of each node, what use of it taught, and the climbs that verify it. Survives a restart; the built-in
 * node *This computer* always points at our own listener. Holds no socket itself.
 */
import { randomUUID } from 'node:crypto';
import type { TlsOptions } from '../association/types.ts';
import type { ListenerView } from '../contract/status.ts';
import type { ListEvent } from '../contract/spec.ts';
import type { Encryption, NodeFields, NodePatch, NodeView } from '../contract/nodes.ts';
import { UsageError } from '../errors.ts';
import { requestText } from '../failures/request-text.ts';
import type { About, Step } from '../failures/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { Live } from '../lib/live.ts';
import { merged } from '../lib/merged.ts';
import { createTracePoint } from '../lib/trace.ts';
import type { ApplicationEntity } from '../services/types.ts';
import type { Database } from '../storage/database.ts';
import { parseAddress } from './address.ts';
import { createClimbs } from './climbs.ts';
import { climbed, learnt } from './learning.ts';
import { NO_ENCRYPTION, openNodeTable, THIS_COMPUTER, UNKNOWN, type NodeRecord } from './node-table.ts';
import type { Learnt, NewNode, NodeRequest, Nodes } from './types.ts';
import { viewOf } from './view.ts';

export interface NodesOptions {
  readonly database: Database;
  readonly entity: ApplicationEntity;
  /** Our own inbox: its title is ours towards nodes that name no other. */
  readonly listener: Live<ListenerView>;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

const DEFAULTS: Omit<NodeFields, 'name' | 'title' | 'host' | 'port'> = {
  ourTitle: null,
  encryption: NO_ENCRYPTION,
  retrieve: 'auto',
  characterSet: null,
  timeouts: { connect: 10, association: 30, message: 60 },
  associations: 1,
  enabled: true,
  notes: '',
};

export function createNodes({ database, entity, listener, clock, wallClock }: NodesOptions): Nodes {
  const table = openNodeTable(database);
  const records = new Map(table.all().map((record) => [record.id, record]));
  const removed = new Map<string, NodeRecord>();
  const changes = createTracePoint<ListEvent<NodeView, 'id'>>();
  const now = (): string => new Date(wallClock()).toISOString();

  const save = (record: NodeRecord): NodeView => {
    records.set(record.id, record);
    table.put(record);
    return tell(record);
  };
  /** Among the others: who shows the list is told all of it, since what is upserted stands at its end. */
  const insert = (record: NodeRecord): NodeView => {
    records.set(record.id, record);
    table.put(record);
    changes.emit({ kind: 'snapshot', rows: nodes.list() });
    return show(record);
  };
  const tell = (record: NodeRecord): NodeView => {
    const view = show(record);
    changes.emit({ kind: 'upsert', rows: [view] });
    return view;
  };
  const show = (record: NodeRecord): NodeView =>
    viewOf(record, {
      listener: listener.value,
      now: wallClock(),
      checking: climbs.isClimbing(record.id),
      failure: failures.get(record.id) ?? null,
    });
  const failures = new Map<string, NodeView['failure']>();
  const need = (id: string): NodeRecord => {
    const record = records.get(id);
    if (!record) throw new UsageError('invalid-argument', 'There is no such node.');
    return record;
  };
  const ordered = (): readonly NodeRecord[] => [...records.values()].sort((a, b) => a.position - b.position);

  const nodes: Nodes = {
    list: () => ordered().map(show),
    get: (id) => {
      const record = records.get(id);
      return record && show(record);
    },
    require: (id) => show(need(id)),
    subscribe(watcher) {
      const stop = changes.listen(watcher);
      watcher({ kind: 'snapshot', rows: nodes.list() });
      return stop;
    },
    parse: parseAddress,
    add(node) {
      const same = ordered().find(({ id, fields }) => id !== THIS_COMPUTER && sameAddress(fields, node));
      const view = same ? show(same) : save({ id: randomUUID(), position: lastPosition() + 1, fields: wholeFields(node), known: UNKNOWN });
      climbs.start(view.id);
      return nodes.require(view.id);
    },
    update(id, fields) {
      const record = need(id);
      const allowed = id === THIS_COMPUTER ? onlyName(fields) : fields;
      const changed = merged(record.fields, allowed) as NodeFields;
      const moved =
        !sameAddress(record.fields, changed) ||
        record.fields.ourTitle !== changed.ourTitle ||
        !sameEncryption(record.fields.encryption, changed.encryption);
      if (moved) failures.delete(id);
      return save({ ...record, fields: changed, known: moved ? UNKNOWN : record.known });
    },
    duplicate(id) {
      const { fields, position } = need(id);
      const next = ordered().find((record) => record.position > position)?.position ?? position + 2;
      const { title, host, port, encryption } = nodes.require(id);
      const copy = { ...fields, title, host, port, encryption, name: `${fields.name} copy`.slice(0, 64) };
      return insert({ id: randomUUID(), position: (position + next) / 2, fields: copy, known: UNKNOWN });
    },
    remove(id) {
      const record = need(id);
      if (id === THIS_COMPUTER) throw new UsageError('invalid-argument', 'This computer cannot be removed from the address book.');
      climbs.stop(id);
      records.delete(id);
      removed.set(id, record);
      table.remove(id);
      changes.emit({ kind: 'remove', keys: [id] });
    },
    restore(id) {
      const record = removed.get(id);
      if (!record) return nodes.require(id);
      removed.delete(id);
      return insert(record);
    },
    request: (id) => requestText(nodes.about(id)),
    verify: (id, signal) => climbs.join(need(id).id, signal),
    associateRequest: (id) => requestOf(nodes.require(id), listener.value.title),
    about: (id, step) => aboutOf(nodes.require(id), step),
    learn: (id, what) => {
      const record = records.get(id);
      if (record) learn(record, what);
    },
    close: () => {
      stopListening();
      climbs.close();
    },
  };

  const learn = (record: NodeRecord, what: Learnt): void => {
    const known = learnt(record.known, what, now());
    if (known.outcome === 'ok') failures.delete(record.id);
    else if (what.kind === 'failed') failures.set(record.id, what.explanation);
    save({ ...record, known });
  };
  const aboutOf = (view: NodeView, step?: Step): About => {
    const neighbours = nodes.list().filter(({ host, port, title }) => host === view.host && port === view.port && title !== view.title);
    const proven = neighbours.find(({ state }) => state === 'ok');
    return {
      nodeName: view.name,
      host: view.host,
      port: view.port,
      calledTitle: view.title,
      callingTitle: view.ourTitle ?? listener.value.title,
      inbox: listener.value,
      encrypted: view.encryption.on,
      neighbourTitles: neighbours.map(({ title }) => title),
      ...(proven && { provenTitle: proven.title }),
      ...(step && { step }),
    };
  };
  const lastPosition = (): number => Math.max(0, ...[...records.values()].map(({ position }) => position));

  const climbs = createClimbs({
    entity,
    clock,
    request: (id) => nodes.associateRequest(id),
    about: (id, step) => nodes.about(id, step),
    changed: (id) => {
      const record = records.get(id);
      if (record) tell(record);
    },
    ended: (id, found) => {
      const record = records.get(id);
      if (!record) return;
      const known = climbed(record.known, found, now());
      if (found.explanation) failures.set(id, found.explanation);
      else if (known.outcome === 'ok') failures.delete(id);
      save({ ...record, known });
    },
  });

  if (!records.has(THIS_COMPUTER)) {
    const fields = wholeFields({ name: 'This computer', title: listener.value.title || 'GANTRY', host: '127.0.0.1', port: 11112 });
    save({ id: THIS_COMPUTER, position: 0, fields, known: UNKNOWN });
  }
  const stopListening = listener.subscribe(() => {
    const record = records.get(THIS_COMPUTER);
    if (record) tell(record);
  });
  return nodes;
}

function wholeFields(node: NewNode): NodeFields {
  return { ...DEFAULTS, ...node, name: node.name ?? node.title };
}

const sameAddress = (a: Pick<NodeFields, 'title' | 'host' | 'port'>, b: Pick<NodeFields, 'title' | 'host' | 'port'>): boolean =>
  a.title === b.title && a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port;

const sameEncryption = (a: Encryption, b: Encryption): boolean =>
  a.on === b.on && a.fingerprint === b.fingerprint && a.serverName === b.serverName && a.authority?.pem === b.authority?.pem;

const onlyName = ({ name }: NodePatch): NodePatch => (name === undefined ? {} : { name });

function requestOf(view: NodeView, inboxTitle: string): NodeRequest {
  const { connect, association, message } = view.timeouts;
  return {
    host: view.host,
    port: view.port,
    calledTitle: view.title,
    callingTitle: view.ourTitle ?? inboxTitle,
    timeouts: { connect: connect * 1000, association: association * 1000, message: message * 1000 },
    ...(view.encryption.on && { tls: tlsOf(view.encryption) }),
  };
}

/** What the person said of the node; who we are is added by our entity. */
function tlsOf({ fingerprint, serverName, authority }: Encryption): TlsOptions {
  return {
    ...(fingerprint !== null && { fingerprint }),
    ...(serverName !== null && { serverName }),
    ...(authority && { ca: authority.pem }),
  };
}
