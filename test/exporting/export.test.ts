// Objects leave as a folder, a ZIP file and a disc: the same bytes, names that no file system trips over, nothing written over, nothing left half.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportObjects } from '../../core/exporting/export.ts';
import type { ExportKind, ExportObject, ExportProgress } from '../../core/exporting/types.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { run } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const exportable = (file: string): ExportObject => {
  const { path: place, sopClassUid, sopInstanceUid, transferSyntaxUid } = objectFile(file);
  return { path: place, sopClassUid, sopInstanceUid, transferSyntaxUid, bytes: statSync(place).size };
};
const samples = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm', 'rtplan.dcm', 'SC_rgb_jpeg_dcmtk.dcm', 'reportsi.dcm'];
const objects = (): ExportObject[] => samples.map((name) => exportable(pydicomFile(name).path));

interface More {
  readonly from?: () => Iterable<ExportObject>;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: ExportProgress) => void;
}
const exported = (kind: ExportKind, { from = objects, signal = new AbortController().signal, progress = () => undefined }: More = {}) =>
  exportObjects({ kind, objects: from, folder: folder.path, name: 'Export', signal, progress });

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path.join(place, name)).isFile());
const contents = (place: string): string[] =>
  filesIn(place)
    .map((name) => readFileSync(path.join(place, name)).toString('base64'))
    .sort();
const originals = (): string[] =>
  objects()
    .map((object) => readFileSync(object.path).toString('base64'))
    .sort();

describe('a folder', () => {
  it('holds each file with its own bytes under patient, study and series', async () => {
    const { place, objects: count, leftOut } = await exported('folder');
    expect(place).toBe(path.join(folder.path, 'Export'));
    expect({ count, leftOut }).toEqual({ count: samples.length, leftOut: [] });
    expect(contents(place)).toEqual(originals());
    expect(filesIn(place)).toContain(path.join('CompressedSamples CT1 1CT1', '2004-01-19 e+1', '001 CT', '0001.dcm'));
    expect(readdirSync(folder.path)).toEqual(['Export']);
  });

  it('never writes over what is there', async () => {
    await mkdir(path.join(folder.path, 'Export'));
    await writeFile(path.join(folder.path, 'Export', 'mine.txt'), 'mine');
    const { place } = await exported('folder');
    expect(place).toBe(path.join(folder.path, 'Export (2)'));
    expect(readdirSync(path.join(folder.path, 'Export'))).toEqual(['mine.txt']);
  });

  it('leaves out what cannot be read, and says why', async () => {
    const gone = { ...exportable(pydicomFile('CT_small.dcm').path), path: path.join(folder.path, 'gone.dcm') };
    const { objects: count, leftOut } = await exported('folder', { from: () => [gone, ...objects()] });
    expect({ count, leftOut }).toEqual({ count: samples.length, leftOut: ['It is no longer in the inbox'] });
  });
});

describe.each(['folder', 'zip', 'disc'] as const)('the same again as %s', (kind) => {
  it('stands beside what is there, which keeps its bytes', async () => {
    const first = await exported(kind);
    const whole = (): readonly (readonly [string, string])[] => {
      const files = statSync(first.place).isFile() ? [''] : filesIn(first.place).sort();
      return files.map((name) => [name, readFileSync(path.join(first.place, name)).toString('base64')]);
    };
    const before = whole();
    const again = [(await exported(kind)).place, (await exported(kind)).place];
    const named = (number: number): string => first.place.replace(/(\.zip)?$/, ` (${number})$1`);
    expect(again).toEqual([named(2), named(3)]);
    expect(whole()).toEqual(before);
    expect(readdirSync(folder.path)).toHaveLength(3);
  });
});

it('names of patients in Japanese name their folders', async () => {
  const { place } = await exported('folder', { from: () => [exportable(pydicomFile('../charset_files/chrH31.dcm').path)] });
  expect(readdirSync(place)).toEqual(['Yamada Tarou H31EXAMPLE']);
});

describe.each(['folder', 'zip', 'disc'] as const)('a cancelled %s', (kind) => {
  it('leaves nothing', async () => {
    const stop = new AbortController();
    const progress = ({ objects: done }: ExportProgress): void => {
      if (done === 2) stop.abort();
    };
    await expect(exported(kind, { signal: stop.signal, progress })).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('tells how far it is, up to the end', async () => {
    const seen: ExportProgress[] = [];
    await exported(kind, { progress: (one) => seen.push(one) });
    expect(seen.at(-1)).toMatchObject({ objects: samples.length, totalObjects: samples.length });
    expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.totalBytes);
  });
});

it('says what is wrong with a folder that is not there, and with nothing to export', async () => {
  const options = { kind: 'folder', name: 'Export', signal: new AbortController().signal, progress: () => undefined } as const;
  await expect(exportObjects({ ...options, objects, folder: path.join(folder.path, 'none') })).rejects.toMatchObject({ code: 'no-folder' });
  await expect(exported('zip', { from: () => [] })).rejects.toMatchObject({ code: 'nothing' });
});

describe('a ZIP file', () => {
  it('is whole for others, and holds the same bytes', async () => {
    const { place } = await exported('zip');
    expect(place).toBe(path.join(folder.path, 'Export.zip'));
    const out = path.join(folder.path, 'out');
    const { code, output } = await run('python3', [
      '-c',
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip()); z.extractall(sys.argv[2])',
      place,
      out,
    ]);
    expect({ code, output: output.trim() }).toEqual({ code: 0, output: 'None' });
    expect(contents(out)).toEqual(originals());
  });

  it('gets a number when its name is taken', async () => {
    await writeFile(path.join(folder.path, 'Export.zip'), 'mine');
    expect((await exported('zip')).place).toBe(path.join(folder.path, 'Export (2).zip'));
    expect(readFileSync(path.join(folder.path, 'Export.zip'), 'utf8')).toBe('mine');
  });
});
