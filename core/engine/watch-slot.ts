/** The inbox's studies for the window, whichever inbox is open: another folder begins with another snapshot. */
import type { ListEvent, StudyRow } from '../contract.ts';
import { watch } from '../lib/live.ts';
import type { InboxSlot } from './inbox-slot.ts';

export function watchStudies(slot: InboxSlot, emit: (event: ListEvent<StudyRow, 'studyUid'>) => void, signal: AbortSignal): Promise<void> {
  let stop: (() => void) | undefined;
  return watch(
    slot.state,
    (state) => {
      stop?.();
      stop = undefined;
      if (state.kind === 'open') stop = state.inbox.studies(emit);
      else emit({ kind: 'snapshot', rows: [] });
    },
    signal,
  ).finally(() => stop?.());
}
