// What main and the engine's thread say to each other besides the contract itself.
import type { MessagePort } from 'node:worker_threads';

/** How the engine begins: where its data lives. */
export interface EngineStart {
  readonly folder: string;
}

export type ToEngineThread =
  /** Serve the contract over this port until it closes. */
  | { readonly kind: 'channel'; readonly port: MessagePort }
  /** End every association, finish what is being written, then end the thread. */
  | { readonly kind: 'close' };
