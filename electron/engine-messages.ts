// What main and the engine's thread say to each other besides the contract itself.
import type { MessagePort } from 'node:worker_threads';
import type { KeyPassPhrase } from '../core/engine/identity.ts';

/** How the engine begins: where its data lives. */
export interface EngineStart {
  readonly folder: string;
  /** Becomes the inbox's port in the settings before the engine opens it; 0 takes any free one. */
  readonly port?: number;
  /** Under which the engine encrypts what names patients; absent where the system keeps no secrets. */
  readonly vaultKey?: Uint8Array;
  readonly keyPassPhrase?: KeyPassPhrase;
}

export type ToEngineThread =
  /** Serve the contract over this port until it closes. */
  | { readonly kind: 'channel'; readonly port: MessagePort }
  /** End every association, finish what is being written, then end the thread. */
  | { readonly kind: 'close' };
