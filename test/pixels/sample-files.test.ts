import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sampleFolder, sampleNames } from '../dicom/sample-files.ts';
import type { FrameResult } from '../../core/pixels/types.ts';
import { RandomFile } from '../../core/pixels/random-file.ts';
import { viewObject } from '../../core/pixels/object-view.ts';
import { UnavailableError } from '../../core/pixels/unavailable.ts';
import { difference, drawnByDcmtk, type Image, type Reference } from './dcmtk-drawing.ts';
import { render, shown } from './image-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'gantry-reference-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** DCMTK's tool for a transfer syntax. */
function toolFor(transferSyntaxUid: string): string {
  if (/\.4\.(?:5\d|70)$/.test(transferSyntaxUid)) return 'dcmj2pnm';
  if (/\.4\.8[01]$/.test(transferSyntaxUid)) return 'dcml2pnm';
  return 'dcm2pnm';
}

/** JPEG 2000 and HTJ2K, for which DCMTK has no decoder. */
const isJpeg2000 = (transferSyntaxUid: string): boolean => /\.4\.(?:9[0-3]|20[123])$/.test(transferSyntaxUid);
const hasOpenJpeg = spawnSync('opj_decompress', ['-h'], { stdio: 'ignore' }).error === undefined;
const REFERENCE = 'OpenJPEG and DCMTK';

/** The object with its first frame decoded by OpenJPEG; undefined where OpenJPEG refuses it. */
function nativeTwin(path: string): string | undefined {
  const twin = join(folder, 'twin.dcm');
  rmSync(twin, { force: true });
  const script = new URL('../support/native-twin.py', import.meta.url).pathname;
  const run = spawnSync('/usr/bin/python3', [script, path, twin], { encoding: 'utf8' });
  if (run.status !== 0 && run.status !== 3) throw new Error(`The twin could not be made: ${run.stderr}`);
  return existsSync(twin) ? twin : undefined;
}

const output = join(folder, 'reference.pnm');

function referenceOf(path: string, image: Image): Reference | undefined {
  if (!isJpeg2000(image.transferSyntaxUid)) return drawnByDcmtk(path, image, { tool: toolFor(image.transferSyntaxUid), output });
  const twin = hasOpenJpeg ? nativeTwin(path) : undefined;
  return twin === undefined ? undefined : drawnByDcmtk(twin, image, { tool: 'dcm2pnm', output });
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
      verdict: `shown; ${excused ?? WITHOUT_REFERENCE[file] ?? 'not compared: opj_decompress is not there (Debian: libopenjp2-tools)'}`,
      agrees: undefined,
    };
  const largest = difference(result, reference);
  const by = isJpeg2000(result.transferSyntaxUid) ? REFERENCE : 'DCMTK';
  return { name, what, result, verdict: `shown; differs from ${by} by ${largest} at most`, agrees: largest <= 1 };
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
      `${rows.length} files: ${images.length} shown, ${compared.filter(({ agrees }) => agrees).length} of ${compared.length} compared agree with ${REFERENCE}`,
    );
    expect(compared.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(images.length).toBeGreaterThanOrEqual(90);
    expect(compared.length).toBeGreaterThanOrEqual(80);
    const packed = compared.filter(({ result }) => result.kind === 'image' && isJpeg2000(result.transferSyntaxUid));
    if (hasOpenJpeg) expect(packed.length).toBeGreaterThanOrEqual(6);
    else console.log('No JPEG 2000 file was compared: opj_decompress is not there (Debian: libopenjp2-tools)');
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
