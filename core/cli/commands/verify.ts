/** `gantry verify AE@host:port`: climbs the verification ladder; the rung that fails says why. */
import { systemClock } from '../../association/system-clock.ts';
import { DEFAULT_TIMEOUTS } from '../../services/index.ts';
import { climb } from '../../nodes/ladder.ts';
import { networkOptions, peerFrom, readArguments, timeoutsFrom } from '../arguments.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { createSession } from '../session.ts';

const MARKS = { waiting: ' ', running: ' ', ok: '✓', failed: '✕', 'not-tried': '·' } as const;

export const verify: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, networkOptions, 1);
  const report = createReport(io, values.json);
  const { entity, request, about, peer } = await createSession({ peer: peerFrom(positionals[0]), values, report, signal });
  const told = new Set<string>();
  const climbed = await climb({
    entity,
    clock: systemClock,
    request: {
      ...request,
      calledTitle: peer.title,
      callingTitle: entity.title,
      timeouts: { ...DEFAULT_TIMEOUTS, ...timeoutsFrom(values) },
    },
    about: (step) => ({ ...about, step }),
    signal,
    show: (ladder) => {
      for (const { name, state, ms, found, failure } of ladder) {
        if (told.has(name) || state === 'waiting' || state === 'running') continue;
        told.add(name);
        const words = `${MARKS[state]} ${name.padEnd(10)} ${ms === null ? '' : `${ms.toFixed(1)} ms`.padEnd(10)} ${failure ? failure.headline : found}`;
        report.say(
          { kind: 'rung', name, state, ms, found, ...(failure && { message: failure.headline, code: failure.code }) },
          words.trimEnd(),
        );
      }
    },
  });
  if (climbed.explanation && !report.json) {
    io.err(`  ${climbed.explanation.why}`);
    if (climbed.explanation.advice) io.err(`  ${climbed.explanation.advice}`);
    io.err(`  ${climbed.explanation.code}`);
  }
  return climbed.failedAt === null;
};
