/** The sub-operations of one C-GET or C-MOVE as they are counted for the peer (PS3.7 §9.1.3.1, PS3.4 Tables C.4-2 and C.4-3). */
import { Status } from '../dimse/index.ts';
import type { CommandSet } from '../dimse/types.ts';
import type { StoreResult } from './types.ts';

/** Sub-operations complete, some failed or warned. */
const PARTIAL = 0xb000;
const MOST = 0xffff;

export interface Tally {
  readonly remaining: number;
  readonly failedSopInstanceUids: readonly string[];
  count(result: StoreResult): void;
  /** What was announced and never came counts as failed. */
  giveUpRemaining(): void;
  counters(withRemaining: boolean): Pick<CommandSet, 'remaining' | 'completed' | 'failed' | 'warning'>;
  /** Of the last response; `allFailed` when nothing was stored. */
  status(allFailed: number): number;
}

export function createTally(announced: number): Tally {
  let total = announced;
  let completed = 0;
  let failed = 0;
  let warning = 0;
  const failedSopInstanceUids: string[] = [];
  const remaining = (): number => Math.max(0, total - completed - failed - warning);
  const within = (count: number): number => Math.min(count, MOST);
  return {
    get remaining() {
      return remaining();
    },
    failedSopInstanceUids,
    count(result) {
      // What a cancel kept from being sent is remaining, not failed.
      if (result.kind === 'cancelled') return;
      const outcome = result.kind === 'status' ? result.status.class : 'failure';
      if (outcome === 'success') completed += 1;
      else if (outcome === 'warning') warning += 1;
      else {
        failed += 1;
        failedSopInstanceUids.push(result.item.sopInstanceUid);
      }
      total = Math.max(total, completed + failed + warning);
    },
    giveUpRemaining() {
      failed += remaining();
    },
    counters: (withRemaining) => ({
      ...(withRemaining && { remaining: within(remaining()) }),
      completed: within(completed),
      failed: within(failed),
      warning: within(warning),
    }),
    status(allFailed) {
      if (failed > 0 && completed + warning === 0) return allFailed;
      return failed + warning > 0 ? PARTIAL : Status.Success;
    },
  };
}
