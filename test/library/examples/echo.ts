import { createApplicationEntity, verificationContexts } from '../../../core/index.ts';

/** C-ECHO: is it there, and does it accept us? */
export async function echo(host: string, port: number): Promise<string> {
  const entity = createApplicationEntity({ title: 'GANTRY' });
  const opened = await entity.associate({ host, port, calledTitle: 'PACS1', contexts: verificationContexts() });
  if (opened.kind !== 'established') return `no association: ${opened.kind}`; // 'rejected', 'aborted' or 'failed', each with its own fields
  await using association = opened.association; // leaving the block releases it
  const final = await association.echo();
  return final.kind === 'status' ? `answered ${final.status.class}` : `ended: ${final.end.kind}`;
}
