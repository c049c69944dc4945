/** The face of the address book, as the other rooms and the window's engine see it. */
import type { AssociateRequest, Failure } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import type { NodeAbilities, NodeFields, NodePatch, NodeView, ParsedAddress, Rung } from '../contract/nodes.ts';
import type { ListEvent } from '../contract/spec.ts';
import type { About, Step } from '../failures/types.ts';

export type NewNode = Partial<NodeFields> & ParsedAddress;

/** What was seen of a node while it was used. */
export type Learnt =
  | {
      readonly kind: 'answered';
      readonly abilities?: Partial<NodeAbilities>;
      readonly roundTripMs?: number;
      readonly implementation?: string;
    }
  | {
      readonly kind: 'failed';
      readonly failure: Failure | null;
      readonly explanation: Explanation;
      /** What it refused to do, where it was that. */
      readonly refused?: keyof NodeAbilities;
    };

/** How to open an association with a node: everything but the contexts. */
export type NodeRequest = Required<Pick<AssociateRequest, 'host' | 'port' | 'calledTitle' | 'callingTitle' | 'timeouts'>> &
  Pick<AssociateRequest, 'tls'>;

export interface Nodes {
  list(): readonly NodeView[];
  get(id: string): NodeView | undefined;
  /** @throws UsageError when there is no such node. */
  require(id: string): NodeView;
  /** A snapshot at once, then what changes. Returns what ends the watching. */
  subscribe(watcher: (event: ListEvent<NodeView, 'id'>) => void): () => void;

  parse(text: string): ParsedAddress | null;
  /** Adds, and begins to verify; a node at the same address is returned instead. */
  add(node: NewNode): NodeView;
  update(id: string, fields: NodePatch): NodeView;
  duplicate(id: string): NodeView;
  remove(id: string): void;
  /** Brings a removed node back to its place. */
  restore(id: string): NodeView;
  /** What to send to the node's administrator. */
  request(id: string): string;

  /** The whole ladder at each step. Climbers of one node share the climb; it stops when the last one leaves. */
  verify(id: string, signal?: AbortSignal): AsyncIterable<readonly Rung[]>;

  associateRequest(id: string): NodeRequest;
  /** What is known of a conversation with the node, to explain its failure. */
  about(id: string, step?: Step): About;
  learn(id: string, learnt: Learnt): void;
  /** Stops what is under way. */
  close(): void;
}
