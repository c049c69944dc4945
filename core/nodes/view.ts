/** A node as the window shows it: what was said of it, what is known, and the state that follows. */
import type { Explanation } from '../contract/failure.ts';
import type { NodeState, NodeView } from '../contract/nodes.ts';
import type { ListenerView } from '../contract/status.ts';
import { refusedAbility } from './learning.ts';
import { NO_ENCRYPTION, THIS_COMPUTER, type NodeRecord } from './node-table.ts';

export interface ViewOptions {
  readonly listener: ListenerView;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly checking: boolean;
  readonly failure: Explanation | null;
}

const DAY = 86_400_000;

export function viewOf({ id, fields, known }: NodeRecord, options: ViewOptions): NodeView {
  const own = id === THIS_COMPUTER;
  const state = stateOf({ enabled: fields.enabled, outcome: known.outcome, lastChecked: known.lastChecked }, options);
  return {
    ...fields,
    ...(own && ownAddress(options.listener)),
    id,
    kind: own ? 'this-computer' : 'remote',
    state,
    stateText: textOf(state, known),
    roundTrips: known.roundTrips,
    lastSeen: known.lastSeen,
    lastChecked: known.lastChecked,
    abilities: known.abilities,
    refused: refusedAbility(known) ?? null,
    implementation: known.implementation,
    certificate: known.certificate,
    failure: options.failure,
  };
}

/** Where our own listener is reached from here. */
function ownAddress({ title, host, port, encryption }: ListenerView): Pick<NodeView, 'title' | 'host' | 'port' | 'encryption'> {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const on = encryption.mode === 'only';
  return {
    title,
    host: reached,
    port,
    encryption: { ...NO_ENCRYPTION, on, fingerprint: on ? (encryption.certificate?.fingerprint ?? null) : null },
  };
}

interface Seen {
  readonly enabled: boolean;
  readonly outcome: NodeRecord['known']['outcome'];
  readonly lastChecked: string | null;
}

function stateOf({ enabled, outcome, lastChecked }: Seen, { checking, now }: ViewOptions): NodeState {
  if (checking) return 'checking';
  if (!enabled) return 'disabled';
  if (outcome === 'unreachable' || outcome === 'refused') return outcome;
  const fresh = lastChecked !== null && now - Date.parse(lastChecked) < DAY;
  return outcome === 'ok' && fresh ? 'ok' : 'unchecked';
}

function textOf(state: NodeState, known: NodeRecord['known']): string {
  switch (state) {
    case 'ok': {
      const last = known.roundTrips.at(-1);
      return last === undefined ? 'works' : `${last < 10 ? last : Math.round(last)} ms`;
    }
    case 'unchecked':
      return known.lastChecked === null ? 'not checked' : 'not checked lately';
    case 'refused':
    case 'unreachable':
      return known.stateText;
    case 'disabled':
      return 'disabled';
    case 'checking':
      return 'checking';
  }
}
