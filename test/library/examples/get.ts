import { createApplicationEntity, getProposal, openInboxFolder } from '../../../core/index.ts';

/** C-GET of a study into a folder: what arrives on the association goes to the entity's own store handler. */
export async function get(host: string, port: number, { study, folder }: { study: string; folder: string }): Promise<number> {
  await using opened = await openInboxFolder(folder);
  const entity = createApplicationEntity({ title: 'GANTRY', store: opened.inbox.store });
  const outcome = await entity.associate({ host, port, calledTitle: 'PACS1', ...getProposal() });
  if (outcome.kind !== 'established') throw new Error(`no association: ${outcome.kind}`);
  await using association = outcome.association;
  const operation = association.get({ level: 'STUDY', keys: { StudyInstanceUID: study } });
  for await (const { completed, remaining } of operation) console.log(`${completed} of ${completed + remaining}`);
  const final = await operation.final;
  return final.counters.completed;
}
