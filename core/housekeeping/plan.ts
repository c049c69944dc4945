/** Which studies the rule would move to the bin: oldest first, by their last arrival, or by when they were brought back. Pure. */
import type { CleanUpPlan, CleanUpRule, Spared } from '../contract/housekeeping.ts';
import type { StudyRow } from '../contract/inbox.ts';

export type Candidate = Pick<StudyRow, 'studyUid' | 'flagged' | 'instanceCount' | 'bytes' | 'lastArrived'>;

export interface PlanOptions {
  readonly studies: readonly Candidate[];
  readonly rule: CleanUpRule;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly isBeingSent: (studyUid: string) => boolean;
  /** Asked only of those whose turn it is. */
  readonly isElsewhere: (studyUid: string, how: 'sent' | 'committed') => boolean;
  /** Milliseconds since 1970 when it was brought back from the bin; undefined: never. */
  readonly restoredAt: (studyUid: string) => number | undefined;
}

export interface Plan extends CleanUpPlan {
  readonly targets: readonly Candidate[];
}

const GB = 1e9;
const DAY_MS = 24 * 3_600_000;
/** A study to which nothing has come for so long is taken to be complete. */
const QUIET_MS = 10 * 60_000;

export function planCleanUp(options: PlanOptions): Plan {
  const { studies, rule, now, restoredAt } = options;
  const since = (study: Candidate): number => Math.max(Date.parse(study.lastArrived), restoredAt(study.studyUid) ?? 0);
  const queue = studies.map((study) => ({ study, at: since(study) })).sort((a, b) => a.at - b.at);
  let left = studies.reduce((sum, { bytes }) => sum + bytes, 0);
  const limit = rule.maximumSize === null ? Infinity : rule.maximumSize * GB;
  const before = rule.maximumAge === null ? -Infinity : now - rule.maximumAge * DAY_MS;
  const spared: Record<Spared, number> = { flagged: 0, arriving: 0, 'being-sent': 0, 'not-elsewhere': 0 };
  const targets: Candidate[] = [];
  for (const { study, at } of queue) {
    if (left <= limit && at >= before) continue;
    const why = reasonToSpare(study, options);
    if (why) spared[why] += 1;
    else {
      targets.push(study);
      left -= study.bytes;
    }
  }
  const [oldest] = targets;
  return {
    targets,
    studies: targets.length,
    instances: targets.reduce((sum, { instanceCount }) => sum + instanceCount, 0),
    bytes: targets.reduce((sum, { bytes }) => sum + bytes, 0),
    oldest: oldest?.lastArrived ?? null,
    spared,
    over: left > limit ? left - limit : 0,
  };
}

function reasonToSpare(study: Candidate, { rule, now, isBeingSent, isElsewhere }: PlanOptions): Spared | undefined {
  if (study.flagged) return 'flagged';
  if (now - Date.parse(study.lastArrived) < QUIET_MS) return 'arriving';
  if (isBeingSent(study.studyUid)) return 'being-sent';
  return rule.only === 'any' || isElsewhere(study.studyUid, rule.only) ? undefined : 'not-elsewhere';
}
