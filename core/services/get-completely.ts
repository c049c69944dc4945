/**
 * C-GET (PS3.4 §C.4.3) that asks a second time for what a provider failed to send for want of a presentation context: some look at no more
 * than the first context of a class, whose one transfer syntax fits only part of the objects. Nothing is stored twice.
 */
import { Status, statusClass } from '../dimse/index.ts';
import { getProposal } from './context-lists.ts';
import type { AssociateOutcome, Association, Handlers, QueryModel, RetrieveFinal } from './types.ts';

export interface CompleteGet {
  readonly model: QueryModel;
  /** Opens an association with the contexts and roles. */
  readonly associate: (proposal: ReturnType<typeof getProposal>) => Promise<AssociateOutcome>;
  /** Asks on it, and waits for the last response. */
  readonly get: (association: Association) => Promise<RetrieveFinal>;
  readonly signal: AbortSignal;
}

/** Takes what comes, on the second association only what had failed. */
export interface ObjectFilter {
  wanted: ReadonlySet<string> | undefined;
}

export function filtered(store: NonNullable<Handlers['store']>, filter: ObjectFilter): NonNullable<Handlers['store']> {
  // What came on the first association is safe already.
  return (request) => (filter.wanted?.has(request.sopInstanceUid) === false ? Status.Success : store(request));
}

/** The outcome of both together, or what became of the first association when there was none. */
export async function getCompletely(
  options: CompleteGet,
  filter: ObjectFilter,
): Promise<RetrieveFinal | Exclude<AssociateOutcome, { readonly kind: 'established' }>> {
  const first = await once(await options.associate(getProposal({ model: options.model })), options.get);
  return first.kind === 'status' || first.kind === 'ended' ? completed(first, options, filter) : first;
}

/** The second half, for who has asked once already. */
export async function completed(
  first: RetrieveFinal,
  { model, associate, get, signal }: CompleteGet,
  filter: ObjectFilter,
): Promise<RetrieveFinal> {
  if (first.kind !== 'status' || first.failedSopInstanceUids.length === 0 || signal.aborted) return first;
  filter.wanted = new Set(first.failedSopInstanceUids);
  const second = await once(await associate(getProposal({ model, syntaxes: 'compressed' })), get);
  return second.kind === 'status' ? together(first, second) : first;
}

async function once<T>(opened: AssociateOutcome, get: (association: Association) => Promise<T>) {
  if (opened.kind !== 'established') return opened;
  await using association = opened.association;
  return await get(association);
}

type Final = Extract<RetrieveFinal, { readonly kind: 'status' }>;

function together(first: Final, second: Final): Final {
  const still = new Set(second.failedSopInstanceUids);
  const failedSopInstanceUids = first.failedSopInstanceUids.filter((uid) => still.has(uid));
  // A provider that says that it failed and names nothing has sent nothing more.
  if (second.counters.completed + second.counters.warning === 0) return first;
  const recovered = first.failedSopInstanceUids.length - failedSopInstanceUids.length;
  const failed = Math.max(0, first.counters.failed - recovered);
  const completed = first.counters.completed + recovered;
  const code = failed === 0 && first.counters.warning === 0 ? Status.Success : first.status.code;
  const status = code === first.status.code ? first.status : { code, class: statusClass(code) };
  return { kind: 'status', status, counters: { ...first.counters, completed, failed }, failedSopInstanceUids };
}
