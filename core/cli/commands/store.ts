/** `gantry store AE@host:port PATH…`: C-STORE of files and folders (PS3.4 Annex B), each file's own bytes, on one association or several. */
import { performance } from 'node:perf_hooks';
import type { ProposedSyntaxes } from '../../association/types.ts';
import { UsageError } from '../../errors.ts';
import { statusName } from '../../failures/explain-status.ts';
import { proposeStorage } from '../../services/index.ts';
import type { StoreResult } from '../../services/types.ts';
import { networkOptions, numberFrom, peerFrom, readArguments } from '../arguments.ts';
import { findObjects, type FileObject } from '../objects.ts';
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
  const session = await createSession({ peer, values, report, signal });
  const tally: Tally = { sent: 0, failed: 0, bytes: 0 };
  const found = findObjects(paths, report, signal);
  const rest = found.items[Symbol.asyncIterator]();
  let known = await first(rest, KNOWN);
  while (known.length > 0) known = await sendAll(session, { known, rest }, { associations, tally });
  const { skipped } = found;
  const ms = Math.round(performance.now() - started);
  const { sent, failed, bytes } = tally;
  if (sent + failed + skipped === 0) {
    const message = 'There is no DICOM object to send.';
    report.say({ kind: 'failed', phase: 'files', code: 'nothing-to-send', message }, message);
  }
  report.say(
    { kind: 'summary', sent, failed, skipped, bytes, ms },
    `${sent} sent, ${failed} failed, ${skipped} skipped, ${bytes} bytes in ${ms} ms.`,
  );
  return sent > 0 && failed === 0 && skipped === 0;
};

/** Presentation contexts are proposed for what is known when the association opens; the rest is looked for while sending. */
const KNOWN = 16;

interface Sending {
  readonly associations: number;
  readonly tally: Tally;
}

interface Queue {
  readonly known: readonly FileObject[];
  readonly rest: AsyncIterator<FileObject>;
}

/**
 * The associations take their objects from one queue, so that none waits for another. What got no outcome was not sent. Gives back the
 * objects for which no context was proposed: they go over further associations.
 */
async function sendAll(session: Session, queue: Queue, { associations, tally }: Sending): Promise<readonly FileObject[]> {
  const contexts = proposeStorage(queue.known)[0]?.contexts ?? [];
  const behind: FileObject[] = [];
  const untold = new Set<FileObject>();
  const fitting = fittingOf(queue, contexts, behind);
  const next = async (): Promise<IteratorResult<FileObject>> => {
    const found = await fitting.next();
    if (found.done !== true) untold.add(found.value);
    return found;
  };
  const shared = { [Symbol.asyncIterator]: () => ({ next }) };
  const lanes = Array.from({ length: Math.min(associations, queue.known.length) }, () =>
    onAssociation(session, { contexts }, async (association) => {
      for await (const result of association.storeAll<FileObject>(shared, { signal: session.signal })) {
        untold.delete(result.item);
        tell(session, result, tally);
      }
      return true;
    }),
  );
  await Promise.all(lanes);
  for await (const item of fitting) untold.add(item);
  for (const item of untold) fail(session, tally, { item, message: 'not sent: there was no association left' });
  return behind;
}

async function* fittingOf({ known, rest }: Queue, contexts: readonly ProposedSyntaxes[], behind: FileObject[]): AsyncGenerator<FileObject> {
  const fits = (item: FileObject): boolean => {
    const found = contexts.some(
      ({ abstractSyntax, transferSyntaxes }) => abstractSyntax === item.sopClassUid && transferSyntaxes.includes(item.transferSyntaxUid),
    );
    if (!found) behind.push(item);
    return found;
  };
  for (const item of known) if (fits(item)) yield item;
  for await (const item of { [Symbol.asyncIterator]: () => rest }) if (fits(item)) yield item;
}

async function first(items: AsyncIterator<FileObject>, count: number): Promise<readonly FileObject[]> {
  const taken: FileObject[] = [];
  while (taken.length < count) {
    const found = await items.next();
    if (found.done === true) break;
    taken.push(found.value);
  }
  return taken;
}

function tell(session: Session, result: StoreResult<FileObject>, tally: Tally): void {
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
    case 'cancelled':
      return failed({ message: 'not sent: cancelled' });
    case 'ended':
      return failed({ message: `not answered: the association ended (${result.end.kind})` });
  }
}

interface Problem {
  readonly status?: number;
  readonly message: string;
}

function fail({ report }: Session, tally: Tally, { item, status, message }: Problem & { readonly item: FileObject }): void {
  tally.failed += 1;
  report.say(
    { kind: 'object', path: item.path, sopInstanceUid: item.sopInstanceUid, status: status ?? null, message },
    `✕ ${item.path}: ${message}`,
  );
}
