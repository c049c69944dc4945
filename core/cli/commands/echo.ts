/** `gantry echo AE@host:port`: C-ECHO (PS3.7 §9.1.5). */
import { performance } from 'node:perf_hooks';
import { verificationContexts } from '../../services/index.ts';
import { networkOptions, peerFrom, readArguments } from '../arguments.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { createSession, onAssociation } from '../session.ts';

export const echo: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, networkOptions, 1);
  const report = createReport(io, values.json);
  const session = await createSession({ peer: peerFrom(positionals[0]), values, report, signal });
  return onAssociation(session, { contexts: verificationContexts() }, async (association) => {
    const started = performance.now();
    const final = await association.echo({ signal });
    const ms = Math.round((performance.now() - started) * 100) / 100;
    if (final.kind === 'ended') {
      report.failure(final.end, { ...session.about, step: 'C-ECHO' });
      return false;
    }
    const success = final.status.class === 'success';
    const { about } = session;
    const words = `${session.peer.title} answered in ${ms} ms.`;
    report.final(final.status, { service: 'C-ECHO', about, fields: { kind: success ? 'success' : 'status', ms }, words });
    return success;
  });
};
