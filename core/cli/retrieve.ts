/** Prints the progress and the last word of a C-GET or C-MOVE. */
import type { RetrieveFinal, RetrieveOperation } from '../services/types.ts';
import type { Session } from './session.ts';

type Asked = { readonly service: 'C-GET' } | { readonly service: 'C-MOVE'; readonly destination: string };

export async function printProgress(operation: RetrieveOperation, { report }: Session): Promise<RetrieveFinal> {
  for await (const { remaining, completed, failed, warning } of operation) {
    report.say({ kind: 'progress', remaining, completed, failed, warning });
  }
  return operation.final;
}

/** Whether everything came. */
export function printFinal(final: RetrieveFinal, { report, about }: Session, asked: Asked): boolean {
  const { service } = asked;
  if (final.kind === 'ended') {
    report.failure(final.end, { ...about, step: service });
    return false;
  }
  const { remaining, completed, failed, warning } = final.counters;
  report.final(final.status, {
    service,
    about: { ...about, ...(asked.service === 'C-MOVE' && { destination: asked.destination }) },
    fields: { kind: 'final', remaining, completed, failed, warning, failedSopInstanceUids: final.failedSopInstanceUids },
    words: `${completed} completed, ${failed} failed, ${warning} with warnings.`,
  });
  return final.status.class === 'success' && failed === 0;
}
