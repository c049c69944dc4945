// Verifications that run or ran since the window opened: the last ladder of each node. One climb a node at a time.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Rung } from '../../core/contract.ts';
import type { Api } from '../api.ts';

export interface Climb {
  readonly rungs: readonly Rung[];
  readonly running: boolean;
}

export interface Ladders {
  readonly store: StoreApi<{ readonly climbs: ReadonlyMap<string, Climb> }>;
  /** Starts again when it runs already: the node may just have been changed. */
  readonly verify: (nodeId: string) => void;
  readonly stop: (nodeId: string) => void;
}

export function createLadders(api: Api): Ladders {
  const store = createStore(() => ({ climbs: new Map<string, Climb>() }));
  const disposals = new Map<string, () => void>();
  const set = (nodeId: string, climb: Climb) => store.setState(({ climbs }) => ({ climbs: new Map(climbs).set(nodeId, climb) }));
  const rungsOf = (nodeId: string) => store.getState().climbs.get(nodeId)?.rungs ?? [];

  const stop = (nodeId: string) => {
    disposals.get(nodeId)?.();
    disposals.delete(nodeId);
    if (store.getState().climbs.get(nodeId)?.running) set(nodeId, { rungs: rungsOf(nodeId), running: false });
  };
  const verify = (nodeId: string) => {
    stop(nodeId);
    set(nodeId, { rungs: [], running: true });
    const dispose = api.listen(
      'nodes.verify',
      { id: nodeId },
      {
        event: (rungs) => set(nodeId, { rungs, running: true }),
        end: () => {
          disposals.delete(nodeId);
          set(nodeId, { rungs: rungsOf(nodeId), running: false });
        },
      },
    );
    disposals.set(nodeId, dispose);
  };
  return { store, verify, stop };
}
