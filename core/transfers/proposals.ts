/** Sends and imports that are about to go: each lives as long as its stream, unless it is released before. */
import { UsageError } from '../errors.ts';
import { Proposal, type ProposalWish } from './proposal.ts';
import type { Runner } from './runs.ts';
import type { GroupDecision } from './types.ts';

export interface Proposals {
  /** Settles when it was released, or when the signal has dropped it. */
  propose(wish: ProposalWish, signal: AbortSignal): Promise<void>;
  /** @throws UsageError when there is none. */
  need(id: string): void;
  decide(id: string, change: GroupDecision): void;
  /** The proposal, which is nobody's any more. @throws UsageError */
  take(id: string): Proposal;
  sources(): Iterable<string>;
  /** Drops all. */
  close(): Promise<void>;
}

export function createProposals(runner: Runner): Proposals {
  const { tables } = runner;
  // An earlier process ended before they went.
  for (const id of tables.transfers.proposals()) {
    tables.objects.clear(id);
    tables.decisions.clear(id);
    tables.transfers.proposed(id);
  }
  const open = new Map<string, { readonly proposal: Proposal; readonly leave: () => void }>();
  const need = (id: string) => {
    const found = open.get(id);
    if (!found) throw new UsageError('invalid-argument', 'This was sent, or taken back, already.');
    return found;
  };
  const closing = new AbortController();
  const running = new Set<Promise<void>>();

  const run = async (wish: ProposalWish, signal: AbortSignal): Promise<void> => {
    const proposal = new Proposal(runner, wish);
    const left = new Promise<void>((resolve) => open.set(proposal.id, { proposal, leave: resolve }));
    const dropped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const failed = proposal.start().then(() => dropped);
    try {
      await Promise.race([left, dropped, failed]);
    } finally {
      if (open.delete(proposal.id)) await proposal.drop();
    }
  };

  return {
    propose(wish, signal) {
      const done = run(wish, AbortSignal.any([signal, closing.signal]));
      running.add(done);
      return done.finally(() => running.delete(done));
    },
    need: (id) => void need(id),
    decide: (id, change) => need(id).proposal.decide(change),
    take(id) {
      const { proposal, leave } = need(id);
      open.delete(id);
      leave();
      return proposal;
    },
    *sources() {
      for (const { proposal } of open.values()) if (proposal.wish.way === 'send') yield* proposal.wish.sources;
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}
