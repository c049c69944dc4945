/** What the image modules say of the pixels (PS3.3 §C.7.6.3), checked before anything is allocated; and why an object has none to show. */
import type { DataSet } from '../dicom/types.ts';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import { uidName } from '../dicom/uids.ts';
import type { ImageFile } from './image-file.ts';
import { UnavailableError } from './unavailable.ts';

export interface ImageDescription {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Samples of one colour follow each other (Planar Configuration 1). */
  readonly planar: boolean;
  readonly photometric: string;
  readonly transferSyntaxUid: string;
  readonly float: boolean;
}

/** Bytes of samples, and pixels: what a frame costs in the worker, on its way and in the window is several times that. */
const LARGEST_FRAME = 1 << 28;
const MOST_PIXELS = 100_000_000;

/** Throws UnavailableError with the reason in words when the object has no pixels that can be shown. */
export function describeImage({ dataSet, pixelData }: ImageFile): ImageDescription {
  const { transferSyntaxUid } = dataSet;
  if (transferSyntaxProperties(transferSyntaxUid).compression === 'video') {
    throw new UnavailableError('video', `This is a video (${uidName(transferSyntaxUid)}). Export it to play it in a video player.`);
  }
  if (!pixelData) throw withoutPixels(dataSet);
  const float = pixelData.element !== 'integer';
  const number = (keyword: string): number | undefined => dataSet.number(keyword);
  const bitsAllocated = float ? (pixelData.element === 'float' ? 32 : 64) : (number('BitsAllocated') ?? 0);
  const bitsStored = float ? bitsAllocated : (number('BitsStored') ?? bitsAllocated);
  const image: ImageDescription = {
    width: number('Columns') ?? 0,
    height: number('Rows') ?? 0,
    frames: Math.max(1, number('NumberOfFrames') ?? 1),
    samplesPerPixel: number('SamplesPerPixel') ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: float ? bitsStored - 1 : (number('HighBit') ?? bitsStored - 1),
    signed: number('PixelRepresentation') === 1,
    planar: number('PlanarConfiguration') === 1,
    photometric: dataSet.text('PhotometricInterpretation') || 'MONOCHROME2',
    transferSyntaxUid,
    float,
  };
  check(image);
  return image;
}

function check({ width, height, samplesPerPixel, bitsAllocated, bitsStored, float, highBit }: ImageDescription): void {
  if (width < 1 || height < 1) throw new UnavailableError('damaged', 'The object does not say how many rows and columns its image has.');
  if (!float && ![1, 8, 16, 32].includes(bitsAllocated))
    throw new UnavailableError('unsupported', `Images with ${bitsAllocated} bits allocated cannot be shown.`);
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit >= bitsAllocated || highBit < bitsStored - 1) {
    throw new UnavailableError(
      'damaged',
      `The object says that ${bitsStored} of ${bitsAllocated} bits are stored up to bit ${highBit}, which cannot be.`,
    );
  }
  if (samplesPerPixel < 1 || samplesPerPixel > 4 || samplesPerPixel === 2)
    throw new UnavailableError('unsupported', `Images with ${samplesPerPixel} samples a pixel cannot be shown.`);
  if (width * height > MOST_PIXELS || width * height * samplesPerPixel * Math.max(1, bitsAllocated / 8) > LARGEST_FRAME) {
    throw new UnavailableError('too-large', `A frame of ${width} × ${height} pixels is too large for a preview.`);
  }
}

function withoutPixels(dataSet: DataSet): UnavailableError {
  const sopClass = dataSet.text('SOPClassUID');
  const name = uidName(sopClass);
  if (/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.104\./.test(sopClass))
    return new UnavailableError('document', `This is a document (${name}), not an image.`);
  if (/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\./.test(sopClass))
    return new UnavailableError('report', `This is a structured report (${name}), not an image.`);
  if (/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.9\./.test(sopClass))
    return new UnavailableError('waveform', `This is a waveform (${name}), not an image.`);
  return new UnavailableError('no-pixels', sopClass === '' ? 'The object has no pixel data.' : `This object has no pixel data (${name}).`);
}
