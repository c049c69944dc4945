import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../support/fake-clock.ts';

describe('the fake clock', () => {
  it('fires timers at their own moment, in order, timers of timers included', () => {
    const clock = createFakeClock(1000);
    const fired: string[] = [];
    const note = (name: string) => () => {
      fired.push(`${name}@${clock.now()}`);
    };
    clock.setTimer(20, note('b'));
    clock.setTimer(10, () => {
      note('a')();
      clock.setTimer(5, note('c'));
    });
    clock.setTimer(10, note('a2'));
    const cancel = clock.setTimer(12, note('never'));
    cancel();
    clock.advance(15);
    expect(fired).toEqual(['a@1010', 'a2@1010', 'c@1015']);
    expect([clock.now(), clock.pending]).toEqual([1015, 1]);
    clock.advance(100);
    expect(fired.at(-1)).toBe('b@1020');
    expect([clock.now(), clock.pending]).toEqual([1115, 0]);
  });
});
