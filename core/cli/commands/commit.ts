/**
 * `gantry commit AE@host:port PATH…`: asks a node to vouch for objects that it holds (PS3.4 Annex J) and waits for its report, which comes
 * on the same association or, with `--listen PORT`, on one that the node opens.
 */
import { randomUUID } from 'node:crypto';
import { uidFromUuid } from '../../dicom/uid.ts';
import { UsageError } from '../../errors.ts';
import { explainStatus } from '../../failures/explain-status.ts';
import {
  commitmentContexts,
  expectCommitment,
  requestCommitment,
  STORAGE_COMMITMENT,
  type CommitmentReport,
  type ReferencedInstance,
} from '../../services/index.ts';
import type { ListenOptions } from '../../services/types.ts';
import { asOwnServer, networkOptions, numberFrom, peerFrom, portFrom, readArguments } from '../arguments.ts';
import { findObjects } from '../objects.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { openPort } from '../serve.ts';
import { createSession, onAssociation, type Session } from '../session.ts';

const DEFAULT_WAIT_SECONDS = 60;

const options = {
  ...networkOptions,
  listen: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  wait: { type: 'string' },
} as const;

export const commit: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, options);
  const [address, ...paths] = positionals;
  const peer = peerFrom(address);
  if (paths.length === 0) throw new UsageError('invalid-argument', 'commit needs the files or folders that the node should vouch for.');
  const port = portFrom('--listen', values.listen);
  const seconds = numberFrom('--wait', values.wait, { least: 1, most: 86_400 }) ?? DEFAULT_WAIT_SECONDS;
  const report = createReport(io, values.json);
  const transactionUid = uidFromUuid(randomUUID());
  const expected = expectCommitment(transactionUid);
  const session = await createSession({ peer, values, report, signal, n: expected.n });
  const tls = asOwnServer(session.request.tls);
  const listening = (at: number): ListenOptions & { readonly host: string } => ({
    host: values.host,
    port: at,
    supportedContexts: commitmentContexts().map((context) => ({ ...context, scpRole: true })),
    on: { n: expected.n },
    ...(tls && { tls }),
  });
  const found = findObjects(paths, report, signal);
  const byUid = new Map<string, ReferencedInstance>();
  for await (const { sopClassUid, sopInstanceUid } of found.items) byUid.set(sopInstanceUid, { sopClassUid, sopInstanceUid });
  const instances = [...byUid.values()];
  const { skipped } = found;
  if (instances.length === 0) return nothingToAsk(session, skipped);
  await using server = port === undefined ? undefined : await openPort(session.entity, listening(port), report);
  if (port !== undefined && !server) return false;
  const arrival = (): Promise<CommitmentReport | undefined> =>
    Promise.race([expected.report, fired(AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]))]);
  let answer: CommitmentReport | undefined;
  const roles = [{ sopClassUid: STORAGE_COMMITMENT, scu: true, scp: false }];
  const taken = await onAssociation(session, { contexts: commitmentContexts(), roles }, async (association) => {
    const { status } = await requestCommitment(association, { transactionUid, instances });
    if (status.class === 'failure') {
      report.final(status, { service: 'commitment', about: session.about, fields: { kind: 'final' }, words: 'Not taken.' });
      return false;
    }
    answer = await Promise.race([arrival(), ...(server ? [] : [association.ended.then(() => undefined)])]);
    return true;
  });
  return taken && tellReport(answer, session, { skipped, seconds });
};

const fired = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

function nothingToAsk({ report }: Session, skipped: number): false {
  const message = 'There is no DICOM object to ask about.';
  report.say({ kind: 'summary', committed: 0, failed: 0, skipped, message }, message);
  return false;
}

function tellReport(
  answer: CommitmentReport | undefined,
  { report, about }: Session,
  { skipped, seconds }: { readonly skipped: number; readonly seconds: number },
): boolean {
  if (!answer) {
    const message = `${about.nodeName} took the request and has not reported within ${seconds} s.`;
    report.say({ kind: 'failed', phase: 'timer', code: 'no-report', message }, message);
    return false;
  }
  for (const { sopInstanceUid, reason } of answer.failed) {
    const status = { code: reason, class: 'failure' } as const;
    const { headline } = explainStatus(status, 'commitment-reason', about);
    report.say({ kind: 'object', sopInstanceUid, committed: false, reason, message: headline }, `✕ ${sopInstanceUid}: ${headline}`);
  }
  for (const { sopInstanceUid } of answer.committed) report.say({ kind: 'object', sopInstanceUid, committed: true });
  const { committed, failed } = answer;
  const message = `${committed.length} safe, ${failed.length} not${skipped > 0 ? `, ${skipped} skipped` : ''}.`;
  const complete = failed.length === 0 && skipped === 0;
  report.say({ kind: 'summary', committed: committed.length, failed: failed.length, skipped, ...(!complete && { message }) }, message);
  return complete;
}
