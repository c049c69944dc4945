// Files that lie, end early or were made to harm: through the real worker thread, which answers each of them and goes on with the next.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPixelReader, type PixelReader } from '../../core/pixels/pixel-reader.ts';
import { sampleFolder } from '../dicom/sample-files.ts';
import { bundleWorker, type BundledWorker } from './bundled-worker.ts';
import { imageFile, longs, temporaryFile, words, type Entries, type MadeImage } from './image-files.ts';
import type { TypedEntry } from '../../core/dicom/build.ts';

let worker: BundledWorker;
let reader: PixelReader;
beforeAll(async () => {
  worker = await bundleWorker();
  reader = createPixelReader({ ...worker, patience: 60_000 });
}, 120_000);
afterAll(async () => {
  await reader.close();
  await worker.remove();
});

const sample = (name: string): Uint8Array => new Uint8Array(readFileSync(join(sampleFolder(), 'test_files', name)));
const healthy = join(sampleFolder(), 'test_files', 'JPEG2000.dcm');

/** What a frame, the view and the payload of a file come to. */
async function outcomes(path: string, frame = 0): Promise<readonly string[]> {
  const [image, view, payload] = [
    await reader.frame({ path, frame, output: 'values' }),
    await reader.view(path),
    await reader.payload(path),
  ];
  return [image, view, payload].map((result) => (result.kind === 'unavailable' ? result.reason : result.kind));
}

/** Neither the worker's death nor its patience are needed for what the checks can tell. */
const REASONED = [
  'image',
  'values',
  'view',
  'payload',
  'no-file',
  'not-dicom',
  'truncated',
  'no-pixels',
  'document',
  'report',
  'waveform',
  'video',
  'unsupported',
  'damaged',
  'no-frame',
  'too-large',
];

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const small: Entries = { Rows: 4, Columns: 4 };
const JPEG_2000 = '1.2.840.10008.1.2.4.90';
const RLE = '1.2.840.10008.1.2.5';

describe('objects that lie', () => {
  test.each<readonly [string, MadeImage, string]>([
    [
      'rows and columns beyond memory',
      {
        entries: { Rows: 65_535, Columns: 65_535, BitsAllocated: 16, SamplesPerPixel: 3, PhotometricInterpretation: 'RGB' },
        pixels: words(1),
      },
      'too-large',
    ],
    ['as many 1 bit pixels', { entries: { Rows: 65_535, Columns: 65_535, BitsAllocated: 1 }, pixels: bytes(1, 0) }, 'too-large'],
    ['two billion frames', { entries: { ...small, NumberOfFrames: '2000000000' }, pixels: new Uint8Array(16) }, 'values'],
    [
      'two billion compressed frames',
      { transferSyntaxUid: RLE, entries: { ...small, NumberOfFrames: '2000000000' }, fragments: [bytes(), bytes(1, 2)] },
      'damaged',
    ],
    ['a negative number of frames', { entries: { ...small, NumberOfFrames: '-3' }, pixels: new Uint8Array(16) }, 'values'],
    [
      'an offset table that points outside',
      {
        transferSyntaxUid: RLE,
        entries: { ...small, NumberOfFrames: '2' },
        fragments: [longs(0, 0xfffffff0), bytes(1, 2), bytes(3, 4), bytes(5, 6)],
      },
      'damaged',
    ],
    [
      'an RLE header of nothing but segments',
      {
        transferSyntaxUid: RLE,
        entries: small,
        fragments: [bytes(), new Uint8Array(longs(0xffffffff, ...Array.from({ length: 15 }, () => 0xffffffff)).buffer)],
      },
      'damaged',
    ],
    [
      'a picture that is larger than its object',
      {
        transferSyntaxUid: JPEG_2000,
        entries: small,
        fragments: [
          bytes(),
          bytes(0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0),
        ],
      },
      'damaged',
    ],
    [
      'such a picture within a JP2 file',
      {
        transferSyntaxUid: JPEG_2000,
        entries: small,
        fragments: [
          bytes(),
          bytes(
            0,
            0,
            0,
            12,
            0x6a,
            0x50,
            0x20,
            0x20,
            0xd,
            0xa,
            0x87,
            0xa,
            0xff,
            0x4f,
            0xff,
            0x51,
            0,
            41,
            0,
            0,
            0x7f,
            0xff,
            0xff,
            0xff,
            0x7f,
            0xff,
            0xff,
            0xff,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
          ),
        ],
      },
      'damaged',
    ],
    [
      'a JPEG XL picture of a billion rows',
      {
        transferSyntaxUid: '1.2.840.10008.1.2.4.110',
        entries: small,
        fragments: [bytes(), bytes(0xff, 0x0a, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
      },
      'damaged',
    ],
    [
      'a palette that jumps in circles',
      {
        entries: {
          ...small,
          PhotometricInterpretation: 'PALETTE COLOR',
          ...Object.fromEntries<TypedEntry>(
            ['Red', 'Green', 'Blue'].flatMap((colour): readonly (readonly [string, TypedEntry])[] => [
              [`${colour}PaletteColorLookupTableDescriptor`, { vr: 'US', value: [256, 0, 16] }],
              [`Segmented${colour}PaletteColorLookupTableData`, { vr: 'OW', value: words(2, 65_535, 0, 0, 2, 65_535, 0, 0) }],
            ]),
          ),
        },
        pixels: new Uint8Array(16),
      },
      'damaged',
    ],
    [
      'an overlay of four billion bits',
      {
        entries: {
          ...small,
          OverlayRows: 65_535,
          OverlayColumns: 65_535,
          OverlayOrigin: { vr: 'SS', value: [-32_768, -32_768] },
          OverlayData: { vr: 'OW', value: words(0xffff) },
        },
        pixels: new Uint8Array(16),
      },
      'values',
    ],
  ])('%s', { timeout: 60_000 }, async (_, image, expected) => {
    const [frame, view] = await outcomes(imageFile(image));
    expect([frame, view]).toEqual([expected, 'view']);
    expect(await reader.frame({ path: healthy, frame: 0, output: 'display' })).toMatchObject({ kind: 'image' });
  });

  test('a report as deep as its bytes allow', { timeout: 60_000 }, async () => {
    const level = (depth: number): Entries => ({ ValueType: 'CONTAINER', ...(depth === 0 ? {} : { ContentSequence: [level(depth - 1)] }) });
    const [, view] = await outcomes(imageFile({ entries: { SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', ...level(60) } }));
    expect(view).toBe('view');
  });

  test('a waveform that claims more than there is', { timeout: 60_000 }, async () => {
    const group = {
      NumberOfWaveformChannels: 65_535,
      NumberOfWaveformSamples: 4_000_000_000,
      SamplingFrequency: '0',
      WaveformBitsAllocated: 16,
      WaveformSampleInterpretation: 'SS',
      ChannelDefinitionSequence: [{ ChannelLabel: 'x' }],
      WaveformData: { vr: 'OW', value: words(1, 2) },
    };
    const view = await reader.view(imageFile({ entries: { SOPClassUID: '1.2.840.10008.5.1.4.1.1.9.1.1', WaveformSequence: [group] } }));
    expect(view).toMatchObject({ kind: 'view', view: { content: { groups: [{ seconds: 0, trouble: 'The samples end early.' }] } } });
  });
});

describe('files that end early', () => {
  test.each(['JPEG2000.dcm', 'MR_small_RLE.dcm', 'SC_rgb_jpeg_dcmtk.dcm', 'test-SR.dcm', 'waveform_ecg.dcm', 'image_dfl.dcm'])(
    '%s, cut at twelve places',
    { timeout: 120_000 },
    async (name) => {
      const whole = sample(name);
      for (let part = 1; part < 12; part++) {
        for (const outcome of await outcomes(temporaryFile(whole.subarray(0, Math.floor((whole.length * part) / 12)))))
          expect(REASONED).toContain(outcome);
      }
    },
  );
});

describe('changed bytes', () => {
  test('give a picture or a reason, and leave the worker able to go on', { timeout: 300_000 }, async () => {
    const names = [
      'JPEG2000.dcm',
      'JPEG-lossy.dcm',
      'MR_small_RLE.dcm',
      'MR_small_jpeg_ls_lossless.dcm',
      'SC_rgb_jpeg_dcmtk.dcm',
      'JPGExtended.dcm',
      'CT_small.dcm',
      'test-SR.dcm',
      'waveform_ecg.dcm',
      'rtplan.dcm',
      'rtstruct.dcm',
      'image_dfl.dcm',
      'liver_1frame.dcm',
    ];
    const whole = names.map(sample);
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    // The headers of elements and fragments do more harm than the pixels: half of the changes are near the beginning.
    const change = fc.tuple(place, fc.oneof(fc.constantFrom(0, 0xff, 0x7f, 0x80), fc.nat(255)), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.array(change, { minLength: 1, maxLength: 8 }), async (which, changes) => {
        const file = Uint8Array.from(whole[which] ?? []);
        for (const [at, value, early] of changes)
          file[132 + Math.floor(at * (early ? Math.min(4_000, file.length - 133) : file.length - 133))] = value;
        for (const outcome of await outcomes(temporaryFile(file))) expect([...REASONED, 'worker-failed']).toContain(outcome);
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(await reader.frame({ path: healthy, frame: 0, output: 'display' })).toMatchObject({ kind: 'image' });
  });
});
