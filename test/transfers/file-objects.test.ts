// Objects found while they are sent: looked at just ahead of their turn, short files opened once, everything else read when it goes.
import { statSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { findFileObjects, type FileObject } from '../../core/transfers/file-objects.ts';
import { openAtOnce } from '../../core/transfers/open-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';

function dataSetOf(index: number, pixels: number): Uint8Array {
  const entries = {
    SOPClassUID: CT,
    SOPInstanceUID: `1.2.3.${index + 1}`,
    PixelData: { vr: 'OB', value: new Uint8Array(pixels).fill(index) },
  };
  return encodeDataSet(buildDataSet(entries), EXPLICIT);
}

function fileOf(index: number, pixels: number): Uint8Array {
  const meta = encodeFileMeta({
    sopClassUid: CT,
    sopInstanceUid: `1.2.3.${index + 1}`,
    transferSyntaxUid: EXPLICIT,
    implementationClassUid: '1.2.3.4',
    implementationVersionName: 'TEST',
  });
  return Buffer.concat([meta, dataSetOf(index, pixels)]);
}

let opened: string[];
beforeEach(() => {
  opened = [];
});

/** So many files of `pixels` bytes of pixel data, found with a count of what was opened. */
async function found(folder: string, count: number, pixels = 100): Promise<AsyncGenerator<FileObject>> {
  for (let index = 0; index < count; index += 1) {
    await writeFile(path.join(folder, `${String(index).padStart(4, '0')}.dcm`), fileOf(index, pixels));
  }
  return findFileObjects([folder], {
    openFile: (file) => {
      opened.push(file);
      return openAtOnce(file);
    },
  });
}

async function bytesOf(object: FileObject | undefined): Promise<Uint8Array> {
  if (!object) throw new Error('there is no such object');
  const source = await object.open();
  const bytes = new Uint8Array(object.bytes);
  expect(await source.fill([bytes])).toBe(object.bytes);
  await source.close();
  return bytes;
}

const indexOf = ({ sopInstanceUid }: FileObject): number => Number(sopInstanceUid.slice('1.2.3.'.length)) - 1;

describe('objects that are found while they are sent', () => {
  it('are looked at little ahead of their turn', async () => {
    await using folder = await temporaryFolder();
    const objects = await found(folder.path, 200);
    await objects.next();
    await new Promise(setImmediate);
    expect(opened.length).toBeLessThan(40);
    await objects.return(undefined);
  });

  it('are sent from what was read of them, where that was the whole file', async () => {
    await using folder = await temporaryFolder();
    const objects = await found(folder.path, 20);
    for await (const object of objects) {
      await rm(object.path);
      expect(await bytesOf(object)).toEqual(dataSetOf(indexOf(object), 100));
    }
    expect(opened).toHaveLength(20);
  });

  it('are not sent from what was read when the file became shorter meanwhile', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'x.dcm');
    await writeFile(file, fileOf(0, 100));
    const before = statSync(file);
    await truncate(file, before.size - 50);
    for await (const object of findFileObjects([file], { look: () => before })) await expect(object.open()).rejects.toThrow(/has changed/);
    expect.assertions(1);
  });

  it('are read from their files where they are longer', async () => {
    await using folder = await temporaryFolder();
    const objects = await found(folder.path, 3, 40_000);
    for await (const object of objects) expect(await bytesOf(object)).toEqual(dataSetOf(indexOf(object), 40_000));
    expect(opened).toHaveLength(6);
  });

  it('hold few bytes where all are gathered before any goes, and can be opened twice', async () => {
    await using folder = await temporaryFolder();
    const gathered: FileObject[] = [];
    for await (const object of await found(folder.path, 100)) gathered.push(object);
    opened = [];
    for (const object of gathered) expect(await bytesOf(object)).toEqual(dataSetOf(indexOf(object), 100));
    expect(opened).toHaveLength(36);
    expect(await bytesOf(gathered.at(-1))).toHaveLength(gathered.at(-1)?.bytes ?? 0);
  });
});
