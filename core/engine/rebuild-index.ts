/** The index of whichever inbox is open made anew, told at most ten times a second. */
import type { RebuildProgress } from '../contract/inbox.ts';
import type { InboxSlot } from './inbox-slot.ts';

const PAUSE_MS = 100;

/** @throws ExplainedError while there is no inbox. */
export async function rebuildIndex(slot: InboxSlot, emit: (event: RebuildProgress) => void, signal: AbortSignal): Promise<void> {
  let told = -Infinity;
  const last = await slot.inbox.rebuild({
    signal,
    progress: ({ done, total, added }) => {
      const now = performance.now();
      if (now - told < PAUSE_MS) return;
      told = now;
      emit({ done, total, objects: added, over: false });
    },
  });
  if (!signal.aborted) emit({ done: last.done, total: last.total, objects: last.added, over: true });
}
