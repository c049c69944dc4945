/** How an association ended or must end, in words and codes (PS3.8 §9.3.8): what each side of an A-ABORT, a broken line and a clock come to. */
import { ProtocolError, type TransportError } from '../errors.ts';
import type { ControlPdu, PduProblem } from '../pdu/types.ts';
import { abortFor } from '../upper-layer/machine.ts';
import type { State } from '../upper-layer/types.ts';
import type { Aborted, Failed } from './types.ts';

/** What an A-ABORT of ours says, and why. */
export interface AbortCause {
  readonly source: number;
  readonly reason: number;
  readonly detail: string;
}

/** A PDU that the state does not allow. */
export const unexpected = (kind: ControlPdu['kind'] | 'P-DATA-TF', state: State): AbortCause => ({
  ...abortFor(10),
  detail: `unexpected ${kind.toUpperCase()} PDU in Sta${state}`,
});

export const unreadable = (problem: PduProblem): AbortCause => ({ ...abortFor(19, problem), detail: problem.detail });

/** A violation of the peer's is its A-ABORT; anything else is a plain one. */
export function causeOf(error: unknown): AbortCause {
  const detail = error instanceof Error ? error.message : 'internal error';
  return error instanceof ProtocolError ? { ...error.abort, detail } : { source: 2, reason: 0, detail };
}

export const abortedByUs = ({ source, reason, detail }: AbortCause): Aborted => ({ kind: 'aborted', by: 'us', source, reason, detail });

export const abortedByPeer = ({ source, reason }: Pick<Aborted, 'source' | 'reason'>): Aborted => ({
  kind: 'aborted',
  by: 'peer',
  source,
  reason,
});

/** `silent`: not a byte had come. */
export function lineBroken(error: TransportError | undefined, silent: boolean): Failed {
  const phase = error?.phase === 'tls' ? 'tls' : silent ? 'first-byte' : 'established';
  if (error) return { kind: 'failed', phase, code: error.code, detail: error.message };
  return { kind: 'failed', phase, code: 'closed', detail: 'the peer closed the line without a word' };
}

export const artimExpired = (milliseconds: number): Failed => ({
  kind: 'failed',
  phase: 'timer',
  code: 'artim-timeout',
  detail: `the peer was silent for ${milliseconds} ms`,
});
