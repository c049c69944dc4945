import { describe, expect, it } from 'vitest';
import { countByLane, laneOf } from '../../../../renderer/features/transfers/lane.ts';
import { progressOf, quietText, stateText, timeLeft } from '../../../../renderer/features/transfers/progress.ts';
import { transfer } from './transfer.ts';

const now = Date.parse('2026-11-23T10:00:11.000Z');

describe('lanes', () => {
  it.each([
    ['preparing', 'running'],
    ['running', 'running'],
    ['waiting', 'waiting'],
    ['paused', 'waiting'],
    ['partial', 'needs-you'],
    ['failed', 'needs-you'],
    ['done', 'done'],
    ['cancelled', 'done'],
  ] as const)('%s is in %s', (state, lane) => {
    expect(laneOf(transfer({ state }))).toBe(lane);
  });

  it('counts', () => {
    expect(countByLane([transfer(), transfer({ state: 'failed' })])).toEqual({ running: 1, waiting: 0, 'needs-you': 1, done: 0 });
  });
});

describe('progress', () => {
  it('counts answers of the other side', () => {
    expect(progressOf(transfer())).toEqual({ fraction: 318 / 412, count: '318/412', note: '' });
  });

  it('is never full before the end', () => {
    expect(progressOf(transfer({ completed: 412 })).fraction).toBeLessThan(1);
    expect(progressOf(transfer({ completed: 412, state: 'done' })).fraction).toBe(1);
  });

  it('counts arrivals while a server moves in silence, and says so', () => {
    expect(progressOf(transfer({ direction: 'pull', completed: 0, arrived: 31 }))).toEqual({
      fraction: 31 / 412,
      count: '31/412',
      note: 'counted by what arrives here',
    });
    expect(progressOf(transfer({ direction: 'pull', total: null, completed: 0, arrived: 31 }))).toMatchObject({
      fraction: null,
      count: '31 arrived',
      note: 'the server does not report progress',
    });
  });

  it('shows nothing that it does not know', () => {
    expect(progressOf(transfer({ total: null, completed: 0, totalBytes: null }))).toEqual({
      fraction: null,
      count: '',
      note: 'the server does not report progress',
    });
    expect(progressOf(transfer({ state: 'preparing' })).fraction).toBeNull();
    expect(progressOf(transfer({ total: 0, completed: 0, state: 'failed' })).fraction).toBe(1);
  });

  it('says how long is left by bytes, else by objects, else not', () => {
    expect(timeLeft(transfer(), now)).toBe(2_500);
    expect(timeLeft(transfer({ totalBytes: null, total: 20, completed: 10 }), now)).toBe(10_000);
    expect(timeLeft(transfer({ totalBytes: null, total: null }), now)).toBeNull();
    expect(timeLeft(transfer({ state: 'paused' }), now)).toBeNull();
  });

  it('says when the other side is quiet and when the next try is', () => {
    expect(quietText(transfer({ lastSign: 12_000 }))).toBe('quiet for 12 s');
    expect(quietText(transfer({ lastSign: 900 }))).toBe('');
    expect(stateText(transfer({ state: 'waiting', attempt: 2, nextAttempt: '2026-11-23T10:00:26.000Z' }), now)).toBe('try 3 in 0:15');
    expect(stateText(transfer({ state: 'waiting' }), now)).toBe('waiting');
  });
});
