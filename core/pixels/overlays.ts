/**
 * Overlay planes (PS3.3 §C.9.2): groups 6000 to 601E, a bit a pixel, in a plane of their own or, retired, in the unused bits of Pixel Data.
 * All planes of a frame become one mask; bits that the object lacks are off.
 */
import { hexTag } from '../dicom/tag.ts';
import type { DataSet, Element } from '../dicom/types.ts';
import type { ImageDescription } from './image.ts';
import type { Samples } from './types.ts';

export interface FrameOverlays {
  /** A byte a pixel of the frame: 1 where any overlay is set. */
  readonly mask: Uint8Array<ArrayBuffer>;
  /** What the planes are called (Overlay Label, else Description, else 'Overlay 6000'). */
  readonly names: readonly string[];
}

const GROUPS = Array.from({ length: 16 }, (_, index) => 0x6000 + index * 2);

const tagOf = (group: number, element: number): number => group * 0x10000 + element;

interface OverlaidFrame {
  readonly frame: number;
  /** Words of the frame with all their bits, where there are unused ones; undefined for compressed frames, which have lost them. */
  readonly words: () => Samples | undefined;
}

/** undefined when the frame has no overlay. */
export function overlaysOf(dataSet: DataSet, image: ImageDescription, { frame, words }: OverlaidFrame): FrameOverlays | undefined {
  const groups = GROUPS.filter((group) => dataSet.has(tagOf(group, 0x3000)) || dataSet.has(tagOf(group, 0x0102)));
  if (groups.length === 0) return undefined;
  const names: string[] = [];
  const mask = new Uint8Array(image.width * image.height);
  for (const group of groups) {
    const data = dataSet.element(tagOf(group, 0x3000));
    const drawn = data ? drawPlane(mask, { dataSet, group, data, image, frame }) : drawEmbedded(mask, { dataSet, group, image, words });
    if (drawn)
      names.push(
        dataSet.text(tagOf(group, 0x1500)) || dataSet.text(tagOf(group, 0x0022)) || `Overlay ${hexTag(tagOf(group, 0)).slice(0, 4)}`,
      );
  }
  return names.length === 0 ? undefined : { mask, names };
}

interface Plane {
  readonly dataSet: DataSet;
  readonly group: number;
  readonly data: Element;
  readonly image: ImageDescription;
  readonly frame: number;
}

/** Origin 1\1 is the upper left pixel of the image; frames of the overlay begin at Image Frame Origin. */
function drawPlane(mask: Uint8Array, { dataSet, group, data, image, frame }: Plane): boolean {
  const number = (element: number): number | undefined => dataSet.number(tagOf(group, element));
  const [rows, columns] = [number(0x0010) ?? image.height, number(0x0011) ?? image.width];
  const [top = 1, left = 1] = dataSet.numbers(tagOf(group, 0x0050));
  const frames = number(0x0015);
  const index = frames === undefined ? 0 : frame - ((number(0x0051) ?? 1) - 1);
  if (index < 0 || (frames !== undefined && index >= frames)) return false;
  const firstBit = index * rows * columns;
  const { bytes } = data;
  const swapped = !data.littleEndian && data.vr === 'OW' ? 1 : 0;
  let any = false;
  for (let row = Math.max(0, 1 - top); row < rows && row + top - 1 < image.height; row++) {
    const to = (row + top - 1) * image.width + left - 1;
    for (let column = Math.max(0, 1 - left); column < columns && column + left - 1 < image.width; column++) {
      const bit = firstBit + row * columns + column;
      if ((((bytes[(bit >>> 3) ^ swapped] ?? 0) >>> (bit & 7)) & 1) === 0) continue;
      mask[to + column] = 1;
      any = true;
    }
  }
  return any;
}

/** Retired in 2004, and still around: the plane is one bit of the words of Pixel Data. */
function drawEmbedded(
  mask: Uint8Array,
  { dataSet, group, image, words }: Omit<Plane, 'data' | 'frame'> & Pick<OverlaidFrame, 'words'>,
): boolean {
  const position = dataSet.number(tagOf(group, 0x0102));
  const isHere = dataSet.number(tagOf(group, 0x0100)) === image.bitsAllocated && image.bitsAllocated > 8 && image.samplesPerPixel === 1;
  if (position === undefined || !isHere || isStored(position, image)) return false;
  const samples = words();
  if (!samples) return false;
  let any = false;
  for (let index = 0; index < mask.length; index++) {
    if ((((samples[index] ?? 0) >>> position) & 1) === 0) continue;
    mask[index] = 1;
    any = true;
  }
  return any;
}

const isStored = (bit: number, { highBit, bitsStored, bitsAllocated }: ImageDescription): boolean =>
  bit < 0 || bit >= bitsAllocated || (bit <= highBit && bit > highBit - bitsStored);
