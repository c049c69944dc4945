/** What a node failed to send by C-GET for want of a presentation context is asked for once more, on an association with contexts for compressed objects. */
import type { Arrival } from '../inbox/incoming.ts';
import type { Clock } from '../lib/clock.ts';
import type { Nodes } from '../nodes/types.ts';
import { completed, type ObjectFilter } from '../services/get-completely.ts';
import type { ApplicationEntity, QueryModel, RetrieveFinal, RetrieveOperation, RetrieveRequest } from '../services/types.ts';
import { abortAfterSignal } from './attempt.ts';
import type { Figures } from './figures.ts';

export interface SecondGetOptions {
  readonly nodes: Nodes;
  readonly nodeId: string;
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly figures: Figures;
}

export class SecondGet {
  readonly #options: SecondGetOptions;
  readonly #filter: ObjectFilter = { wanted: undefined };
  #associationId: string | undefined;

  constructor(options: SecondGetOptions) {
    this.#options = options;
  }

  /** Whether it came on the second association and had not come before. */
  brought({ associationId, sopInstanceUid }: Pick<Arrival, 'associationId' | 'sopInstanceUid'>): boolean {
    return associationId === this.#associationId && this.#filter.wanted?.has(sopInstanceUid) === true;
  }

  /** The outcome of both, or the first where there is nothing to ask again for. */
  complete(first: RetrieveFinal, request: RetrieveRequest & { readonly model: QueryModel }): Promise<RetrieveFinal> {
    const { nodes, nodeId, entity, clock, signal } = this.#options;
    return completed(
      first,
      {
        model: request.model,
        associate: (proposal) => entity.associate({ ...nodes.associateRequest(nodeId), ...proposal, signal }),
        get: (association) => {
          this.#associationId = association.id;
          abortAfterSignal(association, clock, signal);
          return this.#final(association.get(request));
        },
        signal,
      },
      this.#filter,
    );
  }

  async #final(operation: RetrieveOperation): Promise<RetrieveFinal> {
    for await (const _ of operation) this.#options.figures.sign();
    return operation.final;
  }
}
