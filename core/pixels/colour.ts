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

/** @param dataSet has the palettes of what ARGB lays over its picture. */
export function rgba({ samples, channels, bitsStored, photometric }: ColourFrame, dataSet: DataSet): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray((samples.length / channels) * 4);
  const bytes = eightBits(samples, bitsStored);
  fillBy(photometric, channels)(out, bytes, channels);
  if (photometric === 'ARGB') layOver(out, samples, dataSet);
  for (let at = 3; at < out.length; at += 4) out[at] = 255;
  return out;
}

/** Samples wider than 8 bits are shown by their upper 8. */
function eightBits(samples: Samples, bitsStored: number): Samples {
  if (bitsStored === 8) return samples;
  const shift = 2 ** (bitsStored - 8);
  const most = 2 ** bitsStored - 1;
  return Uint8Array.from(samples, (value) =>
    bitsStored > 8 ? Math.min(255, Math.floor(value / shift)) : Math.round((value * 255) / most),
  );
}

/** Red, green and blue of every pixel; a fourth byte is left as it is. */
type Fill = (out: Uint8ClampedArray, samples: Samples, channels: number) => void;

const plainFrom =
  (offset: number): Fill =>
  (out, samples, channels) => {
    for (let from = offset, to = 0; to < out.length; from += channels, to += 4) {
      out[to] = samples[from] ?? 0;
      out[to + 1] = samples[from + 1] ?? 0;
      out[to + 2] = samples[from + 2] ?? 0;
    }
  };

const fullRange: Fill = (out, samples, channels) => {
  for (let from = 0, to = 0; to < out.length; from += channels, to += 4) {
    const y = samples[from] ?? 0;
    const [cb, cr] = [(samples[from + 1] ?? 0) - 128, (samples[from + 2] ?? 0) - 128];
    out[to] = y + 1.402 * cr;
    out[to + 1] = y - 0.344136 * cb - 0.714136 * cr;
    out[to + 2] = y + 1.772 * cb;
  }
};

/** Luma 16-235, chroma 16-240. */
const partialRange: Fill = (out, samples, channels) => {
  for (let from = 0, to = 0; to < out.length; from += channels, to += 4) {
    const luma = 1.1644 * ((samples[from] ?? 0) - 16);
    const [cb, cr] = [(samples[from + 1] ?? 0) - 128, (samples[from + 2] ?? 0) - 128];
    out[to] = luma + 1.596 * cr;
    out[to + 1] = luma - 0.3918 * cb - 0.813 * cr;
    out[to + 2] = luma + 2.0172 * cb;
  }
};

/** Retired. Ink takes light away, and black takes it from all three. */
const ink: Fill = (out, samples, channels) => {
  for (let from = 0, to = 0; to < out.length; from += channels, to += 4) {
    const light = 255 - (samples[from + 3] ?? 0);
    for (let colour = 0; colour < 3; colour++) out[to + colour] = light - (samples[from + colour] ?? 0);
  }
};

/** Retired. The whole circle of hues lies in one sample. */
const hue: Fill = (out, samples, channels) => {
  for (let from = 0, to = 0; to < out.length; from += channels, to += 4) {
    const [saturation, value] = [(samples[from + 1] ?? 0) / 255, samples[from + 2] ?? 0];
    const sixth = ((samples[from] ?? 0) * 6) / 256;
    for (let colour = 0; colour < 3; colour++) {
      const away = (SIXTHS[colour] ?? 0) + sixth;
      const place = away % 6;
      out[to + colour] = value * (1 - saturation * Math.max(0, Math.min(place, 4 - place, 1)));
    }
  }
};
/** Where red, green and blue are brightest on the circle. */
const SIXTHS = [5, 3, 1];

function fillBy(photometric: string, channels: number): Fill {
  switch (photometric) {
    case 'RGB':
      return plainFrom(0);
    case 'ARGB':
      needing(4, channels);
      return plainFrom(1);
    case 'CMYK':
      needing(4, channels);
      return ink;
    case 'HSV':
      return hue;
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

function needing(samples: number, channels: number): void {
  if (channels !== samples)
    throw new UnavailableError('damaged', `The object has ${channels} samples a pixel where its colours need ${samples}.`);
}

/** Retired: where alpha, the first sample, is not 0, its palette's colour stands instead of the picture's. */
function layOver(out: Uint8ClampedArray, samples: Samples, dataSet: DataSet): void {
  const alphas = new Uint16Array(samples.length / 4).map((_, pixel) => samples[pixel * 4] ?? 0);
  if (!alphas.some((alpha) => alpha > 0)) return;
  const colours = paletteRgba(alphas, dataSet, false);
  alphas.forEach((alpha, pixel) => {
    if (alpha > 0) out.set(colours.subarray(pixel * 4, pixel * 4 + 3), pixel * 4);
  });
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
