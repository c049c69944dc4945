// ZIP archives and discs are looked into like folders: the same objects with the same bytes, and a reason for everything that is not taken.
import { execFileSync } from 'node:child_process';
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { openFileSource } from '../../core/transfers/file-source.ts';
import { fileName, preflight } from '../../core/transfers/preflight.ts';
import type { ObjectRecord } from '../../core/transfers/types.ts';
import { pydicomFile } from '../support/object-files.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { zipFile, type ZipEntry } from '../support/zip-file.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const at = (...names: string[]): string => path.join(folder.path, ...names);

async function look(sources: readonly string[], signal = new AbortController().signal): Promise<readonly ObjectRecord[]> {
  const found: ObjectRecord[] = [];
  await preflight({ sources, signal, add: (objects) => void found.push(...objects) });
  return found;
}

const reasons = (found: readonly ObjectRecord[]): Readonly<Record<string, string>> =>
  Object.fromEntries(found.filter(({ state }) => state === 'set-aside').map((record) => [fileName(record), record.words]));
const uids = (found: readonly ObjectRecord[]): string[] =>
  found.flatMap(({ state, sopInstanceUid }) => (state === 'waiting' ? [sopInstanceUid] : [])).sort();

async function bytesOf(record: ObjectRecord): Promise<Buffer> {
  const source = await openFileSource(record, () => undefined);
  try {
    const pieces: Buffer[] = [];
    for (;;) {
      const views = [Buffer.alloc(1_000), Buffer.alloc(70_000)] as const;
      const read = await source.fill(views);
      pieces.push(Buffer.concat(views.map((view) => view)).subarray(0, read));
      if (read < 71_000) return Buffer.concat(pieces);
    }
  } finally {
    await source.close();
  }
}

const SAMPLES = ['CT_small.dcm', 'JPEG2000.dcm', 'image_dfl.dcm', 'ExplVR_BigEnd.dcm', 'MR_small.dcm'];
const sample = (name: string): Buffer => readFileSync(pydicomFile(name).path);
const zipped = async (entries: readonly ZipEntry[]): Promise<string> => {
  await writeFile(at('it.zip'), zipFile(entries));
  return at('it.zip');
};

describe('a ZIP archive', () => {
  it.each([0, 8])('gives its objects with their own bytes, packed by method %i, in folders and without endings', async (method) => {
    const entries = SAMPLES.map((name, index) => ({ name: `a/b ${index}/IM${index}`, content: sample(name), method }));
    const found = await look([await zipped(entries)]);
    expect(found.map(fileName)).toEqual(['IM0', 'IM1', 'IM2', 'IM3', 'IM4']);
    for (const [index, name] of SAMPLES.entries()) {
      const record = found[index];
      expect(record).toMatchObject({ state: 'waiting', sopInstanceUid: pydicomFile(name).sopInstanceUid });
      if (record) expect((await bytesOf(record)).equals(Buffer.from(pydicomFile(name).bytes())), name).toBe(true);
    }
  });

  it('that an ordinary program made, with ZIP64 fields, reads the same', async () => {
    const zip = new ZipFile();
    for (const name of SAMPLES) zip.addFile(pydicomFile(name).path, `x/${name}`, { forceZip64Format: true });
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(at('large.ZIP')));
    const found = await look([folder.path]);
    expect(uids(found)).toEqual(SAMPLES.map((name) => pydicomFile(name).sopInstanceUid).sort());
  });

  it('of many thousand entries is gone through without holding this thread', async () => {
    const texts = Array.from({ length: 5_000 }, (_, index): ZipEntry => ({
      name: `n/${index}.txt`,
      content: Buffer.from(`text ${index}`),
      method: 0,
    }));
    await zipped([...texts, { name: 'last', content: sample('MR_small.dcm'), method: 0 }]);
    let turns = 0;
    const turn = setInterval(() => (turns += 1), 1);
    const found = await look([at('it.zip')]);
    clearInterval(turn);
    expect(found).toHaveLength(5_001);
    expect(uids(found)).toEqual([pydicomFile('MR_small.dcm').sopInstanceUid]);
    expect(turns).toBeGreaterThan(20);
  });

  it('is left in the middle when the signal fires', async () => {
    const source = await zipped(Array.from({ length: 500 }, (_, index) => ({ name: `${index}`, content: Buffer.from('text') })));
    const control = new AbortController();
    let seen = 0;
    const add = (objects: readonly ObjectRecord[]): void => {
      seen += objects.length;
      control.abort();
    };
    await preflight({ sources: [source], signal: control.signal, add });
    expect(seen).toBe(10);
  });
});

describe('a hostile ZIP archive', () => {
  const content = sample('CT_small.dcm');
  const good = { name: 'good.dcm', content };

  it.each<[string, ZipEntry, RegExp]>([
    ['encrypted', { name: 'x', content, encrypted: true }, /encrypted: unpack the ZIP file with its password/],
    ['Deflate64', { name: 'x', content, method: 9 }, /compressed by Deflate64, which is not read here/],
    ['an unknown method', { name: 'x', content, method: 77 }, /compressed by method 77/],
    ['AES', { name: 'x', content, method: 99 }, /encrypted/],
    ['a size that cannot be', { name: 'x', content, size: 0xf0000000 }, /larger than it can be/],
    ['stored with two sizes', { name: 'x', content, method: 0, size: 5_000_000 }, /contradicts itself/],
    ['bytes that are no deflate', { name: 'x', content, packed: Buffer.alloc(content.length, 7) }, /damaged in the ZIP file/],
    ['another archive within', { name: 'x', content: zipFile([good]) }, /ZIP file within a ZIP file/],
    ['nothing', { name: 'x', content: Buffer.alloc(0), method: 0 }, /empty/],
  ])('with an entry that is %s is read but for it, which is told', async (_, entry, says) => {
    const found = await look([await zipped([good, entry, { ...good, name: 'again' }])]);
    expect(uids(found)).toEqual([pydicomFile('CT_small.dcm').sopInstanceUid]);
    expect(reasons(found)['x']).toMatch(says);
  });

  it.each(['../../../etc/cron.d/x', '/etc/passwd', 'C:\\windows\\x.dcm', '..\\..\\x.dcm', 'a\0b', ''])(
    'with an entry called %j writes nowhere',
    async (name) => {
      await mkdir(at('a', 'b'), { recursive: true });
      await writeFile(at('a', 'b', 'it.zip'), zipFile([{ name, content }]));
      const found = await look([at('a', 'b')]);
      expect(uids(found)).toHaveLength(1);
      expect(found.map(fileName).every((shown) => !/[\\/]/.test(shown))).toBe(true);
      expect(readdirSync(folder.path, { recursive: true }).sort()).toEqual(['a', 'a/b', 'a/b/it.zip']);
    },
  );

  it('whose entries share their bytes, to fill a disk, is left', async () => {
    const shared = Array.from({ length: 50 }, (_, index) => ({ name: `${index}`, content, sharesBefore: index > 0 }));
    const found = await look([await zipped(shared)]);
    expect(found.at(-1)?.words).toMatch(/claims more than it can hold/);
    expect(found.length).toBeLessThan(5);
  });

  it.each([
    ['whose checksum is wrong', { crc: 1 }],
    ['that holds more than it says', { size: content.length - 2_000 }],
    ['that holds less than it says', { size: content.length + 2_000 }],
  ])('with an object %s never gives its last bytes', async (_, lie) => {
    const [record] = await look([await zipped([{ ...good, ...lie }])]);
    expect(record?.sopInstanceUid ?? '').not.toBe('never');
    if (record?.state === 'waiting') await expect(bytesOf(record)).rejects.toThrow(/damaged in the ZIP|larger than the ZIP/);
    else expect(record?.words).toMatch(/damaged|cut short|larger/);
  });

  it.each([
    ['cut short', (whole: Buffer) => whole.subarray(0, whole.length - 100)],
    ['empty but for its first bytes', () => Buffer.from('PK\x03\x04 and nothing else, whatever its name says')],
    [
      'with a damaged directory',
      (whole: Buffer) => {
        whole.writeUInt32LE(0x01010101, whole.readUInt32LE(whole.length - 6));
        return whole;
      },
    ],
    [
      'one of several',
      (whole: Buffer) => {
        whole.writeUInt16LE(3, whole.length - 18);
        return whole;
      },
    ],
  ])('%s is one line with its reason', async (_, damage) => {
    await writeFile(at('it.zip'), damage(zipFile([good])));
    const found = await look([at('it.zip')]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ state: 'set-aside' });
    expect(found[0]?.words).toMatch(/ZIP file/);
    expect(found[0]?.words).not.toContain(folder.path);
  });

  it('has no say in a folder when it is a document of another program', async () => {
    await mkdir(at('docs'));
    await writeFile(at('docs', 'letter.docx'), zipFile([good]));
    expect(reasons(await look([at('docs')]))).toEqual({ 'letter.docx': 'The file is not DICOM: it seems to be a ZIP archive' });
    expect(uids(await look([at('docs', 'letter.docx')]))).toHaveLength(1);
  });
});

const DISC = '/usr/lib/python3/dist-packages/pydicom/data/test_files/dicomdirtests';
const filesOn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((file) =>
    file.isFile() ? [path.join(file.parentPath, file.name)] : [],
  );

/** pydicom's disc, without what is no part of it. */
async function disc(): Promise<string> {
  const root = at('disc');
  for (const name of ['77654033', '98892001', '98892003', 'DICOMDIR'])
    await cp(path.join(DISC, name), path.join(root, name), { recursive: true });
  return root;
}

describe('a disc', () => {
  it('as a folder gives its objects, and its directory is no problem', async () => {
    const root = await disc();
    const found = await look([root]);
    expect(found.filter(({ state }) => state === 'set-aside')).toEqual([]);
    expect(found).toHaveLength(filesOn(root).length - 1);
  });

  it('by its DICOMDIR alone gives what that names, and nothing else of the folder', async () => {
    const root = await disc();
    const whole = await look([root]);
    await cp(pydicomFile('CT_small.dcm').path, path.join(root, 'notnamed.dcm'));
    const found = await look([path.join(root, 'DICOMDIR')]);
    expect(uids(found)).toEqual(uids(whole));
  });

  it.each(['folder', 'DICOMDIR'])('from which a file is missing says which, by its %s', async (way) => {
    const root = await disc();
    const [gone] = filesOn(path.join(root, '98892001'));
    await rm(gone ?? '');
    const found = await look([way === 'folder' ? root : path.join(root, 'DICOMDIR')]);
    expect(reasons(found)).toEqual({ [path.basename(gone ?? '')]: 'The DICOMDIR names it, but it is not there' });
  });

  it('whose names were written in small letters and with versions is found all the same', async () => {
    const root = await disc();
    const whole = uids(await look([root]));
    for (const file of filesOn(path.join(root, '77654033')))
      await rename(file, path.join(path.dirname(file), `${path.basename(file).toLowerCase()}.;1`));
    expect(uids(await look([path.join(root, 'DICOMDIR')]))).toEqual(whole);
  });

  it.each(['folder', 'DICOMDIR'])('whose directory is unreadable is looked at file by file, by its %s', async (way) => {
    const root = await disc();
    const whole = uids(await look([root]));
    const bytes = await readFile(path.join(root, 'DICOMDIR'));
    await writeFile(path.join(root, 'DICOMDIR'), bytes.subarray(0, 3_000));
    const found = await look([way === 'folder' ? root : path.join(root, 'DICOMDIR')]);
    expect(uids(found)).toEqual(whole);
    expect(reasons(found)['DICOMDIR']).toMatch(/DICOMDIR cannot be read .*the files themselves were looked at/);
  });

  it('within a ZIP archive is held against it, below the folder in which its directory lies', async () => {
    const root = await disc();
    const whole = uids(await look([root]));
    const entries = filesOn(root).map((file) => ({
      name: `My CD/${path.relative(root, file).toLowerCase()}`,
      content: readFileSync(file),
    }));
    const objects = entries.filter(({ name }) => !name.endsWith('dicomdir'));
    expect(reasons(await look([await zipped(entries)]))).toEqual({});
    expect(uids(await look([at('it.zip')]))).toEqual(whole);
    const less = await look([await zipped(entries.filter(({ name }) => name !== objects[0]?.name))]);
    expect(Object.values(reasons(less))).toEqual(['The DICOMDIR names it, but it is not there']);
  });

  it('whose directory names files above it stays within its folder', async () => {
    const root = await disc();
    await cp(pydicomFile('CT_small.dcm').path, at('98892001'));
    const bytes = await readFile(path.join(root, 'DICOMDIR'));
    const wanted = Buffer.from('98892001\\');
    for (let found = bytes.indexOf(wanted); found >= 0; found = bytes.indexOf(wanted)) bytes.write('..\\.....\\', found);
    await writeFile(path.join(root, 'DICOMDIR'), bytes);
    const found = await look([path.join(root, 'DICOMDIR')]);
    expect(uids(found)).not.toContain(pydicomFile('CT_small.dcm').sopInstanceUid);
    expect(Object.values(reasons(found)).every((words) => /is not there/.test(words))).toBe(true);
  });

  it('that DCMTK made is read', async () => {
    const root = await disc();
    await rm(path.join(root, 'DICOMDIR'));
    const names = filesOn(root).map((file) => path.relative(root, file));
    execFileSync('dcmmkdir', ['+D', 'DICOMDIR', '-Nrc', ...names], { cwd: root, stdio: 'ignore' });
    const found = await look([path.join(root, 'DICOMDIR')]);
    expect(uids(found)).toHaveLength(names.length);
  });
});
