/** `gantry store AE@host:port PATH…`: C-STORE of files and folders (PS3.4 Annex B), each file's own bytes, on one association or several. */
import { performance } from 'node:perf_hooks';
import { UsageError } from '../../errors.ts';
import { statusName } from '../../failures/explain-status.ts';
import { proposeStorage, type StorageProposal } from '../../services/index.ts';
import type { StoreResult } from '../../services/types.ts';
import { networkOptions, numberFrom, peerFrom, readArguments } from '../arguments.ts';
import { readObjects, type FileItem } from '../objects.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { createSession, onAssociation, type Session } from '../session.ts';

interface Tally {
  sent: number;
  failed: number;
  bytes: number;
}

export const store: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, { ...networkOptions, associations: { type: 'string' } });
  const [address, ...paths] = positionals;
  const peer = peerFrom(address);
  if (paths.length === 0) throw new UsageError('invalid-argument', 'store needs the files or folders to send.');
  const associations = numberFrom('--associations', values.associations, { least: 1, most: 64 }) ?? 1;
  const report = createReport(io, values.json);
  const started = performance.now();
  const { items, skipped } = await readObjects(paths, report, signal);
  const session = createSession({ peer, values, report, signal });
  const tally: Tally = { sent: 0, failed: 0, bytes: 0 };
  for (const proposal of proposeStorage(items)) await sendAll(session, proposal, { associations, tally });
  const ms = Math.round(performance.now() - started);
  const { sent, failed, bytes } = tally;
  report.say(
    { kind: 'summary', sent, failed, skipped, bytes, ms },
    `${sent} sent, ${failed} failed, ${skipped} skipped, ${bytes} bytes in ${ms} ms.`,
  );
  return sent > 0 && failed === 0 && skipped === 0;
};

interface Sending {
  readonly associations: number;
  readonly tally: Tally;
}

/** The associations take their objects from one list, so that none waits for another. What got no outcome was not sent. */
async function sendAll(session: Session, { contexts, items }: StorageProposal<FileItem>, { associations, tally }: Sending): Promise<void> {
  const rest = items[Symbol.iterator]();
  const shared = { [Symbol.iterator]: () => ({ next: () => rest.next() }) };
  const untold = new Set(items);
  const lanes = Array.from({ length: Math.min(associations, items.length) }, () =>
    onAssociation(session, { contexts }, async (association) => {
      for await (const result of association.storeAll<FileItem>(shared, { signal: session.signal })) {
        untold.delete(result.item);
        tell(session, result, tally);
      }
      return true;
    }),
  );
  await Promise.all(lanes);
  for (const item of untold) fail(session, tally, { item, message: 'not sent: there was no association left' });
}

function tell(session: Session, result: StoreResult<FileItem>, tally: Tally): void {
  const { item } = result;
  const failed = (problem: Problem): void => fail(session, tally, { item, ...problem });
  switch (result.kind) {
    case 'status': {
      if (result.status.class === 'failure') {
        const { code: status, errorComment } = result.status;
        return failed({ status, message: errorComment ?? statusName(result.status, 'C-STORE') });
      }
      tally.sent += 1;
      tally.bytes += result.bytes;
      const object = { kind: 'object', path: item.path, sopInstanceUid: item.sopInstanceUid, status: result.status.code };
      return session.report.say(object, result.status.code === 0 ? undefined : `! ${item.path}: ${statusName(result.status, 'C-STORE')}`);
    }
    case 'no-context':
      return failed({ message: result.reason === 'sop-class' ? 'its SOP class was not accepted' : 'its transfer syntax was not accepted' });
    case 'unreadable':
      return failed({ message: result.message });
    case 'ended':
      return failed({ message: `not answered: the association ended (${result.end.kind})` });
  }
}

interface Problem {
  readonly status?: number;
  readonly message: string;
}

function fail({ report }: Session, tally: Tally, { item, status, message }: Problem & { readonly item: FileItem }): void {
  tally.failed += 1;
  report.say(
    { kind: 'object', path: item.path, sopInstanceUid: item.sopInstanceUid, status: status ?? null, message },
    `✕ ${item.path}: ${message}`,
  );
}
