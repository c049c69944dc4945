// Objects sent to an inbox on this computer, as a modality would, each answered with Success.
import { createApplicationEntity, proposeStorage } from '../../core/services/index.ts';
import type { StoreItem } from '../../core/services/types.ts';

/** @throws when the inbox does not answer, or answers anything else. */
export async function storeItems(port: number, items: readonly StoreItem[], title: string): Promise<void> {
  const entity = createApplicationEntity({ title });
  for (const proposal of proposeStorage(items)) {
    const outcome = await entity.associate({ host: '127.0.0.1', port, calledTitle: 'GANTRY', contexts: proposal.contexts });
    if (outcome.kind !== 'established') throw new Error(`The inbox did not accept: ${outcome.kind}`);
    await using association = outcome.association;
    for await (const result of association.storeAll(proposal.items)) {
      if (result.kind !== 'status' || result.status.code !== 0) throw new Error(`Not stored: ${JSON.stringify(result)}`);
    }
  }
}
