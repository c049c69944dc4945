import { createApplicationEntity, findContexts } from '../../../core/index.ts';

/** C-FIND: names of the studies of one day, at most ten; leaving the loop early is C-CANCEL. */
export async function find(host: string, port: number, day: string): Promise<readonly string[]> {
  const entity = createApplicationEntity({ title: 'GANTRY' });
  const opened = await entity.associate({ host, port, calledTitle: 'PACS1', contexts: findContexts('study') });
  if (opened.kind !== 'established') throw new Error(`no association: ${opened.kind}`);
  await using association = opened.association;
  const names: string[] = [];
  for await (const { dataSet } of association.find({ level: 'STUDY', keys: { StudyDate: day, PatientName: '', StudyInstanceUID: '' } })) {
    names.push(dataSet.text('PatientName'));
    if (names.length === 10) break;
  }
  return names;
}
