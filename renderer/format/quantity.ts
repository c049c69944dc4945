/** Counts, bytes, rates and durations. Bytes are decimal (MB); the binary size is for tooltips. */
import { currentLocale, numberFormat } from './locale.ts';

export const countText = (count: number, locale = currentLocale()): string => numberFormat(locale).format(count);

/** '1 study', '53 studies': the caller gives both words, Intl says which. */
export const pluralText = (count: number, one: string, many: string): string => `${countText(count)} ${count === 1 ? one : many}`;

const decimal = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const scaled = (bytes: number): { readonly value: number; readonly unit: (typeof decimal)[number] } => {
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < decimal.length - 1) {
    value /= 1_000;
    step += 1;
  }
  return { value, unit: decimal[step] ?? 'byte' };
};

/** '318 MB', '1.9 GB'. */
export const bytesText = (bytes: number, locale = currentLocale()): string => {
  const { value, unit } = scaled(bytes);
  if (unit === 'byte') return `${numberFormat(locale).format(value)} B`;
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value >= 9.95 ? 0 : 1 }).format(value);
};

/** '303 MiB', for tooltips. */
export const binaryBytesText = (bytes: number, locale = currentLocale()): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let step = 0;
  while (value >= 1_024 && step < units.length - 1) {
    value /= 1_024;
    step += 1;
  }
  return `${numberFormat(locale, { maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1 }).format(value)} ${units[step] ?? 'B'}`;
};

/** '21 MB/s'; empty when nothing flows. */
export const rateText = (bytesPerSecond: number, locale = currentLocale()): string =>
  bytesPerSecond <= 0 ? '' : `${bytesText(bytesPerSecond, locale)}/s`;

/** How long something took: '9 ms', '0.8 s', '41 s', '2 min 5 s'. */
export const durationText = (ms: number, locale = currentLocale()): string => {
  if (ms < 1) return '<1 ms';
  if (ms < 1_000) return `${numberFormat(locale).format(Math.round(ms))} ms`;
  if (ms < 59_950) return `${numberFormat(locale, { maximumFractionDigits: ms < 9_950 ? 1 : 0 }).format(ms / 1_000)} s`;
  const seconds = Math.round(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return hours > 0 ? `${String(hours)} h ${String(minutes)} min` : `${String(minutes)} min ${String(seconds % 60)} s`;
};

/** A clock that runs: '0:12', '1:02:03'. */
export const clockText = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}` : `${String(minutes)}:${two(seconds % 60)}`;
};
