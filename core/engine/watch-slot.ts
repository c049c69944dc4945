/** The inbox's studies for the window, whichever inbox is open: another folder begins with another snapshot. */
import type { InboxFilter, InboxMatches, ListEvent, StudyRow } from '../contract.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { watch } from '../lib/live.ts';
import type { InboxSlot } from './inbox-slot.ts';

export const watchStudies = (slot: InboxSlot, emit: (event: ListEvent<StudyRow, 'studyUid'>) => void, signal: AbortSignal): Promise<void> =>
  watchInbox(slot, { open: (inbox) => inbox.studies(emit), none: () => emit({ kind: 'snapshot', rows: [] }), signal });

interface Watching {
  readonly filter: InboxFilter;
  readonly emit: (event: InboxMatches) => void;
  readonly signal: AbortSignal;
}

export const watchMatches = (slot: InboxSlot, { filter, emit, signal }: Watching): Promise<void> =>
  watchInbox(slot, { open: (inbox) => inbox.search(filter, emit), none: () => emit({ kind: 'all', studies: [] }), signal });

interface Watch {
  readonly open: (inbox: Inbox) => () => void;
  readonly none: () => void;
  readonly signal: AbortSignal;
}

function watchInbox(slot: InboxSlot, { open, none, signal }: Watch): Promise<void> {
  let stop: (() => void) | undefined;
  return watch(
    slot.state,
    (state) => {
      stop?.();
      stop = undefined;
      if (state.kind === 'open') stop = open(state.inbox);
      else none();
    },
    signal,
  ).finally(() => stop?.());
}
