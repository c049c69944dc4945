/**
 * The inbox as a small archive: C-FIND, C-GET and C-MOVE over whichever inbox is open. Callers on this computer are always answered; callers
 * from the network when the settings say so, otherwise they are told why not. Moves go to ourselves and to the nodes of the address book.
 */
import type { Answer } from '../association/types.ts';
import type { ListenerView } from '../contract.ts';
import type { Provider } from '../inbox/provider.ts';
import type { Live } from '../lib/live.ts';
import type { Nodes } from '../nodes/types.ts';
import type { IncomingQuery } from '../services/types.ts';
import type { InboxSlot } from './inbox-slot.ts';
import type { Identity } from './identity.ts';
import { callOurselves, isLoopback } from './listener.ts';
import { withIdentity } from './own-entity.ts';

export interface OwnProviderOptions {
  readonly slot: InboxSlot;
  readonly listener: Live<ListenerView>;
  /** Whether callers from the network are answered. */
  readonly answersNetwork: () => boolean;
  /** Asked when a move comes; the address book is made after the listener. */
  readonly nodes: () => Nodes;
  /** As it was read last. */
  readonly identity: () => Identity;
}

const NO_INBOX: Answer = { status: 0xa700, errorComment: 'the inbox folder cannot be used' };

export function createOwnProvider({ slot, listener, answersNetwork, nodes, identity }: OwnProviderOptions): Provider {
  let current: Provider | undefined;
  const refuses = ({ association }: IncomingQuery): string | undefined => refusalOfAsker(association.remote.address, answersNetwork());

  const destination = (title: string) => {
    const own = listener.value;
    if (title === own.title) return withIdentity({ ...callOurselves(own), calledTitle: title }, identity());
    const known = nodes()
      .list()
      .find((node) => node.title === title && node.enabled);
    return known && withIdentity(nodes().associateRequest(known.id), identity());
  };

  slot.state.subscribe((state) => {
    current = state.kind === 'open' ? state.inbox.provide({ title: () => listener.value.title, destination, refuses }) : undefined;
  });

  return {
    find: (request) => current?.find(request) ?? nothingToFind(),
    get: (request) => current?.get(request) ?? { kind: 'refused', answer: NO_INBOX },
    move: (request) => current?.move(request) ?? { kind: 'refused', answer: NO_INBOX },
  };
}

/** Why an asker at this address is not answered; undefined when it is. */
export const refusalOfAsker = (address: string, answersNetwork: boolean): string | undefined =>
  answersNetwork || isLoopback(address) ? undefined : 'this inbox answers queries from its own computer only';

/** No match, and the refusal as the last word. */
async function* nothingToFind(): AsyncGenerator<never, Answer> {
  yield* [];
  return await Promise.resolve(NO_INBOX);
}
