/**
 * PNG (ISO/IEC 15948) as far as frames need it: grey of 8 or 16 bits and RGB, rows unfiltered but for the difference to the row above,
 * compressed in the pool. What the pixels mean beside their colour goes into tEXt and pHYs.
 */
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

export interface PngImage {
  readonly width: number;
  readonly height: number;
  /** grey16: big endian, as PNG wants it. */
  readonly form: 'grey8' | 'grey16' | 'rgb';
  /** Writes a row's samples, from the top. Called for each row once, in order. */
  readonly fillRow: (row: number, into: Uint8Array) => void;
  /** Height of a pixel divided by its width. */
  readonly aspect: number;
  /** Keyword and Latin-1 text. */
  readonly text: Readonly<Record<string, string>>;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const FORMS = {
  grey8: { depth: 8, colour: 0, bytes: 1 },
  grey16: { depth: 16, colour: 0, bytes: 2 },
  rgb: { depth: 8, colour: 2, bytes: 3 },
} as const;
const deflated = promisify(deflate);
const UP = 2;

export async function encodePng(image: PngImage): Promise<Buffer> {
  const { width, height, form, aspect, text } = image;
  const { depth, colour } = FORMS[form];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, 0], 8);
  const notes = Object.entries(text).map(([keyword, words]) => chunk('tEXt', Buffer.from(`${keyword}\0${words}`, 'latin1')));
  const data = await deflated(await filtered(image), { level: 6 });
  const shape = aspect === 1 || !Number.isFinite(aspect) ? [] : [chunk('pHYs', aspectBytes(aspect))];
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), ...shape, ...notes, chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** length(4) type(4) data crc(4) of type and data. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const made = Buffer.alloc(body.length + 8);
  made.writeUInt32BE(data.length, 0);
  made.set(body, 4);
  made.writeUInt32BE(crc32(body), body.length + 4);
  return made;
}

/** Bytes after which others have their turn on this thread. */
const GIVE_WAY = 512 * 1024;

/** Each row behind its filter's number: 'up' (2), the difference to the byte above. */
async function filtered({ width, height, form, fillRow }: PngImage): Promise<Uint8Array> {
  const stride = width * FORMS[form].bytes;
  const rows = new Uint8Array((stride + 1) * height);
  let above = new Uint8Array(stride);
  let own = new Uint8Array(stride);
  for (let row = 0, since = 0; row < height; row += 1) {
    fillRow(row, own);
    const to = row * (stride + 1);
    rows[to] = UP;
    for (let at = 0; at < stride; at += 1) rows[to + 1 + at] = (own[at] ?? 0) - (above[at] ?? 0);
    [above, own] = [own, above];
    since += stride;
    if (since < GIVE_WAY) continue;
    since = 0;
    await setImmediate();
  }
  return rows;
}

/** pHYs: pixels a unit in x(4) and y(4), unit(1) 0 = only their ratio. */
function aspectBytes(aspect: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt32BE(Math.max(1, Math.round(aspect * 10_000)), 0);
  bytes.writeUInt32BE(10_000, 4);
  return bytes;
}
