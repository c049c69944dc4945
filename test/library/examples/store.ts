import { createApplicationEntity, findFileObjects, proposeStorage, type FileObject } from '../../../core/index.ts';

/** C-STORE of files and folders: each file's own bytes, one outcome an object. Gives those that were not stored. */
export async function store(host: string, port: number, paths: readonly string[]): Promise<readonly string[]> {
  const entity = createApplicationEntity({ title: 'GANTRY' });
  const objects: FileObject[] = [];
  const failed: string[] = [];
  for await (const object of findFileObjects(paths, { skipped: ({ path }) => failed.push(path) })) objects.push(object);
  for (const { contexts, items } of proposeStorage(objects)) {
    const opened = await entity.associate({ host, port, calledTitle: 'PACS1', contexts });
    if (opened.kind !== 'established') return [...failed, ...items.map(({ path }) => path)];
    await using association = opened.association;
    for await (const result of association.storeAll(items)) {
      if (result.kind !== 'status' || result.status.class === 'failure') failed.push(result.item.path);
    }
  }
  return failed;
}
