// The tag view: levels, searches, values and bytes of real and of made objects, however long or deep; and two objects side by side.
import {
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  closeSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TagRow } from '../../core/contract.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta, readFileMeta } from '../../core/dicom/file-meta.ts';
import { compareObjects } from '../../core/objects/compare.ts';
import { openObject } from '../../core/objects/open-object.ts';
import { findRows, levelRows, tagBytes, tagValue } from '../../core/objects/tag-rows.ts';
import { concat } from '../../core/lib/bytes.ts';
import { ctObject, type TestObject } from '../inbox/support/arrivals.ts';

let folder = '';
let number = 0;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gantry-objects-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EXPLICIT = '1.2.840.10008.1.2.1';

function fileOf({ bytes, transferSyntaxUid, sopInstanceUid, sopClassUid }: TestObject): string {
  const file = path.join(folder, `${(number += 1)}.dcm`);
  const meta = encodeFileMeta({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    implementationClassUid: '1.2.3',
    implementationVersionName: 'TEST',
  });
  writeFileSync(file, concat([meta, bytes]));
  return file;
}

const fileWith = (more: Parameters<typeof ctObject>[1], change = (object: TestObject): TestObject => object): string =>
  fileOf(change(ctObject('1.2.3.1.1', more)));
const everything = { from: 0, limit: 20_000 };

function rowsOf(file: string, at = ''): readonly TagRow[] {
  using object = openObject(file);
  return levelRows(object, at, everything).rows;
}

/** Every row of an object, as if all were opened. */
function allRows(file: string, at = ''): readonly TagRow[] {
  return rowsOf(file, at).flatMap((row) => [row, ...(row.kind === 'element' ? [] : allRows(file, row.path))]);
}

describe('the tags of an object', () => {
  const nested = {
    PatientName: 'Müller^Jörg',
    RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1' }, { ScheduledProcedureStepID: 'S2' }],
    '00090010': { vr: 'LO', value: 'GEMS_IDEN_01' },
    '00091001': { vr: 'LO', value: 'full' },
  };

  it('have paths, names and values, meta group, items and private ones too', () => {
    const file = fileWith(nested);
    const rows = allRows(file);
    const at = (wanted: string) => rows.find((row) => row.path === wanted);
    expect(at('0002,0010')).toMatchObject({ keyword: 'TransferSyntaxUID', value: EXPLICIT, vr: 'UI' });
    expect(at('0010,0010')).toMatchObject({ name: "Patient's Name", value: 'Müller^Jörg', kind: 'element', depth: 0, cut: false });
    expect(at('0040,0275')).toMatchObject({ kind: 'sequence', value: '2 items' });
    expect(at('0040,0275[1]')).toMatchObject({ kind: 'item', depth: 1 });
    expect(at('0040,0275[1].0040,0009')).toMatchObject({ value: 'S2', depth: 2, kind: 'element' });
    expect(at('0009,1001')).toMatchObject({ name: 'Full fidelity', value: 'full' });
  });

  it('are read a level at a time, and a part at a time', () => {
    using object = openObject(fileWith(nested));
    expect(levelRows(object, '0040,0275', everything).rows.map((row) => row.path)).toEqual(['0040,0275[0]', '0040,0275[1]']);
    const first = levelRows(object, '', { from: 0, limit: 3 });
    const next = levelRows(object, '', { from: 3, limit: 3 });
    expect([first.rows.length, first.more, next.rows.length]).toEqual([3, true, 3]);
    expect(next.rows[0]?.path).not.toBe(first.rows[0]?.path);
  });

  it('say where they lie, so that their bytes are found there', () => {
    const file = fileWith(nested);
    const bytes = readFileSync(file);
    for (const row of allRows(file).filter(({ kind }) => kind !== 'item')) {
      const tag = `${bytes.readUInt16LE(row.offset).toString(16).padStart(4, '0')},${bytes
        .readUInt16LE(row.offset + 2)
        .toString(16)
        .padStart(4, '0')}`;
      expect(tag, row.path).toBe(row.tag);
    }
    using object = openObject(file);
    const found = tagBytes(object, '0040,0275[1].0040,0009', { from: 1, length: 1 });
    expect([Buffer.from(found?.bytes ?? []).toString(), found?.length, bytes.subarray(found?.offset).subarray(0, 2).toString()]).toEqual([
      '2',
      2,
      'S2',
    ]);
  });

  it('are found at any depth by name, tag, keyword and value, with the way to them', () => {
    using object = openObject(fileWith(nested));
    expect(findRows(object, 's2').rows.map((row) => row.path)).toEqual(['0040,0275', '0040,0275[1]', '0040,0275[1].0040,0009']);
    expect(findRows(object, 'müller').rows.map((row) => row.path)).toEqual(['0010,0010']);
    expect(findRows(object, '(0010,0020)').rows.map((row) => row.keyword)).toEqual(['PatientID']);
    expect(findRows(object, 'scheduled step id').rows).toHaveLength(5);
    expect(findRows(object, 'no such thing').rows).toEqual([]);
  });

  it('cut long values and give them whole when asked', () => {
    const comment = 'x'.repeat(5_000);
    const file = fileWith({ ImageComments: comment });
    const row = rowsOf(file).find(({ keyword }) => keyword === 'ImageComments');
    expect(row).toMatchObject({ cut: true, length: 5_000 });
    expect(row?.value).toHaveLength(256);
    using object = openObject(file);
    expect(tagValue(object, row?.path ?? '')).toBe(comment);
    expect(tagValue(object, '0040,0275[7].0040,0009')).toBeUndefined();
  });

  it('are read from a deflated object', () => {
    const file = fileWith({}, (object) => ({
      ...object,
      transferSyntaxUid: '1.2.840.10008.1.2.1.99',
      bytes: deflateRawSync(object.bytes),
    }));
    expect(rowsOf(file).find(({ keyword }) => keyword === 'PatientID')).toMatchObject({ value: 'P1' });
  });

  it('of an object that ends in the middle say so', () => {
    const file = fileWith({ PixelData: { vr: 'OW', value: new Uint8Array(2_000_000) } }, (object) => ({
      ...object,
      bytes: object.bytes.subarray(0, -5),
    }));
    expect(rowsOf(file).at(-1)).toMatchObject({ name: 'What follows cannot be read' });
  });
});

describe('large objects', () => {
  it('of 600 MB are opened by their headers alone', () => {
    const file = fileWith({});
    const size = 600 * 1024 * 1024;
    const fd = openSync(file, 'r+');
    const bytes = readFileSync(file);
    const at = bytes.lastIndexOf(Buffer.from('OW', 'latin1')) - 4;
    bytes.writeUInt32LE(size, at + 8);
    writeSync(fd, bytes.subarray(at), 0, 12, at);
    // A hole: the file is as long as it says and takes no room.
    ftruncateSync(fd, at + 12 + size);
    closeSync(fd);
    const before = process.memoryUsage().arrayBuffers;
    using object = openObject(file);
    expect(levelRows(object, '', everything).rows.at(-1)).toMatchObject({ keyword: 'PixelData', length: size, cut: true });
    expect(tagBytes(object, '7fe0,0010', { from: size - 16, length: 16 })?.bytes).toEqual(new Uint8Array(16));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it('of 100,000 elements and items are read in parts', () => {
    const items = Array.from({ length: 50_000 }, (_, index) => ({ ReferencedSOPInstanceUID: `1.2.${index}` }));
    const file = fileWith({ ReferencedImageSequence: items });
    using object = openObject(file);
    expect(levelRows(object, '', everything).rows.find(({ keyword }) => keyword === 'ReferencedImageSequence')?.value).toBe('50000 items');
    const part = levelRows(object, '0008,1140', { from: 49_990, limit: 100 });
    expect([part.rows.length, part.more, part.rows.at(-1)?.name]).toEqual([10, false, 'Item 50000']);
    expect(levelRows(object, '0008,1140[49999]', everything).rows[0]?.value).toBe('1.2.49999');
    expect(findRows(object, '1.2.4999').more).toBe(false);
  }, 180_000);
});

describe('two objects side by side', () => {
  const signal = new AbortController().signal;
  const compared = async (left: string, right: string, onlyDifferences = true) => {
    using one = openObject(left);
    using other = openObject(right);
    return await compareObjects(one, other, { onlyDifferences, signal });
  };

  it('differ in values, in what one of them lacks, and in items', async () => {
    const left = fileWith({ StudyDescription: 'Chest', RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1' }] });
    const right = fileWith({
      StudyDescription: 'Head',
      SeriesDescription: 'only here',
      RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S2' }, { ScheduledProcedureStepID: 'S3' }],
    });
    const { rows, differences, cut } = await compared(left, right);
    expect(cut).toBe(false);
    expect(rows.map((row) => [row.path, row.left, row.right])).toEqual([
      ['0008,1030', 'Chest', 'Head'],
      ['0008,103e', null, 'only here'],
      ['0040,0275', '1 item', '2 items'],
      ['0040,0275[0]', '', ''],
      ['0040,0275[0].0040,0009', 'S1', 'S2'],
      ['0040,0275[1]', null, ''],
      ['0040,0275[1].0040,0009', null, 'S3'],
    ]);
    expect(differences).toBe(4);
    expect(rows.every(({ same }) => !same)).toBe(true);
  });

  it('are the same in another coding, and every element is listed on wish', async () => {
    const object = ctObject('1.2.3.1.1');
    const bigEndian = '1.2.840.10008.1.2.2';
    const entries = { SOPClassUID: object.sopClassUid, SOPInstanceUID: '1.2.3.1.1', Rows: 512, StudyDate: '20260101' };
    const left = fileOf({ ...object, bytes: encodeDataSet(buildDataSet(entries), EXPLICIT) });
    const right = fileOf({ ...object, transferSyntaxUid: bigEndian, bytes: encodeDataSet(buildDataSet(entries), bigEndian) });
    expect((await compared(left, right)).rows.map(({ path: at }) => at)).toEqual(['0002,0010']);
    const all = await compared(left, right, false);
    expect(all.rows.find(({ path: at }) => at === '0028,0010')).toMatchObject({ left: '512', right: '512', same: true });
  });

  it('are told apart by one byte of many megabytes', async () => {
    const pixels = new Uint8Array(5_000_000);
    const left = fileWith({ PixelData: { vr: 'OW', value: pixels } });
    const right = fileWith({ PixelData: { vr: 'OW', value: pixels.with(4_999_999, 1) } });
    expect((await compared(left, right)).rows.map(({ name }) => name)).toEqual(['Pixel Data']);
    expect((await compared(left, left)).differences).toBe(0);
  });
});

function isPart10(file: string): boolean {
  return statSync(file).isFile() && (readFileMeta(readFileSync(file))?.dataSetOffset ?? 0) > 132;
}
const samples = '/usr/lib/python3/dist-packages/pydicom/data/test_files';
describe.runIf(existsSync(samples))('real files', () => {
  const names = existsSync(samples)
    ? readdirSync(samples).filter((name) => name.endsWith('.dcm') && isPart10(path.join(samples, name)))
    : [];
  it('can all be looked at', () => {
    for (const name of names) {
      const file = path.join(samples, name);
      const rows = rowsOf(file);
      expect(rows.length, name).toBeGreaterThan(5);
      const last = rows.filter(({ tag }) => tag !== '').at(-1);
      using object = openObject(file);
      expect(tagValue(object, last?.path ?? ''), name).toBeDefined();
    }
  }, 30_000);
});
if (!existsSync(samples)) console.log(`skipped: real files need python3-pydicom (${samples} is not there)`);
