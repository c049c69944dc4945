/** One request for storage commitment on the wire (PS3.4 §J.3.2). What the node does is an outcome; nothing here throws for it. */
import type { Explanation } from '../contract/failure.ts';
import { explainCommitment } from '../failures/explain-commitment.ts';
import { explainEnd, explainFailure, isTransient } from '../failures/explain-failure.ts';
import { explainStatus, isTransientStatus } from '../failures/explain-status.ts';
import type { Clock } from '../lib/clock.ts';
import type { Nodes } from '../nodes/types.ts';
import { requestCommitment, STORAGE_COMMITMENT, type CommitmentRequest } from '../services/commitment.ts';
import { commitmentContexts } from '../services/context-lists.ts';
import { AssociationEndedError } from '../services/ended-error.ts';
import type { ApplicationEntity, Association } from '../services/types.ts';

export type AskEnd =
  /** It took the request; the report may come on the same association, which is kept open for a while, or on one of its own. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly explanation: Explanation; readonly notOffered: boolean }
  /** Busy, broken or silent: another try may help. */
  | { readonly kind: 'again'; readonly explanation: Explanation };

export interface AskOptions {
  readonly nodeId: string;
  readonly request: CommitmentRequest;
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called at once when the request was taken. */
  readonly taken: () => void;
  /** Settles when the report is here. */
  readonly reported: Promise<unknown>;
}

/** How long the association is kept for a report on it. */
const HOLD_MS = 10_000;

export async function ask(options: AskOptions): Promise<AskEnd> {
  const { nodeId, nodes, entity, signal, request } = options;
  const about = nodes.about(nodeId, 'N-ACTION');
  const opened = await entity.associate({
    ...nodes.associateRequest(nodeId),
    contexts: commitmentContexts(),
    roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: true, scp: false }],
    signal,
  });
  if (opened.kind !== 'established') {
    const notOffered = opened.kind === 'failed' && opened.phase === 'no-context';
    const explanation = notOffered ? explainCommitment('not-offered', about) : explainFailure(opened, { ...about, step: 'associate' });
    // That it does not commit is no fault of the node: it is known, and everything else works.
    if (notOffered) nodes.learn(nodeId, { kind: 'answered', abilities: { commitment: false } });
    else nodes.learn(nodeId, { kind: 'failed', failure: opened, explanation });
    return isTransient(opened) ? { kind: 'again', explanation } : { kind: 'refused', explanation, notOffered };
  }
  const { association } = opened;
  try {
    const { status } = await requestCommitment(association, request);
    if (status.class === 'failure') {
      await association.release();
      const explanation = explainStatus(status, 'commitment', about);
      const notOffered = status.code === 0x0122 || status.code === 0x0123 || status.code === 0x0211;
      return isTransientStatus(status.code) ? { kind: 'again', explanation } : { kind: 'refused', explanation, notOffered };
    }
  } catch (error) {
    association.abort();
    if (!(error instanceof AssociationEndedError)) throw error;
    return { kind: 'again', explanation: explainEnd(error.end, about) };
  }
  nodes.learn(nodeId, { kind: 'answered', abilities: { commitment: true } });
  options.taken();
  await hold(association, options);
  return { kind: 'taken' };
}

/** Until the report is here, they or we have enough, or the time is up; then the association is released. */
async function hold(association: Association, { clock, signal, reported }: AskOptions): Promise<void> {
  let stopTimer = (): void => undefined;
  const enough = new Promise<void>((resolve) => {
    stopTimer = clock.setTimer(HOLD_MS, resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([association.ended, reported, enough]);
  stopTimer();
  if (signal.aborted) association.abort();
  else await association.release();
}
