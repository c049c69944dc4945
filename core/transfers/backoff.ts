/** When a failed attempt is made again: 5 s, 15 s, 60 s, 5 min, 15 min, each a little earlier or later so that queues do not march in step. */
const DELAYS_MS = [5_000, 15_000, 60_000, 300_000, 900_000];
const JITTER = 0.2;

/** @param attempt 1 for the first that failed. @param random 0 up to 1. @returns milliseconds, or undefined: no further try. */
export function retryDelay(attempt: number, random: number): number | undefined {
  const delay = DELAYS_MS[attempt - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 - JITTER + 2 * JITTER * random));
}
