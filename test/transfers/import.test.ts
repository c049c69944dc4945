// Files enter the inbox as objects from the network do: the same data set, the same rule for the same UID, nothing half-written, every reason told.
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { readHeader } from '../../core/dicom/header.ts';
import { readFileMeta } from '../../core/dicom/file-meta.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { ENDED, openRooms, untilTransfer, type Rooms } from '../support/rooms.ts';
import { until } from '../support/until.ts';
import { zipFile } from '../support/zip-file.ts';

const FILES = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm', 'image_dfl.dcm', 'ExplVR_BigEnd.dcm'];

async function cd(rooms: Rooms): Promise<string> {
  const folder = path.join(rooms.folder, 'CD 1');
  await mkdir(path.join(folder, 'inner'), { recursive: true });
  for (const [index, name] of FILES.entries()) await cp(pydicomFile(name).path, path.join(folder, index === 0 ? 'IM1' : `inner/${name}`));
  return folder;
}

const imported = (rooms: Rooms, paths: readonly string[]) => untilTransfer(rooms.transfers, rooms.transfers.import(paths), ENDED);

/** The files that the inbox keeps. */
function kept({ inbox }: Rooms): readonly string[] {
  inbox.settle();
  const found = readdirSync(inbox.folder, { recursive: true, encoding: 'utf8' });
  return found.filter((name) => name.endsWith('.dcm') && !name.startsWith('quarantine')).map((name) => path.join(inbox.folder, name));
}
const dataSets = (files: readonly string[]): string[] =>
  files.map((file) => Buffer.from(objectFile(file).bytes()).toString('base64')).sort();
const originals = (): string[] => FILES.map((name) => Buffer.from(pydicomFile(name).bytes()).toString('base64')).sort();
const problems = (rooms: Rooms, id: string): Readonly<Record<string, string>> => {
  const { rows } = rooms.transfers.objects(id, { offset: 0, limit: 100, only: 'problems' });
  return Object.fromEntries(rows.map(({ name, words }) => [name, words]));
};

describe('an import', () => {
  it('keeps the data set of each file byte for byte, behind a meta group of ours', async () => {
    await using rooms = await openRooms();
    const view = await imported(rooms, [await cd(rooms)]);
    expect(view).toMatchObject({
      state: 'done',
      direction: 'import',
      completed: 5,
      total: 5,
      summary: '5 imported',
      label: 'CD 1',
      failure: null,
    });
    expect(view.bytes).toBe(view.totalBytes);
    expect(dataSets(kept(rooms))).toEqual(originals());
    for (const file of kept(rooms)) {
      const meta = readFileMeta(readFileSync(file));
      expect(meta).toMatchObject({ implementationVersionName: 'TEST', sourceTitle: 'Import', sourceAddress: '' });
      expect(readFileSync(file).includes('CD 1')).toBe(false);
    }
    expect(readdirSync(path.join(rooms.inbox.folder, '.incoming')).filter((name) => name.endsWith('.part')).length).toBeLessThan(2);
  });

  it('says in the index where it came from, and still that it was imported when the index is made anew', async () => {
    await using rooms = await openRooms();
    await imported(rooms, [await cd(rooms)]);
    const rows = () => FILES.map((name) => rooms.inbox.study(studyOf(name)));
    expect(rows()).toMatchObject(FILES.map(() => ({ fromTitle: 'Import', fromAddress: 'CD 1' })));
    await rooms.inbox.rebuild();
    expect(rows()).toMatchObject(FILES.map(() => ({ fromTitle: 'Import', fromAddress: '' })));
  });

  it('takes a ZIP file and a bare data set like files', async () => {
    await using rooms = await openRooms();
    const entries = FILES.map((name) => ({ name: `a/${name}`, content: readFileSync(pydicomFile(name).path) }));
    const archive = path.join(rooms.folder, 'from outside.zip');
    await writeFile(archive, zipFile(entries));
    const bare = encodeDataSet(
      buildDataSet({ SOPClassUID: CT, SOPInstanceUID: '1.2.9', StudyInstanceUID: '1.9', SeriesInstanceUID: '1.9.1' }),
      IMPLICIT,
    );
    await writeFile(path.join(rooms.folder, 'raw'), bare);
    const view = await imported(rooms, [archive, path.join(rooms.folder, 'raw')]);
    expect(view).toMatchObject({ state: 'done', completed: 6, summary: '6 imported' });
    expect(rooms.inbox.study('1.9')).toMatchObject({ instanceCount: 1 });
    expect(dataSets(kept(rooms))).toEqual([...originals(), Buffer.from(bare).toString('base64')].sort());
    expect(rooms.inbox.study(studyOf('CT_small.dcm'))).toMatchObject({ fromTitle: 'Import', fromAddress: 'from outside.zip' });
  });

  it('counts what was here, keeps other bytes as another version, and never writes over anything', async () => {
    await using rooms = await openRooms();
    const folder = await cd(rooms);
    await imported(rooms, [folder]);
    expect(await imported(rooms, [folder])).toMatchObject({ state: 'done', completed: 5, summary: '5 were here already' });
    const other = Buffer.from(readFileSync(pydicomFile('CT_small.dcm').path));
    other.writeUInt8(other.readUInt8(other.length - 200) ^ 1, other.length - 200);
    await writeFile(path.join(folder, 'IM1'), other);
    await cp(pydicomFile('CT_small.dcm').path, path.join(folder, 'again'));
    const view = await imported(rooms, [folder]);
    expect(view).toMatchObject({ state: 'partial', completed: 5, warning: 1, summary: '5 were here already, 1 kept as another version' });
    expect(problems(rooms, view.id)['IM1']).toMatch(/Kept as another version/);
    expect(kept(rooms)).toHaveLength(6);
  });

  it('is green with other files beside the images, and lists each of them with its reason', async () => {
    await using rooms = await openRooms();
    const folder = await cd(rooms);
    await writeFile(path.join(folder, 'viewer.exe'), 'MZ and so on');
    await writeFile(path.join(folder, 'README.TXT'), 'Insert the disc');
    const view = await imported(rooms, [folder]);
    expect(view).toMatchObject({ state: 'done', setAside: 2, summary: '5 imported, 2 other files left out' });
    expect(problems(rooms, view.id)).toEqual({
      'viewer.exe': 'The file is not DICOM: it seems to be a program',
      'README.TXT': 'The file is not DICOM',
    });
    await writeFile(path.join(folder, 'cut'), readFileSync(pydicomFile('CT_small.dcm').path).subarray(0, 20_000));
    expect(await imported(rooms, [folder])).toMatchObject({
      state: 'partial',
      summary: '5 were here already, 1 set aside, 2 other files left out',
    });
  });

  it('of nothing that is DICOM says so and is not green', async () => {
    await using rooms = await openRooms();
    await writeFile(path.join(rooms.folder, 'x.txt'), 'text');
    expect(await imported(rooms, [path.join(rooms.folder, 'x.txt')])).toMatchObject({ state: 'failed', summary: '1 other file left out' });
  });

  it('leaves nothing of an object that is damaged in its ZIP file, and keeps the others', async () => {
    await using rooms = await openRooms();
    const entries = FILES.map((name, index) => ({
      name,
      content: readFileSync(pydicomFile(name).path),
      method: 0,
      ...(index === 1 && { crc: 1 }),
    }));
    const archive = path.join(rooms.folder, 'x.zip');
    await writeFile(archive, zipFile(entries));
    const view = await imported(rooms, [archive]);
    expect(view).toMatchObject({ state: 'partial', completed: 4, failed: 1, summary: '4 imported, 1 not imported' });
    expect(problems(rooms, view.id)).toEqual({ 'MR_small.dcm': 'It is damaged in the ZIP file' });
    expect(kept(rooms)).toHaveLength(4);
  });

  it('is cancelled, keeps what is in, and imports the rest when it is tried again', async () => {
    await using rooms = await openRooms();
    const content = readFileSync(pydicomFile('CT_small.dcm').path);
    const uid = pydicomFile('CT_small.dcm').sopInstanceUid;
    const entries = Array.from({ length: 400 }, (_, index) => {
      const own = `${uid.slice(0, -3)}${String(index).padStart(3, '0')}`;
      return { name: `${index}`, content: Buffer.from(content.toString('latin1').replaceAll(uid, own), 'latin1'), method: 0 };
    });
    const archive = path.join(rooms.folder, 'many.zip');
    await writeFile(archive, zipFile(entries));
    const id = rooms.transfers.import([archive]);
    // As soon as it is told, lest all are in by then.
    const stop = rooms.transfers.subscribe(() => {
      const { state, completed = 0 } = rooms.transfers.get(id) ?? {};
      if (state === 'running' && completed > 0) rooms.transfers.pause(id);
    });
    await until(() => rooms.transfers.get(id)?.state === 'paused', { what: 'it to be paused' });
    stop();
    rooms.transfers.cancel(id);
    const cancelled = await untilTransfer(rooms.transfers, id, ENDED);
    expect(cancelled.summary).toMatch(/Cancelled by you at .* of 400 imported/);
    await until(() => kept(rooms).length === rooms.transfers.get(id)?.completed, { what: 'the last ones to settle' });
    rooms.transfers.retry(id);
    expect(await untilTransfer(rooms.transfers, id, ENDED)).toMatchObject({ state: 'done', completed: 400 });
    expect(kept(rooms)).toHaveLength(400);
  });

  it('looks again at what was set aside when it is retried, in folders and in archives, and at nothing else', async () => {
    await using rooms = await openRooms();
    const folder = await cd(rooms);
    const whole = readFileSync(path.join(folder, 'IM1'));
    await writeFile(path.join(folder, 'IM1'), whole.subarray(0, 20_000));
    const archive = path.join(folder, 'more.zip');
    const entry = readFileSync(pydicomFile('rtplan.dcm').path);
    await writeFile(archive, 'PK\u0003\u0004 and not copied yet');
    const id = rooms.transfers.import([folder]);
    expect(await untilTransfer(rooms.transfers, id, ENDED)).toMatchObject({ state: 'partial', completed: 4, setAside: 2 });
    rooms.transfers.retry(id);
    await until(() => rooms.transfers.get(id)?.state === 'partial', { what: 'the same to be found' });
    expect(rooms.transfers.get(id)).toMatchObject({ completed: 4, setAside: 2 });
    await writeFile(path.join(folder, 'IM1'), whole);
    await writeFile(archive, zipFile([{ name: 'a', content: entry }]));
    await rm(path.join(folder, 'inner'), { recursive: true });
    rooms.transfers.retry(id);
    expect(await untilTransfer(rooms.transfers, id, ENDED)).toMatchObject({
      state: 'done',
      completed: 6,
      setAside: 0,
      summary: '6 imported',
    });
    expect(kept(rooms)).toHaveLength(6);
  });
});

const CT = '1.2.840.10008.5.1.4.1.1.2';
const IMPLICIT = '1.2.840.10008.1.2';

function studyOf(name: string): string {
  const scan = readHeader(readFileSync(pydicomFile(name).path), { complete: true, inflate: (bytes) => inflateRawSync(bytes) });
  return scan.kind === 'header' ? scan.header.study.uid : '';
}
