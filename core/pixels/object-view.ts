/** What an object is when it is no picture, and the file or stream that lies in it. Runs in the worker thread; throws UnavailableError. */
import { describeObject, type Stream } from '../documents/describe.ts';
import { encapsulatedDocument } from '../documents/encapsulated.ts';
import type { ObjectView } from '../contract/objects.ts';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import { indexFrames } from './frames.ts';
import { openImageFile, type ImageFile } from './image-file.ts';
import type { RandomFile } from './random-file.ts';
import type { FileRange, Payload } from './types.ts';
import { UnavailableError } from './unavailable.ts';

export function viewObject(random: RandomFile): ObjectView {
  const file = openImageFile(random, { partial: true });
  const view = describeObject(file.dataSet, isVideo(file) ? streamOf(file) : undefined);
  return file.fault === ''
    ? view
    : { ...view, facts: [{ name: 'Damaged', value: `Only the beginning can be read. ${file.fault}` }, ...view.facts] };
}

/** The bytes of a document; of a video the places of its stream in the file, which may be gigabytes. */
export function payloadOf(random: RandomFile): Payload {
  const file = openImageFile(random, { partial: true });
  if (isVideo(file)) {
    const { extension, ranges } = streamOf(file);
    return { kind: 'payload', extension, bytes: undefined, ranges };
  }
  const document = encapsulatedDocument(file.dataSet);
  if (!document) throw new UnavailableError('no-pixels', 'There is no file in this object.');
  return { kind: 'payload', extension: document.extension, bytes: document.bytes.slice().buffer, ranges: [] };
}

const isVideo = ({ dataSet }: ImageFile): boolean => transferSyntaxProperties(dataSet.transferSyntaxUid).compression === 'video';

function streamOf({ source, pixelData }: ImageFile): Stream & { readonly ranges: readonly FileRange[] } {
  const { start } = source;
  if (pixelData?.length !== undefined || !pixelData || start === undefined)
    throw new UnavailableError('damaged', 'The video stream is not where it should be.');
  const fragments = indexFrames(source, pixelData, 1).frames.flat();
  const [first] = fragments;
  return {
    extension: extensionOf(first ? source.read(first.offset, 16) : new Uint8Array(0)),
    bytes: fragments.reduce((sum, { length }) => sum + length, 0),
    ranges: fragments.map(({ offset, length }) => ({ offset: start + offset, length })),
  };
}

/** What the stream itself begins with: MP4 box, transport stream, program stream, or a plain stream of MPEG-2, H.264 or HEVC. */
function extensionOf(start: Uint8Array): string {
  const [a, b, c, d] = start;
  if (String.fromCharCode(...start.subarray(4, 8)) === 'ftyp') return 'mp4';
  if (a === 0x47) return 'ts';
  if (a === 0 && b === 0 && c === 1) return d === 0xba || d === 0xb3 ? 'mpg' : nalExtension(d);
  return a === 0 && b === 0 && c === 0 && d === 1 ? nalExtension(start[4]) : 'mpg';
}

/** H.264 begins with a sequence parameter set (type 7) or delimiter (9), HEVC with a video parameter set (type 32) or delimiter (35). */
const nalExtension = (byte = 0): string => ([32, 33, 34, 35].includes((byte >>> 1) & 0x3f) && (byte & 1) === 0 ? 'h265' : 'h264');
