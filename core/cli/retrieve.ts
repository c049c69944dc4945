/** Prints the progress and the last word of a C-GET or C-MOVE. */
import type { RetrieveOperation } from '../services/types.ts';
import type { Session } from './session.ts';

export async function printRetrieve(
  operation: RetrieveOperation,
  service: 'C-GET' | 'C-MOVE',
  { report, about }: Session,
): Promise<boolean> {
  for await (const { remaining, completed, failed, warning } of operation) {
    report.say({ kind: 'progress', remaining, completed, failed, warning });
  }
  const final = await operation.final;
  if (final.kind === 'ended') {
    report.failure(final.end, about);
    return false;
  }
  const { remaining, completed, failed, warning } = final.counters;
  const counters = { remaining, completed, failed, warning };
  const words = `${completed} completed, ${failed} failed, ${warning} with warnings.`;
  if (final.status.class === 'failure') report.status(final.status, service, about);
  report.say({ kind: 'final', status: final.status.code, ...counters, failedSopInstanceUids: final.failedSopInstanceUids }, words);
  return final.status.class === 'success' && failed === 0;
}
