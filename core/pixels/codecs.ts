/**
 * Compressed frames to bytes by dcmjs-codecs' WebAssembly (JPEG, JPEG-LS, JPEG 2000, HTJ2K, JPEG XL, RLE). It loads its module by eval and
 * keeps state between frames, so it belongs in the worker thread only and is loaded anew after a frame on which it failed.
 */
import { inflateRawSync } from 'node:zlib';
import type * as CodecLibrary from 'dcmjs-codecs';
import { TransferSyntax } from '../dicom/transfer-syntax.ts';
import { uidName } from '../dicom/uids.ts';
import type { ImageDescription } from './image.ts';
import { pictureSize } from './picture-size.ts';
import { UnavailableError } from './unavailable.ts';

export interface DecodedFrame {
  /** Little endian. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly bitsAllocated: number;
  readonly planar: boolean;
  /** What the samples are now: a codec may have converted to RGB. */
  readonly photometric: string;
}

type Codec = 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'ht-jpeg-2000' | 'jpeg-xl' | 'rle' | 'native' | 'deflate';

const CODECS: Readonly<Record<string, Codec>> = {
  [TransferSyntax.JpegBaseline]: 'jpeg',
  [TransferSyntax.JpegExtended]: 'jpeg',
  [TransferSyntax.JpegLossless]: 'jpeg',
  [TransferSyntax.JpegLosslessSv1]: 'jpeg',
  '1.2.840.10008.1.2.4.53': 'jpeg',
  '1.2.840.10008.1.2.4.55': 'jpeg',
  [TransferSyntax.JpegLsLossless]: 'jpeg-ls',
  [TransferSyntax.JpegLsNearLossless]: 'jpeg-ls',
  [TransferSyntax.Jpeg2000Lossless]: 'jpeg-2000',
  [TransferSyntax.Jpeg2000]: 'jpeg-2000',
  '1.2.840.10008.1.2.4.92': 'jpeg-2000',
  '1.2.840.10008.1.2.4.93': 'jpeg-2000',
  [TransferSyntax.HtJpeg2000Lossless]: 'ht-jpeg-2000',
  [TransferSyntax.HtJpeg2000LosslessRpcl]: 'ht-jpeg-2000',
  [TransferSyntax.HtJpeg2000]: 'ht-jpeg-2000',
  [TransferSyntax.JpegXlLossless]: 'jpeg-xl',
  [TransferSyntax.JpegXlRecompression]: 'jpeg-xl',
  [TransferSyntax.JpegXl]: 'jpeg-xl',
  [TransferSyntax.RleLossless]: 'rle',
  [TransferSyntax.EncapsulatedUncompressed]: 'native',
  [TransferSyntax.DeflatedImageFrame]: 'deflate',
};

export interface Codecs {
  readonly decode: (bytes: Uint8Array<ArrayBuffer>, image: ImageDescription) => Promise<DecodedFrame>;
}

type Library = typeof CodecLibrary;
type Context = CodecLibrary.Context;

/** @param wasmPath of dcmjs-native-codecs.wasm. Neither it nor the library is loaded before the first compressed frame. */
export function createCodecs(wasmPath: string): Codecs {
  const load = async (): Promise<Library> => {
    const library = await import('dcmjs-codecs');
    if (library.NativeCodecs.isInitialized()) return library;
    // The library evaluates require('fs') and require('path') where it was bundled, which an ES module does not have.
    Object.assign(globalThis, { require: (name: string) => process.getBuiltinModule(`node:${name}`) });
    await library.NativeCodecs.initializeAsync({ webAssemblyModulePathOrUrl: wasmPath });
    return library;
  };
  return {
    async decode(bytes, image) {
      const codec = CODECS[image.transferSyntaxUid];
      if (codec === undefined)
        throw new UnavailableError('unsupported', `Images compressed by ${uidName(image.transferSyntaxUid)} cannot be shown.`);
      if (codec === 'native') return { ...image, bytes };
      if (codec === 'deflate') return { ...image, bytes: inflatedFrame(bytes) };
      checkPictureSize(bytes, image);
      if (codec === 'rle') checkRleHeader(bytes);
      const library = await load();
      try {
        return decodeBy(library, codec, { bytes, image });
      } catch (error) {
        library.NativeCodecs.release();
        throw new UnavailableError('damaged', `The compressed image cannot be decoded (${faultOf(error)}).`);
      }
    },
  };
}

/** Without the names of the decoder's insides ('Jpeg2000Buffer::OpjMessageCallbackError::Stream too short'). */
const faultOf = (error: unknown): string => (error instanceof Error ? error.message.trim().replace(/^(?:\w+::)+/, '') : 'unknown fault');

function inflatedFrame(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: 1 << 30 }));
  } catch {
    throw new UnavailableError('damaged', 'The deflated frame cannot be inflated.');
  }
}

/** A picture of another size than the object says would be allocated by the codec before anybody could refuse it. */
function checkPictureSize(bytes: Uint8Array, { width, height }: ImageDescription): void {
  const found = pictureSize(bytes);
  if (found && (found.width !== width || (found.height !== height && found.height !== 0))) {
    throw new UnavailableError(
      'damaged',
      `The compressed picture is ${found.width} × ${found.height}, but the object says ${width} × ${height}.`,
    );
  }
}

/** 16 words: how many segments, and where each begins (PS3.5 §G.5). The codec believes them. */
function checkRleHeader(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = bytes.length < 64 ? 0 : view.getUint32(0, true);
  const offsets = Array.from({ length: Math.min(segments, 15) }, (_, index) => view.getUint32(4 + index * 4, true));
  if (segments < 1 || segments > 15 || offsets.some((offset) => offset < 64 || offset > bytes.length)) {
    throw new UnavailableError('damaged', 'The header of the RLE frame points outside of it.');
  }
}

type NativeCodec = Exclude<Codec, 'native' | 'deflate'>;

interface EncodedFrame {
  readonly bytes: Uint8Array;
  readonly image: ImageDescription;
}

function decodeBy({ Context, NativeCodecs }: Library, codec: NativeCodec, { bytes, image }: EncodedFrame): DecodedFrame {
  const context = new Context({
    width: image.width,
    height: image.height,
    bitsAllocated: image.bitsAllocated,
    bitsStored: image.bitsStored,
    samplesPerPixel: image.samplesPerPixel,
    pixelRepresentation: image.signed ? 1 : 0,
    planarConfiguration: image.planar ? 1 : 0,
    photometricInterpretation: image.photometric,
    encodedBuffer: bytes,
  });
  const decoded = DECODERS[codec](NativeCodecs, context, image);
  const buffer = decoded.getDecodedBuffer();
  if (!buffer) throw new Error('nothing was decoded');
  return {
    bytes: new Uint8Array(buffer),
    bitsAllocated: decoded.getBitsAllocated() ?? image.bitsAllocated,
    planar: decoded.getPlanarConfiguration() === 1,
    photometric: afterDecoding(decoded.getPhotometricInterpretation() ?? image.photometric),
  };
}

/** JPEG 2000 undoes its own colour transformation (PS3.5 §8.2.4): YBR_RCT and YBR_ICT name it, the samples are RGB. */
const afterDecoding = (photometric: string): string => (photometric === 'YBR_RCT' || photometric === 'YBR_ICT' ? 'RGB' : photometric);

type Decoder = (codecs: Library['NativeCodecs'], context: Context, image: ImageDescription) => Context;

const DECODERS: Readonly<Record<NativeCodec, Decoder>> = {
  jpeg: (codecs, context, { photometric }) => codecs.decodeJpeg(context, { convertColorspaceToRgb: photometric.startsWith('YBR') }),
  'jpeg-ls': (codecs, context) => codecs.decodeJpegLs(context),
  'jpeg-2000': (codecs, context) => codecs.decodeJpeg2000(context),
  'ht-jpeg-2000': (codecs, context) => codecs.decodeHtJpeg2000(context),
  'jpeg-xl': (codecs, context) => codecs.decodeJpegXl(context),
  rle: (codecs, context) => codecs.decodeRle(context),
};
