// Colours that the standard has retired and old objects still have (PS3.3 §C.7.6.3.1.2): as DCMTK draws them.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { difference, drawnByDcmtk } from './dcmtk-drawing.ts';
import { imageFile, render, shown, words, type Entries } from './image-files.ts';

const SIDE = 32;

/** Every sample takes all values somewhere, and rarely together with those of the others. */
const mixed = (samples: number): Uint8Array =>
  Uint8Array.from({ length: SIDE * SIDE * samples }, (_, at) => (at * 37 + Math.floor(at / (samples * SIDE)) * 11) & 0xff);

const palette = (colour: string, step: number): Entries => ({
  [`${colour}PaletteColorLookupTableDescriptor`]: { vr: 'US', value: [256, 0, 16] },
  [`${colour}PaletteColorLookupTableData`]: {
    vr: 'OW',
    value: words(...Array.from({ length: 256 }, (_, at) => ((at * step) & 0xff) * 257)),
  },
});
const palettes: Entries = { ...palette('Red', 1), ...palette('Green', 2), ...palette('Blue', 3) };

/** Ink and black together stay within the range, beyond which DCMTK's sums begin anew. */
const inks = (): Uint8Array => mixed(4).map((sample) => sample >> 1);
/** Covered everywhere: where it is not, DCMTK draws black. */
const covered = (): Uint8Array => mixed(4).map((sample, at) => (at % 4 === 0 ? Math.max(1, sample) : sample));

test.each([
  { photometric: 'CMYK', samples: 4, pixels: inks(), entries: {} },
  { photometric: 'HSV', samples: 3, pixels: mixed(3), entries: {} },
  { photometric: 'ARGB', samples: 4, pixels: covered(), entries: palettes },
])('$photometric', async ({ photometric, samples, pixels, entries }) => {
  const path = imageFile({
    entries: {
      Rows: SIDE,
      Columns: SIDE,
      ...entries,
      PhotometricInterpretation: photometric,
      SamplesPerPixel: samples,
      PlanarConfiguration: 0,
      BitsAllocated: 8,
    },
    pixels,
  });
  const result = await render(path);
  if (result.kind !== 'image') throw new Error(result.kind === 'unavailable' ? result.message : result.kind);
  const drawn = drawnByDcmtk(path, result, { tool: 'dcm2pnm', output: join(path, '..', 'drawn.pnm') });
  if (!drawn) throw new Error('DCMTK does not draw it');
  expect(difference(result, drawn)).toBeLessThanOrEqual(1);
});

test('ARGB shows the picture where nothing is laid over it', async () => {
  const entries = { ...palettes, Rows: 1, Columns: 2, PhotometricInterpretation: 'ARGB', SamplesPerPixel: 4, PlanarConfiguration: 0 };
  const result = await render(imageFile({ entries, pixels: Uint8Array.of(0, 1, 2, 3, 10, 1, 2, 3) }));
  expect(shown(result)).toEqual([1, 2, 3, 255, 10, 20, 30, 255]);
});

test('colours with too few samples say so', async () => {
  const entries = { Rows: 1, Columns: 1, PhotometricInterpretation: 'CMYK', SamplesPerPixel: 3, PlanarConfiguration: 0 };
  expect(await render(imageFile({ entries, pixels: Uint8Array.of(1, 2, 3, 0) }))).toMatchObject({
    kind: 'unavailable',
    message: 'The object has 3 samples a pixel where its colours need 4.',
  });
});
