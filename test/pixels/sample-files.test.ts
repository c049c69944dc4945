import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sampleFolder, sampleNames } from '../dicom/sample-files.ts';
import type { FrameResult } from '../../core/pixels/types.ts';
import { RandomFile } from '../../core/pixels/random-file.ts';
import { viewObject } from '../../core/pixels/object-view.ts';
import { UnavailableError } from '../../core/pixels/unavailable.ts';
import { render, shown } from './image-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'gantry-reference-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Image = Extract<FrameResult, { kind: 'image' }>;

interface Reference {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** DCMTK's tool for a transfer syntax; it has none for JPEG 2000. */
function toolFor(transferSyntaxUid: string): string | undefined {
  if (/\.4\.(?:5\d|70)$/.test(transferSyntaxUid)) return 'dcmj2pnm';
  if (/\.4\.8[01]$/.test(transferSyntaxUid)) return 'dcml2pnm';
  return /\.4\.\d+$/.test(transferSyntaxUid) ? undefined : 'dcm2pnm';
}

/** Binary PGM or PPM: 'P5' or 'P6', width, height, 255, then the bytes. */
function readPnm(path: string): Reference {
  const bytes = readFileSync(path);
  const header = /^P([56])\s+(?:#.*\s+)?(\d+)\s+(\d+)\s+(\d+)\s/.exec(bytes.subarray(0, 100).toString('latin1'));
  if (!header) throw new Error('The reference is no binary PNM');
  return {
    channels: header[1] === '6' ? 3 : 1,
    width: Number(header[2]),
    height: Number(header[3]),
    data: bytes.subarray(header[0].length),
  };
}

function referenceOf(path: string, image: Image): Reference | undefined {
  const tool = toolFor(image.transferSyntaxUid);
  if (tool === undefined) return undefined;
  const output = join(folder, 'reference.pnm');
  rmSync(output, { force: true });
  const window = image.grey ? ['+Ww', String(image.grey.window.center), String(image.grey.window.width)] : [];
  const run = spawnSync(tool, [...window, '+F', '1', '+op', path, output], { stdio: 'ignore' });
  if (run.error) throw new Error('These tests compare with DCMTK: apt-get install dcmtk', { cause: run.error });
  return existsSync(output) ? readPnm(output) : undefined;
}

/** The largest difference of a channel; shades of grey may be rounded differently by 1. */
function difference(image: Image, reference: Reference): number {
  if (image.width !== reference.width || image.height !== reference.height) return Infinity;
  const ours = shown(image);
  let largest = 0;
  for (let pixel = 0; pixel < image.width * image.height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const a = ours[image.channels === 4 ? pixel * 4 + channel : pixel] ?? 0;
      const b = reference.data[reference.channels === 3 ? pixel * 3 + channel : pixel] ?? 0;
      largest = Math.max(largest, Math.abs(a - b));
    }
  }
  return largest;
}

/**
 * Files for which DCMTK is not asked, and why. 32 bit samples in big endian words are read as whole numbers, as the little endian twin of
 * the file proves; DCMTK swaps each half alone.
 */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  'rtdose_expb.dcm': 'compared with its little endian twin',
  'rtdose_expb_1frame.dcm': 'compared with its little endian twin',
};

/** Why DCMTK 3.6.7 has nothing to compare with. */
const WITHOUT_REFERENCE: Readonly<Record<string, string>> = {
  'MR_truncated.dcm': 'DCMTK refuses a file that ends early',
  'SC_rgb_jpeg.dcm': 'DCMTK refuses its photometric interpretation with this JPEG',
};

interface Row {
  readonly name: string;
  readonly result: FrameResult;
  /** What the window calls it. */
  readonly what: string;
  readonly verdict: string;
  readonly agrees: boolean | undefined;
}

async function compare(name: string): Promise<Row> {
  const path = join(sampleFolder(), name);
  const result = await render(path);
  const what = whatItIs(path);
  if (result.kind !== 'image')
    return { name, what, result, verdict: result.kind === 'unavailable' ? `not shown: ${result.message}` : result.kind, agrees: undefined };
  const file = name.split('/').at(-1) ?? '';
  const excused = NOT_COMPARED[file];
  const reference = excused === undefined ? referenceOf(path, result) : undefined;
  if (!reference)
    return {
      name,
      what,
      result,
      verdict: `shown; ${excused ?? WITHOUT_REFERENCE[file] ?? 'not compared: DCMTK has no decoder for JPEG 2000'}`,
      agrees: undefined,
    };
  const largest = difference(result, reference);
  return { name, what, result, verdict: `shown; differs from DCMTK by ${largest} at most`, agrees: largest <= 1 };
}

function whatItIs(path: string): string {
  try {
    const file = new RandomFile(path);
    using _session = file.open();
    return viewObject(file).what;
  } catch (error) {
    if (error instanceof UnavailableError) return 'not an object';
    throw error;
  }
}

/** Counts of one kind after another, the largest first. */
function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
}

describe("pydicom's sample files", () => {
  test('which open, which are shown, and which agree with DCMTK', { timeout: 180_000 }, async () => {
    const rows: Row[] = [];
    for (const name of sampleNames()) rows.push(await compare(name));
    const images = rows.filter(({ result }) => result.kind === 'image');
    console.log(rows.map(({ name, what, verdict }) => `${name.padEnd(72)} ${what.padEnd(24)} ${verdict.split('\n')[0] ?? ''}`).join('\n'));
    const others = rows.filter(({ result }) => result.kind === 'unavailable');
    console.log(
      `${others.length} not shown, of which ${tally(others.map(({ what, result }) => `${result.kind === 'unavailable' ? result.reason : ''} (${what})`))}`,
    );
    // Every file opens as something that has a name, but for the one with a stray byte before its first element.
    expect(rows.filter(({ what }) => what === 'not an object').map(({ name }) => name)).toEqual(['test_files/no_meta.dcm']);
    const compared = images.filter(({ agrees }) => agrees !== undefined);
    console.log(
      `${rows.length} files: ${images.length} shown, ${compared.filter(({ agrees }) => agrees).length} of ${compared.length} compared agree with DCMTK`,
    );
    expect(compared.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(images.length).toBeGreaterThanOrEqual(90);
    expect(compared.length).toBeGreaterThanOrEqual(80);
    const damaged = rows.flatMap(({ name, result }) =>
      result.kind === 'unavailable' && ['damaged', 'truncated', 'unsupported'].includes(result.reason) ? [name] : [],
    );
    expect(damaged).toEqual([
      'test_files/JPEG2000-embedded-sequence-delimiter.dcm',
      'test_files/meta_missing_tsyntax.dcm',
      'test_files/nested_priv_SQ.dcm',
      'test_files/rtplan_truncated.dcm',
    ]);
  });

  test.each([
    ['MR_small_jp2klossless', 'MR_small'],
    ['MR_small_jpeg_ls_lossless', 'MR_small'],
    ['MR_small_RLE', 'MR_small'],
    ['MR_small_bigendian', 'MR_small'],
    ['rtdose_expb', 'rtdose'],
    ['rtdose_rle', 'rtdose'],
    ['SC_rgb_rle_16bit_2frame', 'SC_rgb_rle_16bit'],
  ])('%s has the pixels of %s', async (one, other) => {
    const [a, b] = await Promise.all([one, other].map((name) => render(join(sampleFolder(), 'test_files', `${name}.dcm`))));
    if (!a || !b) throw new Error('two results are needed');
    expect(shown(a)).toEqual(shown(b));
  });
});
