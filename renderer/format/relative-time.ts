/** Time passed, only ever an addition beside an absolute stamp: 'now', '12 s', '5 min', '3 h', '3 d'. */
import { currentLocale, relativeFormat } from './locale.ts';

const steps: readonly { readonly unit: Intl.RelativeTimeFormatUnit; readonly ms: number; readonly below: number }[] = [
  { unit: 'second', ms: 1_000, below: 60_000 },
  { unit: 'minute', ms: 60_000, below: 3_600_000 },
  { unit: 'hour', ms: 3_600_000, below: 86_400_000 },
  { unit: 'day', ms: 86_400_000, below: 31 * 86_400_000 },
  { unit: 'month', ms: 30.44 * 86_400_000, below: 365 * 86_400_000 },
  { unit: 'year', ms: 365.25 * 86_400_000, below: Infinity },
];

/** '2 sec. ago', 'in 3 days' in the locale's words. `from` and `to` in ms of the epoch. */
export const relativeText = (at: string, now: number, locale = currentLocale()): string => {
  const past = new Date(at).getTime() - now;
  if (Number.isNaN(past)) return '';
  const size = Math.abs(past);
  const format = relativeFormat(locale);
  if (size < 1_000) return format.format(0, 'second');
  const step = steps.find(({ below }) => size < below);
  return step === undefined ? '' : format.format(Math.trunc(past / step.ms), step.unit);
};
