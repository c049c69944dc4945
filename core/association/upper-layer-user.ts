/** Who uses an upper layer connection (PS3.8 §7): the primitives that it indicates and confirms, and how it ends. */
import type { AssociateAc, AssociateRj, AssociateRq, PduProblem, PdvHeader } from '../pdu/types.ts';
import type { AssociationEnd } from './types.ts';

/** All calls are synchronous and in the order of the line. */
export interface UpperLayerUser {
  /** Acceptor, Sta3: answer with `accept` or `reject`; nothing is read until then. */
  associateIndication(request: AssociateRq): void;
  associateConfirm(answer: AssociateAc | AssociateRj): void;
  fragment(header: PdvHeader, bytes: Uint8Array, end: boolean): void;
  /** The views given since the last call end here; a promise keeps them, and stops reading, until it settles. */
  chunkEnd(): void | Promise<void>;
  /** Sta8: answer with `respondRelease`. */
  releaseIndication(): void;
  /** Once. The socket may outlive it by ARTIM. */
  ended(end: AssociationEnd, problem?: PduProblem): void;
  /** Once, after `ended`: the socket is gone. */
  closed(): void;
}
