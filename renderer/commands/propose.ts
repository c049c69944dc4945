// What is about to go: the engine looks at it and tells, a person decides what is doubtful, and then it goes or is taken back.
import type { InboxTarget, PreflightGroup, StreamPayload } from '../../core/contract.ts';
import { pluralText } from '../format/quantity.ts';
import type { Gantry } from '../gantry.ts';
import { toast } from '../stores/feedback.ts';
import type { PendingSend } from '../stores/pending-send.ts';
import { attempt } from './action.ts';
import { startDeidentify } from './copies.ts';

export type Proposed = Pick<PendingSend, 'kind' | 'nodeId' | 'nodeName' | 'what' | 'commitment' | 'reservation'>;

/** Why it does not go by itself; '' when it does. */
export function waitsBecause({ kind, view, reservation }: PendingSend): string {
  const open = view?.open ?? 0;
  if (open > 0) return open === 1 ? 'One thing is to be decided' : `${pluralText(open, 'thing is', 'things are')} to be decided`;
  if (kind === 'import') return '';
  if (view?.failure) return view.failure.headline.replace(/\.$/, '');
  if (reservation !== '') return reservation;
  const patients = view?.patients ?? 0;
  return patients > 1 ? `${pluralText(patients, 'patient', 'patients')} in one send` : '';
}

/** Why nothing of it can go; undefined when something can. */
export function goesNowhere({ kind, view }: PendingSend): string | undefined {
  if (view === null || view.looking || view.objects > 0) return undefined;
  return kind === 'send' ? 'Nothing of it can be sent as it is decided now.' : 'There is nothing in it that the inbox can keep.';
}

/** Everything was looked at and asked. */
export const isLookedAt = ({ view }: PendingSend): boolean => view !== null && !view.looking && view.negotiation !== 'asking';

export function propose(gantry: Gantry, proposed: Proposed, payload: StreamPayload<'preflight'>): void {
  flushPending(gantry);
  const { pendingSend } = gantry;
  const number = pendingSend.getState().last + 1;
  const own = (): PendingSend | null => {
    const { pending } = pendingSend.getState();
    return pending?.number === number ? pending : null;
  };
  const stop = gantry.api.listen('preflight', payload, {
    event: (view) => {
      const pending = own();
      if (!pending) return;
      pendingSend.setState({ pending: { ...pending, view } });
      goIfReady(gantry);
    },
    end: (failure) => {
      if (own()) pendingSend.setState({ pending: null });
      if (failure) toast(gantry.feedback, failure.message, { tone: 'problem' });
    },
  });
  pendingSend.setState({ pending: { ...proposed, number, anonymise: null, view: null, confirmed: false, stop }, last: number });
}

/** What a person confirmed before it was known, and an import that leaves nothing to decide. */
function goIfReady(gantry: Gantry): void {
  const { pending } = gantry.pendingSend.getState();
  if (!pending?.view) return;
  const clean = pending.kind === 'import' && isLookedAt(pending) && waitsBecause(pending) === '';
  if (pending.confirmed || clean) confirmSend(gantry);
}

/** A second one does not throw the first one away: what needs no confirmation goes now, the other is said to be gone. */
function flushPending(gantry: Gantry): void {
  const { pending } = gantry.pendingSend.getState();
  if (!pending) return;
  if (waitsBecause(pending) === '') return confirmSend(gantry);
  takeBackSend(gantry);
  const verb = pending.kind === 'send' ? `sent to ${pending.nodeName}` : 'imported';
  toast(gantry.feedback, `${pending.what} waited for you and was not ${verb}`, { tone: 'note' });
}

export function confirmSend(gantry: Gantry): void {
  const { pending } = gantry.pendingSend.getState();
  if (!pending || (goesNowhere(pending) !== undefined && pending.kind === 'send')) return;
  if (pending.view === null) return gantry.pendingSend.setState({ pending: { ...pending, confirmed: true } });
  gantry.pendingSend.setState({ pending: null });
  if (pending.anonymise) sendCopies(gantry, pending, pending.view.id);
  else void release(gantry, pending, pending.view.id);
}

export function takeBackSend(gantry: Gantry): void {
  const { pending } = gantry.pendingSend.getState();
  gantry.pendingSend.setState({ pending: null });
  pending?.stop();
}

async function release(gantry: Gantry, { commitment, stop }: PendingSend, id: string): Promise<void> {
  const went = await attempt(gantry, () => gantry.api.call('preflight.release', { id, ...(commitment && { commitment }) }));
  if (!went) stop();
}

/** The copies go instead; what they were made of is dropped when they are there. */
function sendCopies(gantry: Gantry, { nodeId, what, commitment, anonymise, stop }: PendingSend, proposal: string): void {
  if (anonymise === null) return;
  const then = (made: readonly InboxTarget[]): void =>
    void attempt(gantry, () => gantry.api.call('transfers.send', { nodeId, targets: [...made], ...(commitment && { commitment }) }));
  startDeidentify(gantry, { proposal, options: anonymise }, { what, then, ended: stop });
}

export const decideGroup = (
  gantry: Gantry,
  group: { readonly id: string; readonly key: string },
  change: { readonly decision: PreflightGroup['decision'] } | { readonly remember: boolean },
): Promise<boolean> => attempt(gantry, () => gantry.api.call('preflight.decide', { ...group, ...change }));
