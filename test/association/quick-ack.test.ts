import { describe, expect, it } from 'vitest';
import { acknowledgements } from '../../core/association/quick-ack.ts';

function line() {
  let now = 0;
  let given = 0;
  const told = acknowledgements(
    () => (given += 1),
    () => now,
  );
  return {
    /** Reads that nothing answered, so many ms after the one before. */
    read(count: number, after: number): number {
      const before = given;
      for (let index = 0; index < count; index += 1) {
        now += after;
        told.came();
        told.unanswered();
      }
      return given - before;
    },
    answered() {
      told.came();
    },
    wait(milliseconds: number) {
      now += milliseconds;
    },
  };
}

describe('acknowledging at once', () => {
  it('is done for a short association, whose peer may wait for it', () => {
    expect(line().read(200, 1)).toBe(200);
  });

  it('ends on a line that does not need it', () => {
    const peer = line();
    peer.read(256, 1);
    expect(peer.read(1000, 1)).toBe(0);
  });

  it('comes back for twice as long each time that a line stalls without it', () => {
    const peer = line();
    peer.read(300, 1);
    expect(peer.read(1, 44)).toBe(1);
    expect(peer.read(600, 1)).toBe(511);
    expect(peer.read(1, 44)).toBe(1);
    expect(peer.read(5000, 1)).toBe(1023);
  });

  it('takes a pause after an answer for no stall', () => {
    const peer = line();
    peer.read(300, 1);
    peer.answered();
    peer.wait(10_000);
    expect(peer.read(10, 1)).toBe(0);
  });
});
