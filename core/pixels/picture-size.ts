/** Width and height that a compressed picture claims, read from its markers: JPEG and JPEG-LS (SOF), JPEG 2000 and HTJ2K (SIZ). */

export interface PictureSize {
  readonly width: number;
  /** 0 where JPEG leaves it to a later marker (DNL). */
  readonly height: number;
}

/** undefined when the bytes are no such picture. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || bytes[0] !== 0xff) return undefined;
  if (bytes[1] === 0xd8) return jpegSize(view);
  return bytes[1] === 0x4f ? jpeg2000Size(view) : undefined;
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
