/** Transfer syntaxes (PS3.5 §10, Annex A) by what a reader needs to know of them. Names are in uids.ts. */

export const TransferSyntax = {
  ImplicitLittleEndian: '1.2.840.10008.1.2',
  ExplicitLittleEndian: '1.2.840.10008.1.2.1',
  EncapsulatedUncompressed: '1.2.840.10008.1.2.1.98',
  DeflatedLittleEndian: '1.2.840.10008.1.2.1.99',
  ExplicitBigEndian: '1.2.840.10008.1.2.2',
  JpegBaseline: '1.2.840.10008.1.2.4.50',
  JpegExtended: '1.2.840.10008.1.2.4.51',
  JpegLossless: '1.2.840.10008.1.2.4.57',
  JpegLosslessSv1: '1.2.840.10008.1.2.4.70',
  JpegLsLossless: '1.2.840.10008.1.2.4.80',
  JpegLsNearLossless: '1.2.840.10008.1.2.4.81',
  Jpeg2000Lossless: '1.2.840.10008.1.2.4.90',
  Jpeg2000: '1.2.840.10008.1.2.4.91',
  JpegXlLossless: '1.2.840.10008.1.2.4.110',
  JpegXlRecompression: '1.2.840.10008.1.2.4.111',
  JpegXl: '1.2.840.10008.1.2.4.112',
  HtJpeg2000Lossless: '1.2.840.10008.1.2.4.201',
  HtJpeg2000LosslessRpcl: '1.2.840.10008.1.2.4.202',
  HtJpeg2000: '1.2.840.10008.1.2.4.203',
  RleLossless: '1.2.840.10008.1.2.5',
  DeflatedImageFrame: '1.2.840.10008.1.2.8.1',
} as const;

/** A private syntax of GE: implicit little endian with pixel data in big endian. */
const GE_PRIVATE_IMPLICIT = '1.2.840.113619.5.2';

export type Compression = 'none' | 'lossless' | 'lossy' | 'video';

export interface TransferSyntaxProperties {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  /** The whole data set is a deflate stream (PS3.5 §A.5). */
  readonly deflated: boolean;
  /** Pixel data are a row of fragments (PS3.5 §A.4). */
  readonly encapsulated: boolean;
  /** lossy: may lose information. */
  readonly compression: Compression;
}

const NATIVE: TransferSyntaxProperties = { explicit: true, littleEndian: true, deflated: false, encapsulated: false, compression: 'none' };

const LOSSLESS: ReadonlySet<string> = new Set([
  TransferSyntax.JpegLossless,
  TransferSyntax.JpegLosslessSv1,
  TransferSyntax.JpegLsLossless,
  TransferSyntax.Jpeg2000Lossless,
  TransferSyntax.RleLossless,
  TransferSyntax.HtJpeg2000Lossless,
  TransferSyntax.HtJpeg2000LosslessRpcl,
  TransferSyntax.JpegXlLossless,
  TransferSyntax.DeflatedImageFrame,
  '1.2.840.10008.1.2.4.58',
  '1.2.840.10008.1.2.4.65',
  '1.2.840.10008.1.2.4.66',
  '1.2.840.10008.1.2.4.92',
]);

const isVideo = (uid: string): boolean => /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](?:\.1)?$/.test(uid);

/** Every syntax that is not one of the native ones is Explicit VR Little Endian with encapsulated pixel data, unknown ones too (PS3.5 §A.4). */
export function transferSyntaxProperties(uid: string): TransferSyntaxProperties {
  switch (uid) {
    case TransferSyntax.ImplicitLittleEndian:
    case GE_PRIVATE_IMPLICIT:
      return { ...NATIVE, explicit: false };
    case TransferSyntax.ExplicitLittleEndian:
      return NATIVE;
    case TransferSyntax.DeflatedLittleEndian:
      return { ...NATIVE, deflated: true };
    case TransferSyntax.ExplicitBigEndian:
      return { ...NATIVE, littleEndian: false };
    case TransferSyntax.EncapsulatedUncompressed:
      return { ...NATIVE, encapsulated: true };
    default:
      return { ...NATIVE, encapsulated: true, compression: isVideo(uid) ? 'video' : LOSSLESS.has(uid) ? 'lossless' : 'lossy' };
  }
}
