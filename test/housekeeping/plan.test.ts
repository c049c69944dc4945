// Which studies the rule moves: oldest first, by size and age, and which are spared.
import { describe, expect, it } from 'vitest';
import { planCleanUp, type Candidate, type PlanOptions } from '../../core/housekeeping/plan.ts';

const NOW = Date.UTC(2026, 5, 30, 12);
const DAY = 24 * 3_600_000;

const study = (studyUid: string, daysAgo: number, gigabytes: number, more: Partial<Candidate> = {}): Candidate => ({
  studyUid,
  flagged: false,
  instanceCount: 10,
  bytes: gigabytes * 1e9,
  lastArrived: new Date(NOW - daysAgo * DAY).toISOString(),
  ...more,
});

const plan = (studies: readonly Candidate[], rule: Partial<PlanOptions['rule']>, more: Partial<PlanOptions> = {}) =>
  planCleanUp({
    studies,
    rule: { maximumSize: null, maximumAge: null, only: 'any', ...rule },
    now: NOW,
    isBeingSent: () => false,
    isElsewhere: () => false,
    restoredAt: () => undefined,
    ...more,
  });

const uids = ({ targets }: ReturnType<typeof plan>) => targets.map(({ studyUid }) => studyUid);
const four = [study('new', 1, 2), study('old', 90, 3), study('older', 400, 1), study('middle', 30, 4)];

describe('the rule', () => {
  it('moves nothing while both limits are off', () => {
    expect(plan(four, {})).toMatchObject({ targets: [], studies: 0, bytes: 0, oldest: null, over: 0 });
  });

  it.each<[string, Partial<PlanOptions['rule']>, string[]]>([
    ['a size, until it is met', { maximumSize: 7 }, ['older', 'old']],
    ['a size that is kept already', { maximumSize: 10 }, []],
    ['an age', { maximumAge: 60 }, ['older', 'old']],
    ['a size and an age: what either says', { maximumSize: 5, maximumAge: 365 }, ['older', 'old', 'middle']],
  ])('takes the oldest first by %s', (_what, rule, expected) => {
    expect(uids(plan(four, rule))).toEqual(expected);
  });

  it('tells what it comes to', () => {
    expect(plan(four, { maximumSize: 7 })).toMatchObject({ studies: 2, instances: 20, bytes: 4e9, oldest: four[2]?.lastArrived });
  });

  it('spares what is starred, arriving or being sent, takes the next instead, and says by how much it is over', () => {
    const studies = [study('starred', 400, 3, { flagged: true }), study('sent', 300, 3), study('free', 200, 3), study('now', 0.001, 3)];
    const found = plan(studies, { maximumSize: 1 }, { isBeingSent: (uid) => uid === 'sent' });
    expect(uids(found)).toEqual(['free']);
    expect(found.spared).toEqual({ flagged: 1, arriving: 1, 'being-sent': 1, 'not-elsewhere': 0 });
    expect(found.over).toBe(8e9);
  });

  it('spares what nobody else has, by the word that is asked for, and asks only about those whose turn it is', () => {
    const asked: string[] = [];
    const isElsewhere: PlanOptions['isElsewhere'] = (uid, how) => {
      asked.push(`${uid} ${how}`);
      return uid === 'old';
    };
    const found = plan(four, { maximumSize: 7, only: 'committed' }, { isElsewhere });
    expect(uids(found)).toEqual(['old']);
    expect(found.spared['not-elsewhere']).toBe(1);
    expect(asked).toEqual(['older committed', 'old committed']);
  });

  it('counts what was brought back as new', () => {
    expect(uids(plan(four, { maximumAge: 60 }, { restoredAt: (uid) => (uid === 'older' ? NOW - DAY : undefined) }))).toEqual(['old']);
  });
});
