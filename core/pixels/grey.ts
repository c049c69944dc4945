/** The grey scale pipeline (PS3.4 §N.2.1): modality LUT or rescale, VOI window or LUT, polarity. */
import type { DataSet } from '../dicom/types.ts';
import { macroOf } from './functional-groups.ts';
import type { ImageDescription } from './image.ts';
import { extentOf, numbersOf, type Extent, type Modality, type Numbers } from './values.ts';
import { lutValue, readLut, type LookUpTable } from './lut.ts';
import type { ChosenWindow, GreyInfo, Padding, Samples, VoiLut, Window, WindowFunction, WindowPreset } from './types.ts';

export interface GreyFrame {
  /** As they are stored. */
  readonly numbers: Numbers;
  readonly extent: Extent;
  readonly modality: Modality;
  readonly info: GreyInfo;
  /** VOI LUT of the object, when it has one and no window of its own. */
  readonly voiLut: LookUpTable | undefined;
  readonly inverted: boolean;
}

export function greyFrame(
  dataSet: DataSet,
  image: ImageDescription,
  { samples, frame }: { readonly samples: Samples; readonly frame: number },
): GreyFrame {
  const modality = macroOf(dataSet, 'PixelValueTransformationSequence', frame);
  const voi = macroOf(dataSet, 'FrameVOILUTSequence', frame);
  const transformation = modalityOf(modality, image);
  const stored = paddingOf(dataSet);
  const numbers = numbersOf(samples);
  const extent = extentOf(numbers, stored);
  const [one, other] = [transformation.rescale(extent.minimum), transformation.rescale(extent.maximum)];
  const [minimum, maximum] = [Math.min(one, other), Math.max(one, other)];
  const presets = presetsOf(voi);
  const voiLuts = voiLutsOf(voi, image.signed);
  const voiLut = presets.length > 0 ? undefined : voiLuts[0];
  const [first] = presets;
  const declared = voi.text('VOILUTFunction');
  const fractional = isFractional(image, transformation);
  const undeclared: WindowFunction = !first && !voiLut && fractional ? 'LINEAR_EXACT' : 'LINEAR';
  const windowFunction: WindowFunction = declared === 'SIGMOID' || declared === 'LINEAR_EXACT' ? declared : undeclared;
  const whole = fractional ? exactRange(minimum, maximum) : wholeRange(minimum, maximum);
  const window = first ? { center: first.center, width: first.width } : voiLut ? lutWindow(voiLut) : whole;
  const shape = dataSet.text('PresentationLUTShape');
  return {
    numbers,
    extent,
    modality: transformation,
    voiLut,
    info: {
      window,
      windowFunction,
      presets,
      voiLuts,
      padding: stored && rescaledPadding(stored, transformation),
      minimum,
      maximum,
      unit: modality.text('RescaleType'),
    },
    inverted: shape === '' ? image.photometric === 'MONOCHROME1' : shape === 'INVERSE',
  };
}

function modalityOf(modality: DataSet, image: ImageDescription): Modality {
  const item = modality.items('ModalityLUTSequence')[0];
  const lut = item && readLut(item, { descriptor: 'LUTDescriptor', data: 'LUTData', signedInput: image.signed });
  if (lut) return { rescale: (value) => lutValue(lut, value), line: undefined };
  const slope = modality.number('RescaleSlope') ?? 1;
  const intercept = modality.number('RescaleIntercept') ?? 0;
  return { rescale: slope === 1 && intercept === 0 ? (value) => value : (value) => value * slope + intercept, line: { slope, intercept } };
}

function presetsOf(voi: DataSet): readonly WindowPreset[] {
  const widths = voi.numbers('WindowWidth');
  const names = voi.texts('WindowCenterWidthExplanation');
  return voi.numbers('WindowCenter').flatMap((center, index) => {
    const width = widths[index];
    return width === undefined || width <= 0 || !Number.isFinite(center + width) ? [] : [{ center, width, name: names[index] ?? '' }];
  });
}

/** More than this many tables are nobody's choice. */
const MOST_LUTS = 8;

function voiLutsOf(voi: DataSet, signedInput: boolean): readonly VoiLut[] {
  return voi
    .items('VOILUTSequence')
    .slice(0, MOST_LUTS)
    .flatMap((item) => {
      const lut = readLut(item, { descriptor: 'LUTDescriptor', data: 'LUTData', signedInput });
      return lut ? [{ ...lut, name: item.text('LUTExplanation') }] : [];
    });
}

const lutWindow = ({ first, entries }: LookUpTable): Window => ({ center: first + entries.length / 2, width: entries.length });

/** The window that maps the lowest value to black and the highest to white (PS3.3 §C.11.2.1.2.1). */
const wholeRange = (minimum: number, maximum: number): Window => ({
  center: (minimum + maximum + 1) / 2,
  width: Math.max(1, maximum - minimum + 1),
});

/** Fractions have no "one more than the difference": for them the range itself. */
const exactRange = (minimum: number, maximum: number): Window => ({
  center: (minimum + maximum) / 2,
  width: maximum > minimum ? maximum - minimum : 1,
});

const isFractional = ({ float }: ImageDescription, { line }: Modality): boolean =>
  float || (line !== undefined && !(Number.isInteger(line.slope) && Number.isInteger(line.intercept)));

/** Values that stand for "no pixel": one value, or a range (PS3.3 §C.7.5.1.1.2). As they are stored. */
function paddingOf(dataSet: DataSet): Padding | undefined {
  const padding = dataSet.number('PixelPaddingValue');
  if (padding === undefined) return undefined;
  const limit = dataSet.number('PixelPaddingRangeLimit') ?? padding;
  return { low: Math.min(padding, limit), high: Math.max(padding, limit) };
}

/** Only where a straight line keeps them apart from the others. */
function rescaledPadding({ low, high }: Padding, { line, rescale }: Modality): Padding | undefined {
  if (!line || line.slope === 0) return undefined;
  const [a, b] = [rescale(low), rescale(high)];
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

/** 8 bit grey. Each stored value is mapped once where they reach no further than a table may. */
export function windowed(frame: GreyFrame, window: ChosenWindow | undefined): Uint8Array<ArrayBuffer> {
  const tone = toneOf(frame, window);
  const { numbers, extent } = frame;
  const out = new Uint8Array(numbers.length);
  const length = extent.high - extent.low + 1;
  if (numbers instanceof Float64Array || length > LARGEST_TABLE) {
    for (let index = 0; index < out.length; index++) out[index] = tone(numbers[index] ?? 0);
    return out;
  }
  const table = new Uint8Array(length);
  const known = new Uint8Array(length);
  for (let index = 0; index < out.length; index++) {
    const value: number = numbers[index] ?? 0;
    const slot = value - extent.low;
    if (known[slot] === 0) {
      known[slot] = 1;
      table[slot] = tone(value);
    }
    out[index] = table[slot] ?? 0;
  }
  return out;
}

const LARGEST_TABLE = 1 << 17;

/** Stored value to 0-255. */
function toneOf({ modality: { rescale }, voiLut, info, inverted }: GreyFrame, window: ChosenWindow | undefined): (value: number) => number {
  const shade = !window && voiLut ? lutShade(voiLut) : windowShade(window ?? info.window, window?.shape ?? info.windowFunction);
  const { low, high } = info.padding ?? NO_PADDING;
  const turned = inverted !== (window?.invert ?? false);
  return (stored) => {
    const value = rescale(stored);
    if (value >= low && value <= high) return 0;
    const grey = Math.round(shade(value) * 255);
    return turned ? 255 - grey : grey;
  };
}

const NO_PADDING: Padding = { low: Infinity, high: -Infinity };

function lutShade(lut: LookUpTable): (value: number) => number {
  const highest = 2 ** lut.bits - 1;
  return (value) => Math.min(1, lutValue(lut, value) / highest);
}

/** PS3.3 §C.11.2.1.2.1, §C.11.2.1.3: value to 0-1. */
export function windowShade({ center, width }: Window, shape: WindowFunction): (value: number) => number {
  const clamp = (value: number): number => (value <= 0 ? 0 : value >= 1 ? 1 : Number.isNaN(value) ? 0 : value);
  switch (shape) {
    case 'SIGMOID':
      return (value) => clamp(1 / (1 + Math.exp((-4 * (value - center)) / width)));
    case 'LINEAR_EXACT':
      return (value) => clamp((value - center) / width + 0.5);
    case 'LINEAR':
      if (width <= 1) return (value) => (value <= center - 0.5 ? 0 : 1);
      return (value) => clamp((value - (center - 0.5)) / (width - 1) + 0.5);
  }
}
