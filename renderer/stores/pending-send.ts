// The send or import that is about to happen: what it comes to, and why it does not go by itself. It can be taken back until it goes.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeidentifyOptions, ProposalView } from '../../core/contract.ts';

export interface PendingSend {
  /** Tells one from the next. */
  readonly number: number;
  readonly kind: 'send' | 'import';
  readonly nodeId: string;
  readonly nodeName: string;
  /** '3 items', '240 images': until it was looked at. */
  readonly what: string;
  /** The node is asked to vouch for what it stored, when the send has ended. */
  readonly commitment: boolean;
  /** De-identified copies are made in the inbox and sent instead. */
  readonly anonymise: DeidentifyOptions | null;
  /** Why it does not go by itself: the node was never verified, something was changed a moment ago. */
  readonly reservation: string;
  /** null until the engine has spoken. */
  readonly view: ProposalView | null;
  /** A person said that it goes; it does as soon as it can. */
  readonly confirmed: boolean;
  /** Takes it back. */
  readonly stop: () => void;
}

export type PendingSendStore = StoreApi<{ readonly pending: PendingSend | null; readonly last: number }>;

export const createPendingSend = (): PendingSendStore => createStore(() => ({ pending: null as PendingSend | null, last: 0 }));
