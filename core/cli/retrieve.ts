/** Prints the progress and the last word of a C-GET or C-MOVE. */
import type { RetrieveOperation } from '../services/types.ts';
import type { Session } from './session.ts';

export async function printRetrieve(
  operation: RetrieveOperation,
  { report, about }: Session,
  asked: { readonly service: 'C-GET' } | { readonly service: 'C-MOVE'; readonly destination: string },
): Promise<boolean> {
  const { service } = asked;
  for await (const { remaining, completed, failed, warning } of operation) {
    report.say({ kind: 'progress', remaining, completed, failed, warning });
  }
  const final = await operation.final;
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
