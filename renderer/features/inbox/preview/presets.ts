/** Ways to look at a grey frame: keys 1 to 4 are always the same for a modality, 5 to 9 are what else the object proposes. */
import { storedVoi, type GreyImage, type Voi } from './voi.ts';

export interface Preset {
  readonly name: string;
  readonly voi: (image: GreyImage) => Omit<Voi, 'invert'>;
}

const windowed = (center: number, width: number): Omit<Voi, 'invert'> => ({ center, width, shape: 'LINEAR', lut: null });

const fixed = (name: string, center: number, width: number): Preset => ({ name, voi: () => windowed(center, width) });

const asStored: Preset = { name: 'As stored', voi: storedVoi };

const wholeRange: Preset = {
  name: 'Whole range',
  voi: ({ minimum, maximum, pixels }) =>
    pixels instanceof Float32Array
      ? { center: (minimum + maximum) / 2, width: maximum - minimum || 1, shape: 'LINEAR_EXACT', lut: null }
      : windowed((minimum + maximum) / 2 + 0.5, Math.max(1, maximum - minimum + 1)),
};

const contrast = (name: string, factor: number): Preset => ({
  name,
  voi: (image) => ({ ...storedVoi(image), lut: null, width: storedVoi(image).width * factor }),
});

/** Hounsfield windows where values are Hounsfield units, otherwise ways to look at any picture. */
const usual = (modality: string, unit: string): readonly Preset[] =>
  modality === 'CT' || unit === 'HU'
    ? [fixed('Soft tissue', 40, 400), fixed('Lung', -600, 1_500), fixed('Bone', 480, 2_500)]
    : [wholeRange, contrast('More contrast', 0.5), contrast('Less contrast', 2)];

const MOST = 9;

/** The first is the object's own; then the usual three; then its other windows and its tables. */
export const presetsFor = (modality: string, { presets, voiLuts, unit, windowFunction }: GreyImage): readonly Preset[] => {
  const windows = presets.map(({ name, center, width }, index): Preset => ({
    name: name || `Window ${String(index + 1)}`,
    voi: () => ({ center, width, shape: windowFunction, lut: null }),
  }));
  const tables = voiLuts.map(({ name }, index): Preset => ({
    name: name || `Table ${String(index + 1)}`,
    voi: (image) => ({ ...storedVoi(image), lut: index }),
  }));
  const first = presets.length === 0 ? voiLuts[0]?.name : presets[0]?.name;
  const own = first === undefined || first === '' ? asStored : { ...asStored, name: `As stored: ${first}` };
  const more = presets.length === 0 ? tables.slice(1) : [...windows.slice(1), ...tables];
  return [own, ...usual(modality, unit), ...more].slice(0, MOST);
};
