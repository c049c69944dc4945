// The send that is about to happen: it waits for a moment, or for Enter when something about it is unusual, and can be taken back.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InboxTarget } from '../../core/contract.ts';

export interface PendingSend {
  readonly nodeId: string;
  readonly nodeName: string;
  readonly paths: readonly string[];
  readonly targets: readonly InboxTarget[];
  /** '3 items', '240 images'. */
  readonly what: string;
  /** The node is asked to vouch for what it stored, when the send has ended. */
  readonly commitment: boolean;
  /** De-identified copies are made in the inbox and sent instead; only of what is in the inbox. */
  readonly anonymise: boolean;
  /** Why it does not go by itself: the node was never verified, several patients. Empty: it goes when the time is up. */
  readonly waitsBecause: string;
}

export type PendingSendStore = StoreApi<{ readonly pending: PendingSend | null }>;

export const createPendingSend = (): PendingSendStore => createStore(() => ({ pending: null as PendingSend | null }));
