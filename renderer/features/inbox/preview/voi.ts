/**
 * Window centre and width on grey frames (PS3.3 §C.11.2.1.2, linear) into what a canvas takes. Integer pixels go through a table of all
 * their values, so that a drag costs one look-up a pixel; floating ones are computed.
 */
import type { FrameImage } from '../../../../core/contract.ts';

export type GreyImage = FrameImage & { readonly kind: 'grey' };

export interface Voi {
  readonly center: number;
  /** At least 1. */
  readonly width: number;
  /** Turned over by the person, on top of what MONOCHROME1 says. */
  readonly invert: boolean;
}

export const storedVoi = (image: GreyImage): Voi => ({
  center: image.windowCenter,
  width: Math.max(1, image.windowWidth),
  invert: false,
});

const clampByte = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value));

/** 0-255 of one value. Between centre - 0.5 ± (width - 1) / 2 it rises linearly. */
export const voiLevel = (value: number, { center, width }: Voi): number => {
  if (width <= 1) return value > center - 0.5 ? 255 : 0;
  return clampByte(((value - (center - 0.5)) / (width - 1) + 0.5) * 255);
};

/** More values than this would make a table that is slower to fill than the picture. */
const LARGEST_TABLE = 1 << 17;

const OPAQUE = 0xff000000;
const greyPixel = (level: number): number => (OPAQUE | (level << 16) | (level << 8) | level) >>> 0;

const isInteger = (image: GreyImage): boolean => !(image.pixels instanceof Float32Array) && image.maximum - image.minimum < LARGEST_TABLE;

/** Opaque grey of every value between minimum and maximum, as a little-endian RGBA word. */
export const voiTable = (image: GreyImage, voi: Voi): Uint32Array => {
  const dark = image.inverted !== voi.invert;
  const table = new Uint32Array(Math.max(1, image.maximum - image.minimum + 1));
  for (let at = 0; at < table.length; at += 1) {
    const level = voiLevel(image.minimum + at, voi);
    table[at] = greyPixel(dark ? 255 - level : level);
  }
  return table;
};

/** Fills `words` (one a pixel, over the canvas's bytes). Values outside of minimum and maximum are drawn as the nearer one. */
export const drawGrey = (image: GreyImage, voi: Voi, words: Uint32Array): void => {
  const { pixels, minimum } = image;
  const count = Math.min(pixels.length, words.length);
  if (!isInteger(image)) {
    const dark = image.inverted !== voi.invert;
    for (let at = 0; at < count; at += 1) {
      const level = voiLevel(pixels[at] ?? 0, voi);
      words[at] = greyPixel(dark ? 255 - level : level);
    }
    return;
  }
  const table = voiTable(image, voi);
  const last = table.length - 1;
  for (let at = 0; at < count; at += 1) {
    const index = (pixels[at] ?? 0) - minimum;
    words[at] = table[index < 0 ? 0 : index > last ? last : index] ?? OPAQUE;
  }
};

/** A drag: to the right widens, downwards raises the centre (darker). The whole range of values is about 500 px. */
export const draggedVoi = (voi: Voi, image: GreyImage, by: { readonly x: number; readonly y: number }): Voi => {
  const step = Math.max(image.maximum - image.minimum, image.windowWidth, 1) / 512;
  const fine = image.pixels instanceof Float32Array ? (value: number) => value : Math.round;
  return { ...voi, width: Math.max(1, fine(voi.width + by.x * step)), center: fine(voi.center + by.y * step) };
};

export interface Preset {
  readonly name: string;
  readonly voi: (image: GreyImage) => Pick<Voi, 'center' | 'width'>;
}

const fixed = (center: number, width: number) => () => ({ center, width });

const asStored: Preset = {
  name: 'As stored',
  voi: ({ windowCenter, windowWidth }) => ({ center: windowCenter, width: Math.max(1, windowWidth) }),
};

const wholeRange: Preset = {
  name: 'Whole range',
  voi: ({ minimum, maximum }) => ({ center: (minimum + maximum) / 2 + 0.5, width: Math.max(1, maximum - minimum + 1) }),
};

const contrast = (name: string, factor: number): Preset => ({
  name,
  voi: ({ windowCenter, windowWidth }) => ({ center: windowCenter, width: Math.max(1, Math.round(windowWidth * factor)) }),
});

/** Keys 1 to 4. Hounsfield windows where values are Hounsfield units, otherwise ways to look at any picture. */
export const presetsFor = (modality: string): readonly [Preset, Preset, Preset, Preset] =>
  modality === 'CT'
    ? [
        asStored,
        { name: 'Soft tissue', voi: fixed(40, 400) },
        { name: 'Lung', voi: fixed(-600, 1_500) },
        { name: 'Bone', voi: fixed(480, 2_500) },
      ]
    : [asStored, wholeRange, contrast('More contrast', 0.5), contrast('Less contrast', 2)];
