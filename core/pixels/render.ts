/** One frame of one file from its bytes to what the page draws: finder, decoder, pipeline. Runs in the worker thread; throws UnavailableError. */
import type { Codecs } from './codecs.ts';
import { paletteRgba, rgba, upsampled422 } from './colour.ts';
import { indexFrames, readEncapsulated, readNative, type EncapsulatedFrames } from './frames.ts';
import { macroOf } from './functional-groups.ts';
import { greyFrame, windowed, type GreyFrame } from './grey.ts';
import { describeImage, type ImageDescription } from './image.ts';
import { openImageFile, type ImageFile, type PixelData } from './image-file.ts';
import type { RandomFile } from './random-file.ts';
import { frameTimeOf } from './frame-time.ts';
import { overlaysOf, type FrameOverlays } from './overlays.ts';
import { interleaved, samplesOf } from './samples.ts';
import { scaledDown, type Picture } from './scale.ts';
import type { FrameInfo, FrameRequest, FrameResult, Samples } from './types.ts';
import { UnavailableError } from './unavailable.ts';
import { rescaledValues } from './values.ts';

/** What one file's frames have in common; kept between requests for frames of the same file. */
export interface OpenImage {
  readonly file: ImageFile;
  readonly image: ImageDescription;
  readonly pixelData: PixelData;
  readonly encapsulated: EncapsulatedFrames | undefined;
}

export function openImage(random: RandomFile): OpenImage {
  const file = openImageFile(random);
  const image = describeImage(file);
  const { pixelData, source } = file;
  if (!pixelData) throw new UnavailableError('no-pixels', 'The object has no pixel data.');
  const encapsulated = pixelData.length === undefined ? indexFrames(source, pixelData, image.frames) : undefined;
  return { file, image, pixelData, encapsulated };
}

export async function renderFrame(open: OpenImage, request: FrameRequest, codecs: Codecs): Promise<FrameResult> {
  const { image, file } = open;
  if (request.frame < 0 || request.frame >= image.frames)
    throw new UnavailableError('no-frame', `The object has ${image.frames} ${image.frames === 1 ? 'frame' : 'frames'}.`);
  const decoded = open.encapsulated
    ? await compressed(open, open.encapsulated, { frame: request.frame, codecs })
    : native(open, request.frame);
  const overlays = overlaysOf(file.dataSet, image, { frame: request.frame, words: decoded.words });
  const info = frameInfo(open, { frame: request.frame, truncated: decoded.truncated, overlays });
  if (image.samplesPerPixel === 1 && image.photometric !== 'PALETTE COLOR') {
    const grey = greyFrame(file.dataSet, image, { samples: decoded.samples, frame: request.frame });
    return request.output === 'values' ? values(info, grey) : display(info, grey, request);
  }
  const data =
    image.photometric === 'PALETTE COLOR'
      ? paletteRgba(decoded.samples, file.dataSet, image.signed)
      : rgba({ ...decoded, channels: image.samplesPerPixel, bitsStored: image.bitsStored }, file.dataSet);
  return picture(info, { width: image.width, height: image.height, channels: 4, data }, request);
}

interface Decoded {
  readonly samples: Samples;
  readonly photometric: string;
  readonly truncated: boolean;
  /** The samples with the bits that are not theirs; undefined where compression has lost them. */
  readonly words: () => Samples | undefined;
}

async function compressed(
  { image }: OpenImage,
  encapsulated: EncapsulatedFrames,
  { frame, codecs }: { readonly frame: number; readonly codecs: Codecs },
): Promise<Decoded> {
  const decoded = await codecs.decode(readEncapsulated(encapsulated, frame), image);
  const layout =
    decoded.bitsAllocated === image.bitsAllocated
      ? image
      : { ...image, bitsAllocated: decoded.bitsAllocated, highBit: image.bitsStored - 1 };
  const samples = samplesOf(
    { bytes: decoded.bytes, littleEndian: true, skipBits: 0 },
    layout,
    image.width * image.height * image.samplesPerPixel,
  );
  const pixels = decoded.planar && image.samplesPerPixel > 1 ? interleaved(samples, image.samplesPerPixel) : samples;
  return { samples: pixels, photometric: decoded.photometric, truncated: encapsulated.truncated, words: () => undefined };
}

function native({ file, image, pixelData }: OpenImage, frame: number): Decoded {
  const pixels = image.width * image.height;
  const subsampled = /^YBR_(?:FULL|PARTIAL)_422$/.test(image.photometric);
  const count = subsampled ? pixels * 2 : pixels * image.samplesPerPixel;
  const { bytes, skipBits, truncated } = readNative(file.source, pixelData, { frame, bits: count * image.bitsAllocated });
  const wordsOfBytes = !file.littleEndian && pixelData.vr === 'OW' && image.bitsAllocated === 8;
  const raw = { bytes: wordsOfBytes ? swappedPairs(bytes) : bytes, littleEndian: file.littleEndian, skipBits };
  const plain = samplesOf(raw, image, count);
  const samples = subsampled
    ? upsampled422(plain, pixels)
    : image.planar && image.samplesPerPixel > 1
      ? interleaved(plain, image.samplesPerPixel)
      : plain;
  const words = (): Samples =>
    samplesOf(raw, { ...image, bitsStored: image.bitsAllocated, highBit: image.bitsAllocated - 1, signed: false }, count);
  return { samples, photometric: image.photometric, truncated, words };
}

/** 8 bit samples in OW are words, whose bytes big endian turns round (PS3.5 §8.2, §A.3). */
function swappedPairs(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, index) => bytes[index ^ 1] ?? byte);
}

function frameInfo(
  { file, image }: OpenImage,
  { frame, truncated, overlays }: Pick<FrameInfo, 'frame' | 'truncated' | 'overlays'>,
): FrameInfo {
  const { dataSet } = file;
  const [vertical = 1, horizontal = 1] = dataSet.numbers('PixelAspectRatio');
  const [rowSpacing, columnSpacing] = macroOf(dataSet, 'PixelMeasuresSequence', frame).numbers('PixelSpacing');
  const spaced = rowSpacing !== undefined && columnSpacing !== undefined ? rowSpacing / columnSpacing : vertical / horizontal;
  return {
    width: image.width,
    height: image.height,
    frame,
    frames: image.frames,
    photometric: image.photometric,
    transferSyntaxUid: image.transferSyntaxUid,
    pixelAspect: Number.isFinite(spaced) && spaced > 0 ? spaced : 1,
    truncated,
    frameTime: frameTimeOf(dataSet),
    overlays,
  };
}

function display(info: FrameInfo, grey: GreyFrame, request: FrameRequest): FrameResult {
  const shown = finished(info, { width: info.width, height: info.height, channels: 1, data: windowed(grey, request.window) }, request);
  return {
    ...info,
    ...shown,
    kind: 'image',
    channels: 1,
    data: shown.data.buffer,
    grey: { ...grey.info, window: request.window ?? grey.info.window },
  };
}

function picture(info: FrameInfo, whole: Picture, request: FrameRequest): FrameResult {
  const shown = finished(info, whole, request);
  return { ...info, ...shown, kind: 'image', channels: 4, data: shown.data.buffer, grey: undefined };
}

/** With its overlays drawn in and at the wanted size; then nobody needs the overlays as such. */
function finished(
  { overlays }: FrameInfo,
  whole: Picture,
  { size, overlays: drawn = false }: FrameRequest,
): Picture & { readonly overlays: FrameOverlays | undefined } {
  if (drawn && overlays) burnIn(whole, overlays);
  const shown = size === undefined ? whole : scaledDown(whole, size);
  return { ...shown, overlays: drawn || shown !== whole ? undefined : overlays };
}

function burnIn({ data, channels }: Picture, { mask }: FrameOverlays): void {
  for (let pixel = 0; pixel < mask.length; pixel++) if (mask[pixel] === 1) data.fill(255, pixel * channels, (pixel + 1) * channels);
}

function values(info: FrameInfo, { numbers, extent, modality, info: grey, inverted }: GreyFrame): FrameResult {
  return { ...info, kind: 'values', inverted, grey, ...rescaledValues(numbers, extent, modality) };
}
