/**
 * The samples of a grey frame as numbers, how far they reach, and what they are after the modality transformation in the narrowest type that
 * holds them. Loops run over one of two types only: over eight of them none would be compiled well.
 */
import type { Padding, Samples, ValueType } from './types.ts';

export type Numbers = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

export const numbersOf = (samples: Samples): Numbers =>
  samples.BYTES_PER_ELEMENT <= 2 || samples instanceof Int32Array ? new Int32Array(samples) : new Float64Array(samples);

export interface Extent {
  /** Of all finite numbers. */
  readonly low: number;
  readonly high: number;
  /** Of those that are no padding; 0 where there are none. */
  readonly minimum: number;
  readonly maximum: number;
}

export function extentOf(numbers: Numbers, padding: Padding | undefined): Extent {
  const all = reach(numbers, NO_PADDING);
  const shown = padding && all.low <= padding.high && all.high >= padding.low ? reach(numbers, padding) : all;
  return { ...orZero(all), minimum: orZero(shown).low, maximum: orZero(shown).high };
}

interface Reach {
  readonly low: number;
  readonly high: number;
}

const NO_PADDING: Padding = { low: Infinity, high: -Infinity };
const orZero = ({ low, high }: Reach): Reach => (low > high ? { low: 0, high: 0 } : { low, high });

function reach(numbers: Numbers, { low: first, high: last }: Padding): Reach {
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? 0;
    if (value >= low && value <= high) continue;
    if (!Number.isFinite(value) || (value >= first && value <= last)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** Stored value to modality units; where it is a straight line, its slope and intercept. */
export interface Modality {
  readonly rescale: (value: number) => number;
  readonly line: { readonly slope: number; readonly intercept: number } | undefined;
}

/** In units of the modality. Fractions and wide values are floats. */
export function rescaledValues(
  numbers: Numbers,
  { low, high }: Reach,
  modality: Modality,
): { readonly type: ValueType; readonly data: ArrayBuffer } {
  const type = typeFor(numbers, rescaledReach({ low, high }, modality), modality);
  return { type, data: rescaledInto(new TYPES[type](numbers.length), numbers, modality) };
}

const TYPES = { uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, float32: Float32Array } as const;

function typeFor(numbers: Numbers, { low, high }: Reach, { line }: Modality): ValueType {
  const isWhole = numbers instanceof Int32Array && (!line || (Number.isInteger(line.slope) && Number.isInteger(line.intercept)));
  if (!isWhole) return 'float32';
  if (low >= 0 && high <= 255) return 'uint8';
  if (low >= -32768 && high <= 32767) return 'int16';
  return low >= 0 && high <= 65535 ? 'uint16' : 'float32';
}

/** A table's values are of 16 bits. */
function rescaledReach({ low, high }: Reach, { line }: Modality): Reach {
  if (!line) return { low: 0, high: 65535 };
  const [a, b] = [low * line.slope + line.intercept, high * line.slope + line.intercept];
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

type Values = Uint8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

function rescaledInto(out: Values, numbers: Numbers, { line, rescale }: Modality): ArrayBuffer {
  if (line?.slope === 1 && line.intercept === 0) out.set(numbers);
  else if (line) {
    const { slope, intercept } = line;
    for (let index = 0; index < out.length; index++) out[index] = (numbers[index] ?? 0) * slope + intercept;
  } else for (let index = 0; index < out.length; index++) out[index] = rescale(numbers[index] ?? 0);
  return out.buffer;
}
