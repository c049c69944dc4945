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
  readCommitmentReport,
  requestCommitment,
  STORAGE_COMMITMENT,
  type CommitmentReport,
} from '../../services/index.ts';
import type { IncomingN, NAnswer } from '../../services/types.ts';
import { networkOptions, numberFrom, peerFrom, readArguments } from '../arguments.ts';
import { readObjects } from '../objects.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { createSession, onAssociation, type Session } from '../session.ts';

const DEFAULT_WAIT_SECONDS = 60;

export const commit: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, {
    ...networkOptions,
    listen: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    wait: { type: 'string' },
  });
  const [address, ...paths] = positionals;
  const peer = peerFrom(address);
  if (paths.length === 0) throw new UsageError('invalid-argument', 'commit needs the files or folders that the node should vouch for.');
  const port = numberFrom('listen', values.listen, { least: 0, most: 65_535 });
  const seconds = numberFrom('wait', values.wait, { least: 1, most: 86_400 }) ?? DEFAULT_WAIT_SECONDS;
  const report = createReport(io, values.json);
  const { items: instances, skipped } = await readObjects(paths, report, signal);
  const transactionUid = uidFromUuid(randomUUID());
  const reports = awaitReport(transactionUid);
  const session = createSession({ peer, values, report, signal, n: reports.handler });
  await using server =
    port === undefined
      ? undefined
      : await session.entity.listen({
          host: values.host,
          port,
          supportedContexts: commitmentContexts().map((context) => ({ ...context, scpRole: true })),
          on: { n: reports.handler },
        });
  if (server) report.say({ kind: 'listening', title: session.entity.title, host: server.host, port: server.port });
  const roles = [{ sopClassUid: STORAGE_COMMITMENT, scu: true, scp: false }];
  const wait = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  let answer: CommitmentReport | undefined;
  const taken = await onAssociation(session, { contexts: commitmentContexts(), roles }, async (association) => {
    const { status } = await requestCommitment(association, { transactionUid, instances });
    if (status.class === 'failure') report.status(status, 'commitment', session.about);
    else answer = await Promise.race([reports.report(wait), server ? undefined : association.ended.then(() => undefined)]);
    return status.class !== 'failure';
  });
  if (!taken) return false;
  answer ??= server ? await reports.report(wait) : undefined;
  return tellReport(answer, session, { skipped, seconds });
};

/** Takes the report of one transaction, whenever and on whatever association it comes. */
function awaitReport(transactionUid: string) {
  let arrived: (report: CommitmentReport) => void;
  const coming = new Promise<CommitmentReport>((resolve) => {
    arrived = resolve;
  });
  return {
    handler(request: IncomingN): NAnswer {
      const found = readCommitmentReport(request);
      if (found?.transactionUid !== transactionUid) return NO_SUCH_ARGUMENT;
      arrived(found);
      return 0;
    },
    report: (signal: AbortSignal): Promise<CommitmentReport | undefined> =>
      Promise.race([
        coming,
        new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true })),
      ]),
  };
}

const NO_SUCH_ARGUMENT = 0x0114;

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
  report.say(
    { kind: 'summary', committed: committed.length, failed: failed.length, skipped },
    `${committed.length} safe, ${failed.length} not.`,
  );
  return failed.length === 0 && skipped === 0;
}
