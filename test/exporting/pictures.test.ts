// Frames leave as PNG files: read back by another program they are the pixels that are displayed, and for each frame there is one.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { picturesOf } from '../../core/engine/export-pictures.ts';
import { exportObjects } from '../../core/exporting/export.ts';
import { encodePng } from '../../core/exporting/png.ts';
import type { ExportProgress } from '../../core/exporting/types.ts';
import { createPixelReader, type PixelReader } from '../../core/pixels/pixel-reader.ts';
import type { ChosenWindow } from '../../core/pixels/types.ts';
import { bundleWorker, type BundledWorker } from '../pixels/bundled-worker.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let worker: BundledWorker;
let reader: PixelReader;
beforeAll(async () => {
  worker = await bundleWorker();
  reader = createPixelReader(worker);
}, 60_000);
afterAll(async () => {
  await reader.close();
  await worker.remove();
});
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

interface More {
  readonly kind?: 'png' | 'png16';
  readonly window?: ChosenWindow;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: ExportProgress) => void;
}
function exported(
  names: readonly string[],
  { kind = 'png', window, signal = new AbortController().signal, progress = () => undefined }: More = {},
) {
  const objects = names.map((name) => {
    const { path: file, sopClassUid, sopInstanceUid, transferSyntaxUid } = objectFile(pydicomFile(name).path);
    return { path: file, sopClassUid, sopInstanceUid, transferSyntaxUid, bytes: statSync(file).size };
  });
  const pictures = picturesOf(reader, kind === 'png' ? 'display' : 'values', window);
  return exportObjects({ kind, objects: () => objects, folder: folder.path, name: 'Export', signal, progress, pictures });
}

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(place, name)).isFile())
    .sort();

/** As another program reads it: always three channels of 8 bits. */
function seen(file: string) {
  const output = execFileSync('/usr/bin/python3', [fileURLToPath(new URL('../support/png-pixels.py', import.meta.url)), file], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const end = output.indexOf('\n');
  const [width = 0, height = 0, channels = 0] = output.subarray(0, end).toString().split(' ').map(Number);
  return { width, height, channels, pixels: output.subarray(end + 1) };
}

async function displayed(name: string, frame: number) {
  const result = await reader.frame({ path: pydicomFile(name).path, frame, output: 'display' });
  if (result.kind !== 'image') throw new Error(`${name} is not displayed`);
  const data = new Uint8Array(result.data);
  const pixels = Buffer.alloc(result.width * result.height * 3);
  for (let at = 0; at < result.width * result.height; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      pixels[at * 3 + channel] = data[result.channels === 1 ? at : at * 4 + channel] ?? 0;
    }
  }
  return { width: result.width, height: result.height, channels: 3, pixels };
}

describe('pictures', () => {
  it.each(['CT_small.dcm', 'JPEG2000.dcm', 'SC_rgb_jpeg_dcmtk.dcm', 'MR_small_RLE.dcm'])('of %s are what is displayed', async (name) => {
    const { place, objects, leftOut } = await exported([name]);
    expect({ objects, leftOut }).toEqual({ objects: 1, leftOut: [] });
    const [file = ''] = filesIn(place);
    expect(file).toMatch(/\d{4}\.png$|object\.png$/);
    const [ours, wanted] = [seen(path.join(place, file)), await displayed(name, 0)];
    expect({ ...ours, pixels: 0 }).toEqual({ ...wanted, pixels: 0 });
    expect(ours.pixels.equals(wanted.pixels)).toBe(true);
  });

  it('have the window that a person set, turned over if so', async () => {
    const window = { center: 0, width: 1, shape: 'LINEAR', invert: true } as const;
    const { place } = await exported(['CT_small.dcm'], { window });
    const [file = ''] = filesIn(place);
    const ours = seen(path.join(place, file)).pixels;
    const values = await reader.frame({ path: pydicomFile('CT_small.dcm').path, frame: 0, output: 'values' });
    if (values.kind !== 'values') throw new Error('no values');
    const raw = new Int16Array(values.data);
    expect(Array.from(raw, (_, at) => ours[at * 3])).toEqual(Array.from(raw, (value) => (value > -0.5 ? 0 : 255)));
    expect(new Set(ours).size).toBe(2);
  });

  it('of many frames are numbered in a folder of the object', async () => {
    const { place } = await exported(['rtdose.dcm', 'CT_small.dcm']);
    const files = filesIn(place);
    expect(files).toHaveLength(16);
    const frames = files.filter((file) => /0+\d+\/\d{4}\.png$|object\/\d{4}\.png$/.test(file));
    expect(frames.map((file) => path.basename(file))).toEqual(
      Array.from({ length: 15 }, (_, index) => `${String(index + 1).padStart(4, '0')}.png`),
    );
    const last = seen(path.join(place, frames.at(-1) ?? ''));
    expect(last.pixels.equals((await displayed('rtdose.dcm', 14)).pixels)).toBe(true);
  });

  it('of 16 bits hold the values themselves, and say how', async () => {
    const { place } = await exported(['CT_small.dcm'], { kind: 'png16' });
    const { width, height, depth, text, samples } = decoded16(path.join(place, filesIn(place)[0] ?? ''));
    const result = await reader.frame({ path: pydicomFile('CT_small.dcm').path, frame: 0, output: 'values' });
    if (result.kind !== 'values') throw new Error('no values');
    const values = Array.from(result.type === 'int16' ? new Int16Array(result.data) : new Uint16Array(result.data));
    expect({ width, height, depth }).toEqual({ width: result.width, height: result.height, depth: 16 });
    expect(text).toBe(result.type === 'int16' ? 'value = sample - 32768' : 'value = sample');
    const offset = result.type === 'int16' ? 32_768 : 0;
    expect(samples.map((sample) => sample - offset)).toEqual(values);
  });

  it('leave out what has none, with the reason', async () => {
    const { objects, leftOut } = await exported(['CT_small.dcm', 'reportsi.dcm']);
    expect(objects).toBe(1);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).not.toBe('');
    await expect(exported(['reportsi.dcm'])).rejects.toMatchObject({ code: 'nothing' });
  });

  it('count the bytes of their objects, and leave nothing when they are cancelled', async () => {
    const told: ExportProgress[] = [];
    await exported(['rtdose.dcm'], { progress: (one) => told.push(one) });
    expect(told.length).toBeGreaterThan(9);
    expect(told.at(-1)?.bytes).toBe(told.at(-1)?.totalBytes);
    const stop = new AbortController();
    const before = readdirSync(folder.path);
    await expect(exported(['rtdose.dcm', 'CT_small.dcm'], { signal: stop.signal, progress: () => stop.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(readdirSync(folder.path)).toEqual(before);
  });
});

describe('a PNG', () => {
  it('says that its pixels are not square', async () => {
    const png = await encodePng({ width: 2, height: 2, form: 'grey8', aspect: 1.5, text: {}, fillRow: (row, into) => into.fill(row) });
    const at = png.indexOf('pHYs');
    expect([png.readUInt32BE(at + 4), png.readUInt32BE(at + 8), png.readUInt8(at + 12)]).toEqual([15_000, 10_000, 0]);
  });
});

/** Our own grey of 16 bits, filtered 'up', taken apart by the standard. */
function decoded16(file: string) {
  const png = readFileSync(file);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const bytes = Buffer.alloc(width * height * 2);
  const stride = width * 2;
  for (let row = 0; row < height; row += 1) {
    for (let at = 0; at < stride; at += 1) {
      const above = row === 0 ? 0 : bytes.readUInt8((row - 1) * stride + at);
      bytes.writeUInt8((rows.readUInt8(row * (stride + 1) + 1 + at) + above) & 0xff, row * stride + at);
    }
  }
  const samples = Array.from({ length: width * height }, (_, index) => bytes.readUInt16BE(index * 2));
  const text = (chunks.get('tEXt') ?? Buffer.alloc(0)).toString('latin1').split('\0')[1] ?? '';
  return { width, height, depth: header.readUInt8(8), text, samples };
}
