/** Speeds of playing a stack, and whether it keeps up: pure, the clock is somebody else's. */

/** Frames a second that can be chosen. */
const RATES = [1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60] as const;

/** For what does not say how fast it was taken. */
const DEFAULT_RATE = 10;

/** Frames a second of an object that shows each for so many milliseconds. */
export const rateOf = (frameTime: number | null): number =>
  frameTime === null || frameTime <= 0 ? DEFAULT_RATE : Math.min(60, 1_000 / frameTime);

export const faster = (rate: number): number => RATES.find((one) => one > rate + 0.01) ?? RATES[RATES.length - 1] ?? rate;
export const slower = (rate: number): number => RATES.findLast((one) => one < rate - 0.01) ?? RATES[0];

export const rateText = (rate: number): string => (rate >= 10 || Number.isInteger(rate) ? String(Math.round(rate)) : rate.toFixed(1));

/** When the next frame is due after one that was due at `due`: a late one does not make the others hurry. */
export const nextDue = (due: number, now: number, interval: number): number => Math.max(due + interval, now);
