/** A small seeded generator (mulberry32), so that every case of a fuzz run can be made again from its number. */

export interface Random {
  /** A whole number from 0 up to `below`, exclusive. */
  below(below: number): number;
  /** True once in `n` times. */
  once(n: number): boolean;
  pick<T>(values: readonly [T, ...T[]]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    once: (n) => below(n) === 0,
    pick: (values) => values[below(values.length)] ?? values[0],
  };
}
