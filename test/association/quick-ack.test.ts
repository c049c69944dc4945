import { describe, expect, it } from 'vitest';
import { acknowledgements } from '../../core/association/quick-ack.ts';

function line() {
  let now = 0;
  let given = 0;
  const told = acknowledgements({
    acknowledge: () => (given += 1),
    ready: () => true,
    now: () => now,
    later: () => undefined,
  });
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

describe('what acknowledges', () => {
  function unloaded() {
    let now = 0;
    let loaded = false;
    let timer: { readonly at: number; readonly act: () => void } | undefined;
    const told = acknowledgements({
      acknowledge: () => (loaded = true),
      ready: () => loaded,
      now: () => now,
      later: (milliseconds, act) => (timer = { at: now + milliseconds, act }),
    });
    return {
      told,
      isLoaded: () => loaded,
      isWatched: () => timer !== undefined,
      pass(milliseconds: number) {
        for (const end = now + milliseconds; now < end;) {
          now += 1;
          if (timer === undefined || timer.at > now) continue;
          const { act } = timer;
          timer = undefined;
          act();
        }
      },
    };
  }

  it('is not loaded for a peer that goes on by itself', () => {
    const { told, pass, isLoaded } = unloaded();
    for (let read = 0; read < 50; read += 1) {
      told.came();
      told.unanswered();
      pass(3);
    }
    expect(isLoaded()).toBe(false);
  });

  it('is loaded while a peer waits, sooner than the system would acknowledge', () => {
    const { told, pass, isLoaded } = unloaded();
    told.came();
    told.unanswered();
    pass(20);
    expect(isLoaded()).toBe(true);
  });

  it('is not loaded while we let the peer wait, nor while nothing was read', () => {
    const { told, pass, isLoaded, isWatched } = unloaded();
    told.came();
    told.unanswered();
    told.came();
    pass(1000);
    expect(isLoaded()).toBe(false);
    expect(isWatched()).toBe(false);
  });

  it('is not loaded while the peer takes its time over what we have written', () => {
    const { told, pass, isLoaded } = unloaded();
    told.came();
    told.unanswered();
    told.wrote();
    pass(1000);
    expect(isLoaded()).toBe(false);
  });
});
