/** Where each frame lies: native frames by arithmetic, encapsulated ones by offset table or by their fragments (PS3.5 §A.4). */
import type { ByteSource, PixelData } from './image-file.ts';
import { UnavailableError } from './unavailable.ts';

/** Fragments of encapsulated pixel data without the offset table; offsets are of the values. */
interface Fragment {
  readonly offset: number;
  readonly length: number;
}

export interface EncapsulatedFrames {
  readonly source: ByteSource;
  /** Fragments of each frame. */
  readonly frames: readonly (readonly Fragment[])[];
  /** The row of fragments ends without its delimiter. */
  readonly truncated: boolean;
}

const ITEM_HEADER = 8;
const ITEM = 0xe000;
const SEQUENCE_DELIMITER = 0xe0dd;
const MOST_FRAGMENTS = 1_000_000;

/** The whole index is read once an image: 8 bytes a fragment. Always little endian (PS3.5 §A.4). */
export function indexFrames(source: ByteSource, pixelData: PixelData, count: number): EncapsulatedFrames {
  const fragments: Fragment[] = [];
  let at = pixelData.offset;
  let truncated = true;
  while (at + ITEM_HEADER <= source.size && fragments.length <= MOST_FRAGMENTS) {
    const header = source.read(at, ITEM_HEADER);
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const element = view.getUint16(2, true);
    if (view.getUint16(0, true) !== 0xfffe || (element !== ITEM && element !== SEQUENCE_DELIMITER)) {
      throw new UnavailableError('damaged', 'The compressed pixel data are not a row of fragments.');
    }
    if (element === SEQUENCE_DELIMITER) {
      truncated = false;
      break;
    }
    const length = view.getUint32(4, true);
    fragments.push({ offset: at + ITEM_HEADER, length: Math.min(length, source.size - at - ITEM_HEADER) });
    at += ITEM_HEADER + length;
  }
  const [table, ...values] = fragments;
  if (!table || values.length === 0) throw new UnavailableError('no-pixels', 'The compressed pixel data are empty.');
  const offsets = pixelData.extendedOffsets.length > 0 ? pixelData.extendedOffsets : basicOffsets(source.read(table.offset, table.length));
  return { source, frames: byOffsets(values, offsets, count) ?? byFragments(source, values, count), truncated };
}

function basicOffsets(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => view.getUint32(index * 4, true));
}

/** Offsets are from the item header of the first fragment; a table that does not point at item headers is not believed. */
function byOffsets(
  fragments: readonly Fragment[],
  offsets: readonly number[],
  count: number,
): readonly (readonly Fragment[])[] | undefined {
  if (offsets.length < count || fragments.length === count) return undefined;
  const first = (fragments[0]?.offset ?? 0) - ITEM_HEADER;
  const position = new Map(fragments.map(({ offset }, index) => [offset - ITEM_HEADER - first, index]));
  const starts = offsets.slice(0, count).map((offset) => position.get(offset));
  if (!starts.every((start, index) => start !== undefined && (index === 0 || start > (starts[index - 1] ?? -1)))) return undefined;
  return starts.map((start, index) => fragments.slice(start, starts[index + 1] ?? fragments.length));
}

/** Without a table: one fragment a frame, or one frame of all, or a new frame where a fragment begins as compressed pictures do. */
function byFragments(source: ByteSource, fragments: readonly Fragment[], count: number): readonly (readonly Fragment[])[] {
  if (count === 1) return [fragments];
  if (fragments.length === count) return fragments.map((fragment) => [fragment]);
  const frames: Fragment[][] = [];
  for (const fragment of fragments) {
    const last = frames.at(-1);
    if (!last || beginsPicture(source.read(fragment.offset, 4))) frames.push([fragment]);
    else last.push(fragment);
  }
  return frames;
}

/** JPEG and JPEG-LS: FFD8; JPEG 2000: FF4FFF51. RLE frames are always one fragment each. */
const beginsPicture = (start: Uint8Array): boolean => start[0] === 0xff && (start[1] === 0xd8 || (start[1] === 0x4f && start[2] === 0xff));

/** Bytes of one frame, its fragments joined. */
export function readEncapsulated({ source, frames }: EncapsulatedFrames, frame: number): Uint8Array<ArrayBuffer> {
  const fragments = frames[frame];
  if (!fragments) throw new UnavailableError('no-frame', `Frame ${frame + 1} is not in the file.`);
  const [only] = fragments;
  if (only && fragments.length === 1) return source.read(only.offset, only.length);
  const bytes = new Uint8Array(fragments.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { offset, length } of fragments) {
    bytes.set(source.read(offset, length), at);
    at += length;
  }
  return bytes;
}

export interface NativeFrame {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bits to leave out at the beginning: frames of 1 bit follow each other without padding. */
  readonly skipBits: number;
  readonly truncated: boolean;
}

/** @param bits of one frame. */
export function readNative(
  source: ByteSource,
  pixelData: PixelData,
  { frame, bits }: { readonly frame: number; readonly bits: number },
): NativeFrame {
  const first = Math.floor((frame * bits) / 8);
  const end = Math.ceil(((frame + 1) * bits) / 8);
  const available = Math.min(pixelData.length ?? 0, source.size - pixelData.offset);
  if (first >= available)
    throw new UnavailableError(frame === 0 ? 'no-pixels' : 'no-frame', `The pixel data of frame ${frame + 1} are not in the file.`);
  const bytes = source.read(pixelData.offset + first, Math.min(end, available) - first);
  if (bytes.length === end - first) return { bytes, skipBits: (frame * bits) % 8, truncated: false };
  const padded = new Uint8Array(end - first);
  padded.set(bytes);
  return { bytes: padded, skipBits: (frame * bits) % 8, truncated: true };
}
