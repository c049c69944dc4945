// Asking a node to vouch for objects of the inbox, and the weaker question where it offers no commitment.
import type { InboxTarget } from '../../core/contract.ts';
import { countText, pluralText } from '../format/quantity.ts';
import type { Gantry } from '../gantry.ts';
import { toast } from '../stores/feedback.ts';
import { attempt } from './action.ts';

export interface CommitmentWish {
  readonly node: { readonly id: string; readonly name: string };
  readonly targets: readonly InboxTarget[];
  /** '1 study, 240 images'. */
  readonly label: string;
}

export const askForCommitment = (gantry: Gantry, { node, targets, label }: CommitmentWish): Promise<boolean> =>
  attempt(gantry, async () => {
    await gantry.api.call('commitments.ask', { nodeId: node.id, targets: [...targets], label });
    toast(gantry.feedback, `${node.name} is asked to vouch for ${label}`, {
      tone: 'note',
      detail: 'The answer is shown in the column Sent to and under History.',
    });
  });

/** What the node lists of them: said as what it is. */
export const countListed = (gantry: Gantry, { node, targets }: Omit<CommitmentWish, 'label'>): Promise<boolean> =>
  attempt(gantry, async () => {
    const { objects, listed, failure } = await gantry.api.call('custody.count', { nodeId: node.id, targets: [...targets] });
    if (failure) toast(gantry.feedback, failure.headline, { tone: 'problem', detail: failure.why });
    else {
      toast(gantry.feedback, `${node.name} lists ${countText(listed)} of ${pluralText(objects, 'image', 'images')}`, {
        tone: listed === objects ? 'done' : 'problem',
        detail: 'A list promises nothing: it is weaker than commitment.',
      });
    }
  });
