import { createApplicationEntity, moveContexts, offerOf, openInboxFolder } from '../../../core/index.ts';

/** C-MOVE of a study to ourselves: the peer knows our title and opens an association to our own port. */
export async function move(host: string, port: number, own: { study: string; folder: string; port: number }): Promise<number> {
  await using opened = await openInboxFolder(own.folder);
  const entity = createApplicationEntity({ title: 'GANTRY' });
  await using _server = await entity.listen({ host: '127.0.0.1', port: own.port, ...offerOf({ store: opened.inbox.store }) });
  const outcome = await entity.associate({ host, port, calledTitle: 'PACS1', contexts: moveContexts() });
  if (outcome.kind !== 'established') throw new Error(`no association: ${outcome.kind}`);
  await using association = outcome.association;
  const final = await association.move({ level: 'STUDY', keys: { StudyInstanceUID: own.study }, destination: 'GANTRY' }).final;
  return final.counters.completed;
}
