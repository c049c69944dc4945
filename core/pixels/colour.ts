/** Colour frames to RGBA (PS3.3 §C.7.6.3.1.2): RGB, YBR in its kinds, palettes. */
import type { DataSet } from '../dicom/types.ts';
import { expandSegments, lutValue, readLut, type LookUpTable } from './lut.ts';
import type { Samples } from './types.ts';
import { UnavailableError } from './unavailable.ts';

export interface ColourFrame {
  /** Pixel after pixel. */
  readonly samples: Samples;
  readonly channels: number;
  readonly bitsStored: number;
  readonly photometric: string;
}

/** Samples wider than 8 bits are shown by their upper 8. */
const toEight = (bitsStored: number): ((value: number) => number) => {
  const shift = 2 ** (bitsStored - 8);
  return bitsStored === 8
    ? (value) => value
    : bitsStored > 8
      ? (value) => Math.min(255, Math.floor(value / shift))
      : (value) => Math.round((value * 255) / (2 ** bitsStored - 1));
};

export function rgba({ samples, channels, bitsStored, photometric }: ColourFrame): Uint8ClampedArray<ArrayBuffer> {
  const pixels = samples.length / channels;
  const out = new Uint8ClampedArray(pixels * 4);
  const eight = toEight(bitsStored);
  const convert = conversion(photometric);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels;
    const to = pixel * 4;
    convert(out, to, [eight(samples[from] ?? 0), eight(samples[from + 1] ?? 0), eight(samples[from + 2] ?? 0)]);
    out[to + 3] = 255;
  }
  return out;
}

type Convert = (out: Uint8ClampedArray, at: number, sample: readonly [number, number, number]) => void;

const plain: Convert = (out, at, [red, green, blue]) => {
  out[at] = red;
  out[at + 1] = green;
  out[at + 2] = blue;
};

const fullRange: Convert = (out, at, [y, cb, cr]) => {
  out[at] = y + 1.402 * (cr - 128);
  out[at + 1] = y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128);
  out[at + 2] = y + 1.772 * (cb - 128);
};

/** Luma 16-235, chroma 16-240. */
const partialRange: Convert = (out, at, [y, cb, cr]) => {
  const luma = 1.1644 * (y - 16);
  out[at] = luma + 1.596 * (cr - 128);
  out[at + 1] = luma - 0.3918 * (cb - 128) - 0.813 * (cr - 128);
  out[at + 2] = luma + 2.0172 * (cb - 128);
};

function conversion(photometric: string): Convert {
  switch (photometric) {
    case 'RGB':
    case 'ARGB':
      return plain;
    case 'YBR_FULL':
    case 'YBR_FULL_422':
      return fullRange;
    case 'YBR_PARTIAL_422':
    case 'YBR_PARTIAL_420':
      return partialRange;
    default:
      throw new UnavailableError('unsupported', `Colours in ${photometric} cannot be shown.`);
  }
}

/** Native YBR_FULL_422 and YBR_PARTIAL_422: Y Y CB CR for two pixels, to three samples a pixel. */
export function upsampled422(samples: Samples, pixels: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = (pixel >>> 1) * 4;
    out[pixel * 3] = samples[from + (pixel & 1)] ?? 0;
    out[pixel * 3 + 1] = samples[from + 2] ?? 0;
    out[pixel * 3 + 2] = samples[from + 3] ?? 0;
  }
  return out;
}

/** PALETTE COLOR: one sample a pixel through three tables. */
export function paletteRgba(samples: Samples, dataSet: DataSet, signedInput: boolean): Uint8ClampedArray<ArrayBuffer> {
  const tables = (['Red', 'Green', 'Blue'] as const).map((colour) => palette(dataSet, colour, signedInput));
  const out = new Uint8ClampedArray(samples.length * 4);
  tables.forEach((table, channel) => {
    const eight = paletteShift(table);
    for (let pixel = 0; pixel < samples.length; pixel++) out[pixel * 4 + channel] = lutValue(table, samples[pixel] ?? 0) >>> eight;
  });
  for (let at = 3; at < out.length; at += 4) out[at] = 255;
  return out;
}

/** Tables that say 16 bits and hold only 8 are common: the entries tell. */
const paletteShift = ({ bits, entries }: LookUpTable): number => (bits > 8 && entries.some((entry) => entry > 255) ? bits - 8 : 0);

function palette(dataSet: DataSet, colour: 'Red' | 'Green' | 'Blue', signedInput: boolean): LookUpTable {
  const descriptor = `${colour}PaletteColorLookupTableDescriptor`;
  const table = readLut(dataSet, { descriptor, data: `${colour}PaletteColorLookupTableData`, signedInput });
  if (table) return table;
  const entries = expandSegments(dataSet.numbers(`Segmented${colour}PaletteColorLookupTableData`));
  const [, first = 0, bits = 16] = dataSet.numbers(descriptor);
  if (!entries) throw new UnavailableError('damaged', 'The object has a colour palette without its tables.');
  return { first, entries, bits };
}
