/** What the commands that open an association share: the entity, the association, the report, and the way out. */
import type { AssociateRequest, ProposedSyntaxes } from '../association/types.ts';
import { createApplicationEntity } from '../services/index.ts';
import type { ApplicationEntity, Association, EntityOptions } from '../services/types.ts';
import { maximumLengthFrom, timeoutsFrom, titleFrom, tlsFrom, type NetworkValues, type Peer } from './arguments.ts';
import { aboutPeer, type Report } from './report.ts';

export interface Session {
  readonly entity: ApplicationEntity;
  readonly peer: Peer;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** What each association of this command asks for besides its contexts. */
  readonly request: Omit<AssociateRequest, 'contexts' | 'roles'>;
  readonly about: ReturnType<typeof aboutPeer>;
}

export async function createSession(options: {
  readonly peer: Peer;
  readonly values: NetworkValues;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly store?: EntityOptions['store'];
  readonly n?: EntityOptions['n'];
}): Promise<Session> {
  const { peer, values, report, signal, store, n } = options;
  const title = titleFrom(values.as);
  const maximumLength = maximumLengthFrom(values);
  const tls = await tlsFrom(values, signal);
  const timeouts = timeoutsFrom(values);
  const entity = createApplicationEntity({
    title,
    timeouts,
    ...(store && { store }),
    ...(n && { n }),
    ...(maximumLength !== undefined && { limits: { maximumLength } }),
  });
  const request = {
    host: peer.host,
    port: peer.port,
    calledTitle: peer.title,
    signal,
    ...(tls && { tls }),
  };
  return { entity, peer, report, signal, request, about: aboutPeer(peer, title) };
}

/** Opens an association, does the work on it and releases it. Says so and gives false when none came about. */
export async function onAssociation(
  session: Session,
  offer: { readonly contexts: readonly ProposedSyntaxes[]; readonly roles?: AssociateRequest['roles'] },
  work: (association: Association) => Promise<boolean>,
): Promise<boolean> {
  const outcome = await session.entity.associate({ ...session.request, ...offer });
  if (outcome.kind !== 'established') {
    session.report.failure(outcome, session.about);
    return false;
  }
  await using association = outcome.association;
  return await endingSoon(session, association, () => work(association));
}

/** Does the work; aborts an association that has not ended a while after the signal. */
export async function endingSoon<T>({ signal }: Session, association: Association, work: () => Promise<T>): Promise<T> {
  const stop = endSoon(signal, association);
  try {
    return await work();
  } finally {
    stop();
  }
}

/**
 * How long nothing may come after a signal while what is under way ends by itself: the answer to a C-CANCEL, to the object being sent. Of a search
 * that was cancelled megabytes of matches may be on their way before that answer.
 */
const GRACE_MS = 2_000;
/** All of it together: who does not heed the signal is not waited for. */
const LONGEST_GRACE_MS = 8_000;

function endSoon(signal: AbortSignal, association: Association): () => void {
  let timer: NodeJS.Timeout | undefined;
  let heard = 0;
  let left = LONGEST_GRACE_MS;
  const wait = (): void => {
    heard = association.traffic.bytesIn;
    left -= GRACE_MS;
    timer = setTimeout(look, GRACE_MS);
    timer.unref();
  };
  const look = (): void => {
    if (left > 0 && association.traffic.bytesIn > heard) wait();
    else association.abort();
  };
  if (signal.aborted) wait();
  else signal.addEventListener('abort', wait, { once: true });
  return () => {
    signal.removeEventListener('abort', wait);
    clearTimeout(timer);
  };
}
