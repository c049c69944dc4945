/**
 * Windows and tables on grey frames (PS3.3 §C.11.2.1) into what a canvas takes. Integer pixels go through a table of all their values, so
 * that a drag costs one look-up a pixel; floating ones are computed.
 */
import type { FrameImage } from '../../../../core/contract.ts';

export type GreyImage = FrameImage & { readonly kind: 'grey' };

export interface Voi {
  readonly center: number;
  readonly width: number;
  readonly shape: GreyImage['windowFunction'];
  /** Index of the object's VOI LUT that is used in place of the window. */
  readonly lut: number | null;
  /** Turned over by the person, on top of what MONOCHROME1 says. */
  readonly invert: boolean;
}

const isFloating = ({ pixels }: GreyImage): boolean => pixels instanceof Float32Array;

const rangeOf = ({ minimum, maximum }: GreyImage): number => maximum - minimum;

/** Whole numbers cannot be told apart by less than 1. */
const leastWidth = (image: GreyImage): number => (isFloating(image) ? Math.max(rangeOf(image) / 10_000, Number.MIN_VALUE) : 1);

export const storedVoi = (image: GreyImage): Voi => ({
  center: image.windowCenter,
  width: Math.max(leastWidth(image), image.windowWidth),
  shape: image.windowFunction,
  lut: image.presets.length === 0 && image.voiLuts.length > 0 ? 0 : null,
  invert: false,
});

/** For colour, which has no window. */
export const COLOUR: Voi = { center: 128, width: 256, shape: 'LINEAR', lut: null, invert: false };

const clampByte = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Number.isNaN(value) ? 0 : Math.round(value));

/** 0-255 of one value by a window of a shape (PS3.3 §C.11.2.1.2.1, §C.11.2.1.3). */
export const voiLevel = (value: number, { center, width, shape }: Pick<Voi, 'center' | 'width' | 'shape'>): number => {
  switch (shape) {
    case 'SIGMOID':
      return clampByte(255 / (1 + Math.exp((-4 * (value - center)) / width)));
    case 'LINEAR_EXACT':
      return clampByte(((value - center) / width + 0.5) * 255);
    case 'LINEAR':
      if (width <= 1) return value > center - 0.5 ? 255 : 0;
      return clampByte(((value - (center - 0.5)) / (width - 1) + 0.5) * 255);
  }
};

/** Value to 0-255, padding and polarity included. */
const levelOf = (image: GreyImage, voi: Voi): ((value: number) => number) => {
  const lut = voi.lut === null ? undefined : image.voiLuts[voi.lut];
  const dark = image.inverted !== voi.invert;
  const { low, high } = image.padding ?? { low: Infinity, high: -Infinity };
  const highest = lut === undefined ? 1 : 2 ** lut.bits - 1;
  const level = (value: number): number => {
    if (lut === undefined) return voiLevel(value, voi);
    const at = Math.max(0, Math.min(lut.entries.length - 1, Math.round(value) - lut.first));
    return clampByte(((lut.entries[at] ?? 0) / highest) * 255);
  };
  return (value) => (value >= low && value <= high ? 0 : dark ? 255 - level(value) : level(value));
};

/** More values than this would make a table that is slower to fill than the picture. */
const LARGEST_TABLE = 1 << 17;

const OPAQUE = 0xff000000;
const greyPixel = (level: number): number => (OPAQUE | (level << 16) | (level << 8) | level) >>> 0;

/** Every value that the pixels' type can hold, so that padding outside of the announced range has its place. */
const span = ({ pixels, minimum, maximum, padding }: GreyImage): readonly [number, number] | null => {
  if (pixels instanceof Float32Array) return null;
  const low = Math.floor(Math.min(minimum, padding?.low ?? minimum));
  const high = Math.ceil(Math.max(maximum, padding?.high ?? maximum));
  return high - low < LARGEST_TABLE ? [low, high] : null;
};

/** What each value from `low` on looks like. */
interface ToneTable {
  readonly low: number;
  readonly tones: Uint32Array;
}

const toneTable = (image: GreyImage, voi: Voi, [low, high]: readonly [number, number]): ToneTable => {
  const level = levelOf(image, voi);
  const tones = new Uint32Array(Math.max(1, high - low + 1));
  for (let at = 0; at < tones.length; at += 1) tones[at] = greyPixel(level(low + at));
  return { low, tones };
};

/** The table of one window over one kind of picture, as long as neighbours in a series can use it. */
export interface ToneCache {
  readonly tableOf: (image: GreyImage, voi: Voi, range: readonly [number, number]) => ToneTable;
}

const sameTones = (a: GreyImage, b: GreyImage): boolean =>
  a.inverted === b.inverted &&
  a.padding?.low === b.padding?.low &&
  a.padding?.high === b.padding?.high &&
  a.voiLuts.length === 0 &&
  b.voiLuts.length === 0;

const sameVoi = (a: Voi, b: Voi): boolean =>
  a.center === b.center && a.width === b.width && a.shape === b.shape && a.lut === b.lut && a.invert === b.invert;

/** Neighbours differ by a few values in their range: a table that reaches a little further serves them, too. */
export const createToneCache = (): ToneCache => {
  let kept: { readonly image: GreyImage; readonly voi: Voi; readonly table: ToneTable } | null = null;
  return {
    tableOf: (image, voi, [low, high]) => {
      if (kept !== null && sameVoi(kept.voi, voi) && sameTones(kept.image, image)) {
        const { table } = kept;
        if (table.low <= low && table.low + table.tones.length > high) return table;
      }
      const spare = (high - low) >> 3;
      const table = toneTable(image, voi, [low - spare, high + spare]);
      kept = { image, voi, table };
      return table;
    },
  };
};

export interface GreyBrush {
  /** One a pixel. */
  readonly words: Uint32Array;
  readonly tones: ToneCache;
}

/** Fills `words` (one a pixel, over the canvas's bytes, little endian RGBA). Values beyond those announced are drawn as the nearest one. */
export const drawGrey = (image: GreyImage, voi: Voi, { words, tones: cache }: GreyBrush): void => {
  const { pixels } = image;
  const count = Math.min(pixels.length, words.length);
  const range = span(image);
  if (range === null) {
    const level = levelOf(image, voi);
    for (let at = 0; at < count; at += 1) words[at] = greyPixel(level(pixels[at] ?? 0));
    return;
  }
  const { low, tones } = cache.tableOf(image, voi, range);
  const last = tones.length - 1;
  for (let at = 0; at < count; at += 1) {
    const index = (pixels[at] ?? 0) - low;
    words[at] = tones[index < 0 ? 0 : index > last ? last : index] ?? OPAQUE;
  }
};

/** Overlays stand out from grey and colour alike. */
const OVERLAY_PIXEL = 0xff4fd2ff;

export const drawOverlays = ({ overlays }: Exclude<FrameImage, { kind: 'none' }>, words: Uint32Array): void => {
  if (overlays === null) return;
  const { mask } = overlays;
  for (let at = 0; at < words.length; at += 1) if (mask[at] === 1) words[at] = OVERLAY_PIXEL;
};

/** A drag: to the right widens, downwards raises the centre (darker). The whole range of values is about 500 px. */
export const draggedVoi = (voi: Voi, image: GreyImage, by: { readonly x: number; readonly y: number }): Voi => {
  const step = Math.max(rangeOf(image), image.windowWidth, isFloating(image) ? 0 : 1) / 512;
  const fine = isFloating(image) ? (value: number) => value : Math.round;
  return {
    ...voi,
    lut: null,
    width: Math.max(leastWidth(image), fine(voi.width + by.x * step)),
    center: fine(voi.center + by.y * step),
  };
};
