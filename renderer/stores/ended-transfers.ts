// A transfer that ends badly says so wherever the person is: what was asked for on one screen must not fail on another only.
import type { TransferView } from '../../core/contract.ts';
import { toast, type FeedbackStore } from './feedback.ts';
import type { ListState } from './list.ts';
import { go, here, type PlacesStore } from './places.ts';

const bad = ({ state }: TransferView): boolean => state === 'failed' || state === 'partial';

/** Those that were under way before and are to be looked at now; nothing of an earlier run. */
export const endedBadly = (before: ListState<TransferView>, now: ListState<TransferView>): readonly TransferView[] =>
  before === now || !before.loaded
    ? []
    : now.rows.filter((row) => {
        const earlier = before.byKey.get(row.id);
        return bad(row) && earlier !== undefined && !bad(earlier);
      });

interface Places {
  readonly feedback: FeedbackStore;
  readonly places: PlacesStore;
}

export function tellEnded({ feedback, places }: Places, ended: readonly TransferView[]): void {
  // There they stand before the eyes.
  if (here(places.getState()).screen === 'transfers') return;
  for (const { id, label, summary, failure } of ended)
    toast(feedback, failure?.headline ?? summary, {
      tone: 'note',
      detail: label,
      action: { label: 'Show the transfer', run: () => go(places, { screen: 'transfers', transferId: id }) },
    });
}
