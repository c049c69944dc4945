/** Width and height that a compressed picture claims, read from its markers: JPEG and JPEG-LS (SOF), JPEG 2000 and HTJ2K (SIZ), JPEG XL. */

export interface PictureSize {
  readonly width: number;
  /** 0 where JPEG leaves it to a later marker (DNL). */
  readonly height: number;
}

/** undefined when the bytes are no such picture. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const found = bytes[0] === 0xff ? bytes : unboxed(bytes);
  const view = new DataView(found.buffer, found.byteOffset, found.byteLength);
  if (found[0] !== 0xff) return undefined;
  if (found[1] === 0x0a) return jpegXlSize(found);
  if (found.length < 12) return undefined;
  if (found[1] === 0xd8) return jpegSize(view);
  return found[1] === 0x4f ? jpeg2000Size(view) : undefined;
}

/** Some writers put the whole JP2 or JXL file into the object: the codestream lies behind its boxes. */
const BOXES_END_BEFORE = 4096;

function unboxed(bytes: Uint8Array): Uint8Array {
  for (let at = 8; at + 4 <= Math.min(bytes.length, BOXES_END_BEFORE); at++) {
    const jpeg2000 = bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51;
    const jpegXl = bytes[at] === 0xff && bytes[at + 1] === 0x0a && String.fromCharCode(...bytes.subarray(at - 4, at)) === 'jxlc';
    if (jpeg2000 || jpegXl) return bytes.subarray(at);
  }
  return bytes;
}

/** FF SOFn length(2) precision(1) height(2) width(2); C4, C8 and CC are no frames, F7 is JPEG-LS. */
function jpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if ((marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += standsAlone ? 2 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** FF4F FF51 length(2) capabilities(2) Xsiz(4) Ysiz(4) XOsiz(4) YOsiz(4). */
function jpeg2000Size(view: DataView): PictureSize | undefined {
  if (view.byteLength < 24 || view.getUint16(2) !== 0xff51) return undefined;
  return { width: view.getUint32(8) - view.getUint32(16), height: view.getUint32(12) - view.getUint32(20) };
}

/** ISO/IEC 18181-1 §D.2: small(1), then height and, unless a ratio stands for it, width; bits from the lowest up. */
function jpegXlSize(bytes: Uint8Array): PictureSize {
  let at = 16;
  const bits = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, at++) value += (((bytes[at >>> 3] ?? 0) >>> (at & 7)) & 1) * 2 ** bit;
    return value;
  };
  const small = bits(1) === 1;
  const length = (): number => (small ? (bits(5) + 1) * 8 : bits([9, 13, 18, 30][bits(2)] ?? 30) + 1);
  const height = length();
  const [across, down] = RATIOS[bits(3)] ?? [0, 0];
  return { height, width: down === 0 ? length() : Math.floor((height * across) / down) };
}

const RATIOS: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
];
