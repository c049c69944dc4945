// The state of our own port in words: who may call, under which address.
import type { ListenerView } from '../../core/contract.ts';
import type { Mark } from '../ui/status-mark.tsx';

export function listenerMark({ state, scope }: ListenerView): Mark {
  if (state === 'failed') return { shape: 'cross', tone: 'error', word: 'the port could not be opened' };
  if (state === 'starting') return { shape: 'busy', tone: 'running', word: 'opening the port' };
  return scope === 'network'
    ? { shape: 'full', tone: 'ok', word: 'open to the network' }
    : { shape: 'full', tone: 'info', word: 'open to this computer only' };
}

export function listenerWords({ state, scope }: ListenerView): string {
  if (state === 'failed') return 'Inbox: closed';
  if (state === 'starting') return 'Inbox: opening';
  return scope === 'network' ? 'Inbox: open to the network' : 'Inbox: this computer only';
}

export function listenerAddress({ scope, addresses, host, port }: ListenerView): string {
  const first = scope === 'network' ? (addresses[0] ?? host) : host;
  const others = scope === 'network' && addresses.length > 1 ? ` +${addresses.length - 1}` : '';
  return `${first.includes(':') ? `[${first}]` : first}:${port}${others}`;
}
