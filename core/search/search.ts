/** One query over several nodes at once: each on its own association, rows as they come, no node's failure hides another's rows. */
import type { MatchRow, NodeProgress, SearchEvent, SearchQuery } from '../contract/search.ts';
import { inferTogether } from '../failures/infer-send.ts';
import { writeDate } from '../dicom/date-time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Nodes } from '../nodes/types.ts';
import type { ApplicationEntity } from '../services/types.ts';
import { askNode } from './ask-node.ts';
import { createBatches } from './batches.ts';

export interface SearchOptions {
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  readonly wallClock: () => number;
}

export interface Search {
  /** Settles when every node has answered, failed or been cancelled. The signal is C-CANCEL. @throws UsageError for an unknown node. */
  run(query: SearchQuery, emit: (event: SearchEvent) => void, signal: AbortSignal): Promise<void>;
}

export function createSearch({ nodes, entity, clock, wallClock }: SearchOptions): Search {
  return {
    async run(query, emit, signal) {
      const asked = [...new Set(query.nodes)].map((id) => nodes.require(id));
      const today = dayOf(new Date(wallClock()));
      const batches = createBatches(clock, (rows) => emit({ kind: 'rows', rows }));
      const row = (match: MatchRow): void => batches.add(match);
      const progress = (of: NodeProgress): void => emit({ kind: 'node', progress: of });
      try {
        const ends = await Promise.all(asked.map((node) => askNode({ node, query, nodes, entity, clock, today, signal, row, progress })));
        const [first] = asked;
        const together =
          first &&
          inferTogether(
            ends.map(({ failure }) => failure ?? undefined),
            nodes.about(first.id, 'C-FIND'),
          );
        if (together) for (const end of ends) progress({ ...end.progress, failure: together });
      } finally {
        batches.end();
      }
    },
  };
}

const dayOf = (at: Date): string => writeDate({ year: at.getFullYear(), month: at.getMonth() + 1, day: at.getDate() });
