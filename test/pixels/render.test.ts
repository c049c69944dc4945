import { deflateRawSync } from 'node:zlib';
import { Context, NativeCodecs } from 'dcmjs-codecs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureSize } from '../../core/pixels/picture-size.ts';
import type { FrameRequest } from '../../core/pixels/types.ts';
import { sampleFolder } from '../dicom/sample-files.ts';
import { wasmPath } from './bundled-worker.ts';
import { imageFile, longs, render, temporaryFile, shown, words, type Entries, type MadeImage } from './image-files.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const row = (columns: number, more: Entries = {}): Entries => ({ Rows: 1, Columns: columns, ...more });

const pixels = async (image: MadeImage, request: Partial<FrameRequest> = {}): Promise<readonly number[]> =>
  shown(await render(imageFile(image), request));
const values = (image: MadeImage, frame = 0): Promise<readonly number[]> => pixels(image, { output: 'values', frame });

describe('samples', () => {
  test('1 bit, frames without padding between them', async () => {
    const image = {
      entries: {
        Rows: 1,
        Columns: 5,
        NumberOfFrames: 2,
        BitsAllocated: 1,
        BitsStored: 1,
        PixelData: { vr: 'OB', value: bytes(0b01110101, 0b10) },
      },
    };
    expect(await values(image)).toEqual([1, 0, 1, 0, 1]);
    expect(await values(image, 1)).toEqual([1, 1, 0, 0, 1]);
  });
  test('8 bit, signed', async () =>
    expect(await values({ entries: row(2, { PixelRepresentation: 1 }), pixels: bytes(0xff, 0x7f) })).toEqual([-1, 127]));
  test('12 of 16 bits, with an overlay in the rest', async () => {
    const entries = row(3, { BitsAllocated: 16, BitsStored: 12 });
    expect(await values({ entries, pixels: words(0xf123, 0x0fff, 0x8000) })).toEqual([0x123, 0xfff, 0]);
    expect(await values({ entries: { ...entries, PixelRepresentation: 1 }, pixels: words(0xf123, 0x0fff, 0x0800) })).toEqual([
      0x123, -1, -2048,
    ]);
  });
  test('stored bits that are not the lowest', async () =>
    expect(await values({ entries: row(2, { BitsAllocated: 16, BitsStored: 12, HighBit: 15 }), pixels: words(0x1230, 0xfff7) })).toEqual([
      0x123, 0xfff,
    ]));
  test('32 bit', async () => expect(await values({ entries: row(2, { BitsAllocated: 32 }), pixels: longs(70000, 5) })).toEqual([70000, 5]));
  test('big endian', async () =>
    expect(
      await values({ transferSyntaxUid: '1.2.840.10008.1.2.2', entries: row(2, { BitsAllocated: 16 }), pixels: words(258, 3) }),
    ).toEqual([258, 3]));
  test('float', async () => {
    const entries = row(2, { FloatPixelData: { vr: 'OF', value: new Uint8Array(Float32Array.of(0.5, -2.25).buffer) } });
    expect(await values({ entries })).toEqual([0.5, -2.25]);
  });
});

describe('grey', () => {
  const wide = row(3, { BitsAllocated: 16 });
  test('without a window the range of the frame is shown', async () =>
    expect(await pixels({ entries: wide, pixels: words(100, 200, 300) })).toEqual([0, 128, 255]));
  test('MONOCHROME1 is dark where values are high', async () =>
    expect(await pixels({ entries: { ...wide, PhotometricInterpretation: 'MONOCHROME1' }, pixels: words(100, 200, 300) })).toEqual([
      255, 127, 0,
    ]));
  test('rescale, first window as default', async () => {
    const entries = {
      ...wide,
      RescaleSlope: '2',
      RescaleIntercept: '-100',
      WindowCenter: ['300', '0'],
      WindowWidth: ['401', '10'],
      WindowCenterWidthExplanation: ['SOFT', 'BONE'],
      RescaleType: 'HU',
    };
    const result = await render(imageFile({ entries, pixels: words(100, 200, 300) }));
    expect(shown(result)).toEqual([0, 128, 255]);
    expect(result).toMatchObject({
      grey: {
        window: { center: 300, width: 401 },
        minimum: 100,
        maximum: 500,
        unit: 'HU',
        presets: [
          { name: 'SOFT', center: 300, width: 401 },
          { name: 'BONE', center: 0, width: 10 },
        ],
      },
    });
    expect(await values({ entries, pixels: words(100, 200, 300) })).toEqual([100, 300, 500]);
  });
  test('a requested window wins', async () =>
    expect(await pixels({ entries: wide, pixels: words(100, 200, 300) }, { window: { center: 200, width: 1 } })).toEqual([0, 255, 255]));
  test.each([
    ['LINEAR', [0, 128, 255]],
    ['LINEAR_EXACT', [0, 128, 255]],
    ['SIGMOID', [30, 128, 225]],
  ])('window function %s', async (VOILUTFunction, expected) => {
    expect(
      await pixels({ entries: { ...wide, WindowCenter: '200', WindowWidth: '200', VOILUTFunction }, pixels: words(100, 200, 300) }),
    ).toEqual(expected);
  });
  test('modality LUT', async () => {
    const lut = { LUTDescriptor: { vr: 'US', value: [3, 10, 16] }, LUTData: { vr: 'US', value: [7, 8, 9] }, ModalityLUTType: 'US' };
    expect(await values({ entries: { ...wide, ModalityLUTSequence: [lut] }, pixels: words(5, 11, 99) })).toEqual([7, 8, 9]);
  });
  test('VOI LUT', async () => {
    const lut = { LUTDescriptor: { vr: 'US', value: [3, 100, 8] }, LUTData: { vr: 'US', value: [255, 10, 0] } };
    expect(await pixels({ entries: { ...wide, VOILUTSequence: [lut] }, pixels: words(100, 101, 102) })).toEqual([255, 10, 0]);
  });
  test('padding does not widen the range', async () => {
    const result = await render(
      imageFile({
        entries: row(3, { BitsAllocated: 16, PixelRepresentation: 1, PixelPaddingValue: { vr: 'SS', value: -2000 } }),
        pixels: words(-2000, 0, 100),
      }),
    );
    expect(result).toMatchObject({ grey: { minimum: 0, maximum: 100 } });
  });
  test('each frame of an enhanced object has its own rescale and window', async () => {
    const group = (intercept: number): Entries => ({
      PixelValueTransformationSequence: [{ RescaleSlope: '1', RescaleIntercept: String(intercept) }],
      FrameVOILUTSequence: [{ WindowCenter: String(intercept), WindowWidth: '100' }],
    });
    const image = {
      entries: { ...wide, NumberOfFrames: 2, PerFrameFunctionalGroupsSequence: [group(10), group(1000)] },
      pixels: words(1, 2, 3, 4, 5, 6),
    };
    expect(await values(image, 1)).toEqual([1004, 1005, 1006]);
    expect(await render(imageFile(image), { frame: 1 })).toMatchObject({ frames: 2, grey: { window: { center: 1000, width: 100 } } });
  });
});

describe('what lies over and around the values', () => {
  const four = { Rows: 2, Columns: 2, WindowCenter: '128', WindowWidth: '256' } as const;
  const plane = {
    OverlayRows: 2,
    OverlayColumns: 2,
    OverlayType: 'G',
    OverlayOrigin: { vr: 'SS', value: [1, 1] },
    OverlayBitsAllocated: 1,
    OverlayBitPosition: 0,
    OverlayLabel: 'ROI',
    OverlayData: { vr: 'OB', value: bytes(0b1001, 0) },
  };
  const overlaysIn = async (image: MadeImage, frame = 0) => {
    const result = await render(imageFile(image), { frame });
    return result.kind === 'image' ? result.overlays && { mask: [...result.overlays.mask], names: result.overlays.names } : result;
  };
  test('an overlay plane, beside the picture or drawn into it', async () => {
    const image = { entries: { ...four, ...plane }, pixels: bytes(1, 2, 3, 4) };
    expect(await overlaysIn(image)).toEqual({ mask: [1, 0, 0, 1], names: ['ROI'] });
    expect(await pixels(image)).toEqual([1, 2, 3, 4]);
    expect(await pixels(image, { overlays: true })).toEqual([255, 2, 3, 255]);
  });
  test('a plane that begins elsewhere and reaches beyond the image', async () =>
    expect(
      await overlaysIn({ entries: { ...four, ...plane, OverlayOrigin: { vr: 'SS', value: [0, 2] } }, pixels: bytes(1, 2, 3, 4) }),
    ).toBeUndefined());
  test('a plane of one frame of several', async () => {
    const image = {
      entries: { ...four, ...plane, NumberOfFrames: 2, NumberOfFramesInOverlay: '1', ImageFrameOrigin: { vr: 'US', value: 2 } },
      pixels: bytes(1, 2, 3, 4, 5, 6, 7, 8),
    };
    expect([await overlaysIn(image, 0), await overlaysIn(image, 1)]).toMatchObject([undefined, { mask: [1, 0, 0, 1] }]);
  });
  test('a plane in an unused bit of the pixels', async () => {
    const entries = {
      ...row(3),
      BitsAllocated: 16,
      BitsStored: 12,
      OverlayBitsAllocated: 16,
      OverlayBitPosition: 15,
      OverlayRows: 1,
      OverlayColumns: 3,
    };
    expect(await overlaysIn({ entries, pixels: words(0x8001, 0x0002, 0x8003) })).toEqual({ mask: [1, 0, 1], names: ['Overlay 6000'] });
  });
  test('padding is black, also where low values are white', async () => {
    const entries = row(3, { BitsAllocated: 16, PhotometricInterpretation: 'MONOCHROME1', PixelPaddingValue: { vr: 'US', value: 0 } });
    expect(await pixels({ entries, pixels: words(0, 100, 200) })).toEqual([0, 255, 0]);
    expect(
      await render(imageFile({ entries: { ...entries, RescaleSlope: '2', RescaleIntercept: '-10' }, pixels: words(0, 1, 2) })),
    ).toMatchObject({ grey: { padding: { low: -10, high: -10 } } });
  });
  test('fractions without a window are shown over their own range', async () => {
    const entries = row(3, { BitsAllocated: 16, RescaleSlope: '0.001', RescaleIntercept: '0' });
    expect(await pixels({ entries, pixels: words(0, 5, 10) })).toEqual([0, 128, 255]);
  });
  test.each([
    [{ FrameTime: '40' }, 40],
    [{ FrameTime: '40', RecommendedDisplayFrameRate: '10' }, 100],
    [{ CineRate: '50' }, 20],
    [{ FrameTimeVector: ['0', '20', '40'] }, 30],
    [{ FrameTime: '0' }, undefined],
    [{}, undefined],
  ])('%j is played at %s ms a frame', async (entries: Entries, frameTime) =>
    expect(await render(imageFile({ entries: row(1, entries), pixels: bytes(1, 0) }))).toMatchObject({ frameTime }),
  );
  test('an object with several tables offers them all', async () => {
    const lut = (name: string) => ({
      LUTDescriptor: { vr: 'US', value: [2, 0, 8] },
      LUTExplanation: name,
      LUTData: { vr: 'US', value: [0, 255] },
    });
    expect(await render(imageFile({ entries: row(2, { VOILUTSequence: [lut('SOFT'), lut('HARD')] }), pixels: bytes(0, 1) }))).toMatchObject(
      { grey: { voiLuts: [{ name: 'SOFT' }, { name: 'HARD' }] } },
    );
  });
});

describe('colour', () => {
  const colour = row(2, { SamplesPerPixel: 3, PhotometricInterpretation: 'RGB' });
  const expected = [1, 2, 3, 255, 4, 5, 6, 255];
  test('by pixel', async () =>
    expect(await pixels({ entries: { ...colour, PlanarConfiguration: 0 }, pixels: bytes(1, 2, 3, 4, 5, 6) })).toEqual(expected));
  test('by plane', async () =>
    expect(await pixels({ entries: { ...colour, PlanarConfiguration: 1 }, pixels: bytes(1, 4, 2, 5, 3, 6) })).toEqual(expected));
  test('16 bit shows its upper 8', async () =>
    expect(await pixels({ entries: { ...colour, Columns: 1, BitsAllocated: 16 }, pixels: words(0xffff, 0x8000, 0x00ff) })).toEqual([
      255, 128, 0, 255,
    ]));
  test('YBR_FULL', async () =>
    expect(
      await pixels({ entries: { ...colour, PhotometricInterpretation: 'YBR_FULL' }, pixels: bytes(76, 85, 255, 128, 128, 128) }),
    ).toEqual([254, 0, 0, 255, 128, 128, 128, 255]));
  test('YBR_FULL_422 as two pixels of four bytes', async () =>
    expect(await pixels({ entries: { ...colour, PhotometricInterpretation: 'YBR_FULL_422' }, pixels: bytes(50, 60, 128, 128) })).toEqual([
      50, 50, 50, 255, 60, 60, 60, 255,
    ]));
  test.each([
    ['16 bit', 16, { vr: 'OW', value: words(0, 0x8000, 0xffff) }, [0, 128, 255]],
    ['8 bit entries in words', 16, { vr: 'OW', value: words(0, 128, 255) }, [0, 128, 255]],
    ['packed 8 bit', 8, { vr: 'OW', value: bytes(0, 128, 255, 0) }, [0, 128, 255]],
  ] as const)('palette, %s', async (...[, bits, data, [low, middle, high]]) => {
    const table = (name: string): Entries => ({
      [`${name}PaletteColorLookupTableDescriptor`]: { vr: 'US', value: [3, 1, bits] },
      [`${name}PaletteColorLookupTableData`]: data,
    });
    const entries = row(4, { PhotometricInterpretation: 'PALETTE COLOR', ...table('Red'), ...table('Green'), ...table('Blue') });
    expect(await pixels({ entries, pixels: bytes(0, 1, 2, 9) })).toEqual(
      [low, low, middle, high].flatMap((grey) => [grey, grey, grey, 255]),
    );
  });
  test('a segmented palette', async () => {
    const table = (name: string): Entries => ({
      [`${name}PaletteColorLookupTableDescriptor`]: { vr: 'US', value: [5, 0, 16] },
      [`Segmented${name}PaletteColorLookupTableData`]: { vr: 'OW', value: words(0, 1, 0, 1, 4, 0xff00) },
    });
    const entries = row(4, { PhotometricInterpretation: 'PALETTE COLOR', ...table('Red'), ...table('Green'), ...table('Blue') });
    expect((await pixels({ entries, pixels: bytes(0, 1, 2, 4) })).filter((_, index) => index % 4 === 0)).toEqual([0, 63, 127, 255]);
  });
});

describe('frames', () => {
  const uncompressed = '1.2.840.10008.1.2.1.98';
  const two = row(2, { NumberOfFrames: 2 });
  test('one fragment a frame', async () =>
    expect(await values({ transferSyntaxUid: uncompressed, entries: two, fragments: [bytes(), bytes(1, 2), bytes(3, 4)] }, 1)).toEqual([
      3, 4,
    ]));
  test('several fragments a frame by the basic offset table', async () => {
    const entries = row(4, { NumberOfFrames: 2 });
    const fragments = [longs(0, 20), bytes(1, 2), bytes(3, 4), bytes(5, 6), bytes(7, 8)];
    expect(await values({ transferSyntaxUid: uncompressed, entries, fragments }, 1)).toEqual([5, 6, 7, 8]);
  });
  test('by the extended offset table', async () => {
    const entries = row(4, { NumberOfFrames: 2, ExtendedOffsetTable: [0n, 20n], ExtendedOffsetTableLengths: [12n, 12n] });
    expect(
      await values(
        { transferSyntaxUid: uncompressed, entries, fragments: [bytes(), bytes(1, 2), bytes(3, 4), bytes(5, 6), bytes(7, 8)] },
        1,
      ),
    ).toEqual([5, 6, 7, 8]);
  });
  test('all fragments of a single frame', async () =>
    expect(await values({ transferSyntaxUid: uncompressed, entries: row(4), fragments: [bytes(), bytes(1, 2), bytes(3, 4)] })).toEqual([
      1, 2, 3, 4,
    ]));
  test('a table that points nowhere is not believed', async () =>
    expect(
      await values({ transferSyntaxUid: uncompressed, entries: two, fragments: [longs(0, 999), bytes(1, 2), bytes(3, 4)] }, 1),
    ).toEqual([3, 4]));
  test('a frame that deflate compressed', async () => {
    const fragment = deflateRawSync(bytes(9, 8));
    const even = fragment.length % 2 === 0 ? fragment : Buffer.concat([fragment, bytes(0)]);
    expect(
      await values({ transferSyntaxUid: '1.2.840.10008.1.2.8.1', entries: row(2), fragments: [bytes(), new Uint8Array(even)] }),
    ).toEqual([9, 8]);
  });
  test('a file that ends within its pixels shows what is there', async () => {
    const result = await render(imageFile({ entries: row(4), pixels: bytes(9, 9) }), { output: 'values' });
    expect([shown(result), result]).toMatchObject([[9, 9, 0, 0], { truncated: true }]);
  });
  test('HTJ2K, losslessly', async () => {
    const ramp = Uint8Array.from({ length: 64 * 64 }, (_, index) => (index * 7) & 0xff);
    if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync({ webAssemblyModulePathOrUrl: wasmPath });
    const context = new Context({
      width: 64,
      height: 64,
      bitsAllocated: 8,
      bitsStored: 8,
      samplesPerPixel: 1,
      pixelRepresentation: 0,
      planarConfiguration: 0,
      photometricInterpretation: 'MONOCHROME2',
      decodedBuffer: ramp,
    });
    const encoded = NativeCodecs.encodeHtJpeg2000(context, { lossy: false }).getEncodedBuffer() ?? bytes();
    const even = encoded.length % 2 === 0 ? encoded : Buffer.concat([encoded, bytes(0)]);
    expect(
      await values({
        transferSyntaxUid: '1.2.840.10008.1.2.4.201',
        entries: { Rows: 64, Columns: 64 },
        fragments: [bytes(), new Uint8Array(even)],
      }),
    ).toEqual([...ramp]);
  });
});

describe('thumbnails', () => {
  test('are averaged down to their size', async () => {
    const entries = { Rows: 2, Columns: 4, WindowCenter: '128', WindowWidth: '256' };
    const result = await render(imageFile({ entries, pixels: bytes(0, 100, 200, 200, 0, 100, 0, 0) }), { size: 2 });
    expect(result).toMatchObject({ width: 2, height: 1, channels: 1 });
    expect(shown(result)).toEqual([50, 100]);
  });
  test('small images stay as they are', async () =>
    expect(await render(imageFile({ entries: row(2), pixels: bytes(1, 2) }), { size: 64 })).toMatchObject({ width: 2, height: 1 }));
});

describe('what cannot be shown', () => {
  test.each([
    [
      'video',
      { transferSyntaxUid: '1.2.840.10008.1.2.4.102', entries: row(2), fragments: [bytes(), bytes(1, 2)] },
      'video',
      'This is a video (MPEG-4 AVC/H.264 High Profile / Level 4.1). Export it',
    ],
    ['a PDF', { entries: { SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1' } }, 'document', 'This is a document (Encapsulated PDF Storage)'],
    ['no rows', { entries: { Columns: 2 }, pixels: bytes(1, 2) }, 'damaged', 'rows and columns'],
    [
      'an unknown compression',
      { transferSyntaxUid: '1.2.3.4', entries: row(2), fragments: [bytes(), bytes(1, 2)] },
      'unsupported',
      'compressed by 1.2.3.4',
    ],
    ['12 bits allocated', { entries: row(2, { BitsAllocated: 12 }), pixels: bytes(1, 2, 3, 4) }, 'unsupported', '12 bits allocated'],
    ['more bits than there are', { entries: row(2, { BitsStored: 9 }), pixels: bytes(1, 2) }, 'damaged', '9 of 8 bits'],
    ['a monster', { entries: { Rows: 65535, Columns: 65535 }, pixels: bytes(1, 2) }, 'too-large', '65535 × 65535'],
    ['no fragments', { transferSyntaxUid: '1.2.840.10008.1.2.5', entries: row(2), fragments: [bytes()] }, 'no-pixels', 'empty'],
    [
      'a palette without tables',
      { entries: row(2, { PhotometricInterpretation: 'PALETTE COLOR' }), pixels: bytes(1, 2) },
      'damaged',
      'palette',
    ],
    [
      'colours nobody knows',
      { entries: row(2, { PhotometricInterpretation: 'CIELAB', SamplesPerPixel: 3 }), pixels: bytes(1, 2, 3, 4, 5, 6) },
      'unsupported',
      'CIELAB',
    ],
  ] as const)('%s', async (...[, image, reason, words_]) => {
    const result = await render(imageFile(image));
    expect(result).toMatchObject({ kind: 'unavailable', reason });
    expect(result.kind === 'unavailable' && result.message).toContain(words_);
  });
  test('a frame beyond the last', async () =>
    expect(await render(imageFile({ entries: row(2), pixels: bytes(1, 2) }), { frame: 1 })).toMatchObject({
      reason: 'no-frame',
      message: 'The object has 1 frame.',
    }));
});

describe('hostile pictures', () => {
  test.each([
    ['JPEG', bytes(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 17, 8, 0x12, 0x34, 0x01, 0x02), { width: 0x102, height: 0x1234 }],
    ['JPEG-LS', bytes(0xff, 0xd8, 0xff, 0xf7, 0, 11, 8, 0, 5, 0, 7, 1, 1), { width: 7, height: 5 }],
    ['JPEG 2000', bytes(0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0, 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 2), { width: 8, height: 6 }],
    ['a Huffman table is no frame', bytes(0xff, 0xd8, 0xff, 0xc4, 0, 6, 9, 9, 9, 9, 0xff, 0xda, 0, 0, 0, 0), undefined],
    ['nothing', bytes(), undefined],
  ])('%s tells its size', (_, picture, size) => expect(pictureSize(picture)).toEqual(size));

  test('a picture larger than the object says is not decoded', async () => {
    const picture = bytes(0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const result = await render(imageFile({ transferSyntaxUid: '1.2.840.10008.1.2.4.90', entries: row(2), fragments: [bytes(), picture] }));
    expect(result).toMatchObject({ reason: 'damaged', message: 'The compressed picture is 65536 × 65536, but the object says 2 × 1.' });
  });

  test('changed bytes give an image or a reason, never more', async () => {
    const samples = [
      'JPEG2000',
      'JPEG-lossy',
      'MR_small_RLE',
      'SC_rgb_jpeg_dcmtk',
      'SC_rgb_rle_2frame',
      'CT_small',
      'SC_ybr_full_422_uncompressed',
    ].map((name) => readFileSync(join(sampleFolder(), 'test_files', `${name}.dcm`)));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(samples.length - 1),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (which, changes) => {
          const file = Uint8Array.from(samples[which] ?? []);
          for (const [place, value] of changes) file[132 + Math.floor(place * (file.length - 133))] = value;
          expect(['image', 'unavailable']).toContain((await render(temporaryFile(file))).kind);
        },
      ),
      { numRuns: 150, seed: 3 },
    );
  });
});
