// Long stacks for scrolling: a series of slices or one object of many frames, made by formula. Each picture carries its own place in the stack
// as blocks of black and white along its upper edge, so that a test or the bench can read off a screen which one is drawn.
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as CodecLibrary from 'dcmjs-codecs';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { elementsOf, type EntryValue, type TypedEntry } from '../../core/dicom/build.ts';
import { encodeElements, type PlainElement } from '../../core/dicom/encode.ts';
import { TransferSyntax, transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import type { StoreItem } from '../../core/services/types.ts';
import { joinedFragments } from './fragments.ts';

export interface LongSeries {
  /** Tells its UIDs from those of the others, and is its Series Number. */
  readonly number: number;
  readonly description: string;
  readonly pictures: number;
  /** Rows and columns. */
  readonly side: number;
  /** slices: an object a picture, 16 bits, signed; clip: one object, 8 bits, 25 frames a second. */
  readonly as: 'slices' | 'clip';
  readonly compression: 'none' | 'jpeg-ls' | 'jpeg-2000';
}

export const LONG_SERIES_PATIENT = 'P3001';

/** Blocks of a place: its bits, the lowest first, white for 1. */
export const PLACE_BITS = 12;
/** Pixels of the picture along each edge of a block. */
export const PLACE_BLOCK = 8;

const ROOT = '1.2.826.0.1.3680043.8.1055.11';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const MULTI_FRAME_BYTE = '1.2.840.10008.5.1.4.1.1.7.2';
const FRAME_MS = 40;

const SYNTAXES = {
  none: TransferSyntax.ExplicitLittleEndian,
  'jpeg-ls': TransferSyntax.JpegLsLossless,
  'jpeg-2000': TransferSyntax.Jpeg2000Lossless,
} as const;

type Entries = Readonly<Record<string, EntryValue | TypedEntry>>;

/** The objects: slices are made when they are opened, a clip, which takes longer than a peer waits on a line, at once. */
export async function longSeries(series: LongSeries): Promise<readonly StoreItem[]> {
  if (series.compression !== 'none') await loadEncoder();
  if (series.as === 'clip') {
    const clip = itemOf(series, { instance: 1, entries: clipEntries(series), pixels: clipPixels(series) });
    const bytes = clip.bytes();
    return [{ ...clip, open: () => sourceOfBytes(bytes) }];
  }
  return Array.from({ length: series.pictures }, (_, place) =>
    itemOf(series, { instance: place + 1, entries: sliceEntries(series), pixels: () => [slice(series, place)] }),
  );
}

interface Made {
  readonly instance: number;
  readonly entries: Entries;
  /** Each frame's samples. */
  readonly pixels: () => Iterable<Uint8Array>;
}

interface MadeItem extends StoreItem {
  /** The data set, made anew. */
  bytes(): Uint8Array;
}

function itemOf(series: LongSeries, { instance, entries, pixels }: Made): MadeItem {
  const sopClassUid = series.as === 'clip' ? MULTI_FRAME_BYTE : CT;
  const sopInstanceUid = `${ROOT}.${series.number}.${instance}`;
  const transferSyntaxUid = SYNTAXES[series.compression];
  const described: Entries = {
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: ROOT,
    SeriesInstanceUID: `${ROOT}.${series.number}`,
    PatientName: 'Long^Series',
    PatientID: LONG_SERIES_PATIENT,
    StudyDate: '20260131',
    StudyDescription: 'Long series',
    SeriesDescription: series.description,
    SeriesNumber: String(series.number),
    InstanceNumber: String(instance),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: series.side,
    Columns: series.side,
    ...entries,
  };
  const bytes = () => {
    const elements: PlainElement[] = [...elementsOf(described, [])];
    const vr = series.as === 'clip' ? 'OB' : 'OW';
    const frames = [...pixels()];
    elements.push(
      series.compression === 'none'
        ? { tag: 0x7fe00010, vr, value: frames.length === 1 ? (frames[0] ?? new Uint8Array()) : new Uint8Array(Buffer.concat(frames)) }
        : {
            tag: 0x7fe00010,
            vr: 'OB',
            value: joinedFragments([new Uint8Array(), ...frames.map((frame) => compressed(series, frame))]),
            encapsulated: true,
          },
    );
    return encodeElements(elements, transferSyntaxProperties(transferSyntaxUid));
  };
  return { sopClassUid, sopInstanceUid, transferSyntaxUid, bytes, open: () => sourceOfBytes(bytes()) };
}

const sliceEntries = (series: LongSeries): Entries => ({
  Modality: 'CT',
  BitsAllocated: 16,
  BitsStored: 16,
  HighBit: 15,
  PixelRepresentation: 1,
  RescaleIntercept: '0',
  RescaleSlope: '1',
  RescaleType: 'HU',
  WindowCenter: '40',
  WindowWidth: '1200',
  ...(series.compression !== 'none' && { LossyImageCompression: '00' }),
});

const clipEntries = (series: LongSeries): Entries => ({
  Modality: 'OT',
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
  NumberOfFrames: String(series.pictures),
  FrameTime: String(FRAME_MS),
});

const LOW = -1_000;
const HIGH = 2_000;

/** A body whose inside moves along the stack, with noise as a scanner has it. */
function valuesOf({ side }: LongSeries, place: number): Int16Array {
  const values = new Int16Array(side * side);
  const turn = place / 40;
  const [x0, y0] = [0.3 * Math.cos(turn), 0.2 * Math.sin(turn)];
  let seed = place + 1;
  for (let at = 0; at < values.length; at += 1) {
    const x = ((at % side) / side) * 2 - 1;
    const y = (Math.floor(at / side) / side) * 2 - 1;
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    const isInside = x * x + y * y * 1.8 < 0.8;
    const isLesion = (x - x0) ** 2 + (y - y0) ** 2 < 0.04;
    values[at] = (isInside ? (isLesion ? 300 : 40) : LOW) + (seed >> 16) / 820 - 20;
  }
  for (let bit = 0; bit < PLACE_BITS; bit += 1) {
    for (let row = 0; row < PLACE_BLOCK; row += 1) {
      const start = row * side + bit * PLACE_BLOCK;
      values.fill(((place >> bit) & 1) === 1 ? HIGH : LOW, start, start + PLACE_BLOCK);
    }
  }
  return values;
}

const slice = (series: LongSeries, place: number): Uint8Array => new Uint8Array(valuesOf(series, place).buffer);

const clipPixels = (series: LongSeries) =>
  function* (): Generator<Uint8Array> {
    for (let place = 0; place < series.pictures; place += 1)
      yield Uint8Array.from(valuesOf(series, place), (value) => Math.max(0, Math.min(255, ((value - LOW) / (HIGH - LOW)) * 255)));
  };

const require = createRequire(import.meta.url);
/** Out of its package, also where this file is bundled: it looks for Node's own require when it begins. */
const library = (): typeof CodecLibrary => require('dcmjs-codecs') as typeof CodecLibrary;

async function loadEncoder(): Promise<void> {
  const { NativeCodecs } = library();
  const wasm = path.join(path.dirname(require.resolve('dcmjs-codecs')), 'dcmjs-native-codecs.wasm');
  if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync({ webAssemblyModulePathOrUrl: wasm });
}

function compressed({ side, as, compression }: LongSeries, samples: Uint8Array): Uint8Array {
  const { Context, NativeCodecs } = library();
  const bits = as === 'clip' ? 8 : 16;
  const context = new Context({
    width: side,
    height: side,
    bitsAllocated: bits,
    bitsStored: bits,
    samplesPerPixel: 1,
    pixelRepresentation: as === 'clip' ? 0 : 1,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: samples,
  });
  const encoded = (
    compression === 'jpeg-ls'
      ? NativeCodecs.encodeJpegLs(context, { lossy: false })
      : NativeCodecs.encodeJpeg2000(context, { lossy: false })
  ).getEncodedBuffer();
  if (!encoded) throw new Error('The picture could not be compressed');
  return encoded.length % 2 === 0 ? new Uint8Array(encoded) : new Uint8Array(Buffer.concat([encoded, Buffer.of(0)]));
}
