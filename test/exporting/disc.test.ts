// The disc's directory as others read it: DCMTK, pydicom and dciodvfy walk every record and find every file.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { exportObjects } from '../../core/exporting/export.ts';
import { recordTypeOf } from '../../core/exporting/disc/record-types.ts';
import type { ExportObject } from '../../core/exporting/types.ts';
import { pydicomFiles } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const WALK = `
import sys, os, json
from pydicom.filereader import dcmread
root = os.path.dirname(sys.argv[1])
ds = dcmread(sys.argv[1])
start = {item.seq_item_tell if hasattr(item, 'seq_item_tell') else None: item for item in ds.DirectoryRecordSequence}
seen = []
def walk(offset, trail):
    while offset:
        item = start[offset]
        name = trail + [item.DirectoryRecordType]
        if 'ReferencedFileID' in item:
            own = dcmread(os.path.join(root, *item.ReferencedFileID), stop_before_pixels=True)
            assert own.file_meta.MediaStorageSOPInstanceUID == item.ReferencedSOPInstanceUIDInFile
            assert own.file_meta.TransferSyntaxUID == item.ReferencedTransferSyntaxUIDInFile
        seen.append('/'.join(name) + ' ' + str(item.get('PatientName', '')))
        walk(item.OffsetOfReferencedLowerLevelDirectoryEntity, name)
        offset = item.OffsetOfTheNextDirectoryRecord
walk(ds.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, [])
assert len(seen) == len(ds.DirectoryRecordSequence), (len(seen), len(ds.DirectoryRecordSequence))
print(json.dumps(seen))
`;

it('is walked by pydicom and DCMTK, record by record, to files with their own bytes', async () => {
  await using folder = await temporaryFolder();
  const sources = pydicomFiles().map(({ path: place, sopClassUid, sopInstanceUid, transferSyntaxUid }) => ({
    path: place,
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    bytes: readFileSync(place).length,
  }));
  const twice = [...sources, ...sources.slice(0, 1)];
  const { place, objects, leftOut } = await exportObjects({
    kind: 'disc',
    objects: () => twice,
    folder: folder.path,
    name: 'Disc',
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  expect(leftOut).toHaveLength(1 + sources.length - objects);
  expect(objects).toBeGreaterThan(25);
  const directory = path.join(place, 'DICOMDIR');

  const walked = await run('/usr/bin/python3', ['-W', 'ignore', '-c', WALK, directory]);
  expect(walked.code, walked.output).toBe(0);
  expect(walked.output.match(/PATIENT\/STUDY\/SERIES\/[A-Z ]+ /g)).toHaveLength(objects);
  expect(walked.output).toContain('PATIENT/STUDY/SERIES/RT PLAN');
  expect(walked.output).toContain('PATIENT/STUDY/SERIES/SR DOCUMENT');

  const dumped = await run('dcmdump', ['-q', '+P', '0004,1430', '+P', '0004,1500', directory]);
  expect(dumped.code, dumped.output).toBe(0);
  expect(dumped.output.match(/ReferencedFileID/g)).toHaveLength(objects);
  for (const [, id = ''] of dumped.output.matchAll(/CS \[([^\]]+)\].*ReferencedFileID/g)) {
    expect(id).toMatch(/^DICOM(\\[A-Z0-9]{8}){4}$/);
  }
}, 60_000);

it('has no error in the eyes of dciodvfy', async () => {
  if (!(await installed('dciodvfy'))) return;
  await using folder = await temporaryFolder();
  const sources = pydicomFiles()
    .filter(({ path: place }) => /CT_small|MR_small|rtplan|reportsi|waveform_ecg/.test(place))
    .map(({ path: place, sopClassUid, sopInstanceUid, transferSyntaxUid }) => ({
      path: place,
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid,
      bytes: 1,
    }));
  const { place } = await exportObjects({
    kind: 'disc',
    objects: () => sources,
    folder: folder.path,
    name: 'Disc',
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  const { output } = await run('dciodvfy', [path.join(place, 'DICOMDIR')]);
  expect(output.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
});

const MANY = 2_100;
const CT = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';

/** Slices of three patients with names in several scripts, as files. */
function manySlices(folder: string): ExportObject[] {
  const names = ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'Hong^Gildong=洪^吉洞=홍^길동', 'Müller^Anna'];
  return Array.from({ length: MANY }, (_, index) => {
    const patient = index % names.length;
    const sopInstanceUid = `1.2.826.0.1.3680043.8.1055.12.${patient}.${index + 1}`;
    const dataSet = buildDataSet({
      SpecificCharacterSet: 'ISO_IR 192',
      SOPClassUID: CT,
      SOPInstanceUID: sopInstanceUid,
      StudyInstanceUID: `1.2.826.0.1.3680043.8.1055.12.${patient}`,
      SeriesInstanceUID: `1.2.826.0.1.3680043.8.1055.12.${patient}.0`,
      PatientName: names[patient] ?? '',
      PatientID: `P${patient}`,
      StudyDate: '20260131',
      StudyTime: '101500',
      StudyID: '1',
      AccessionNumber: 'A1',
      StudyDescription: '胸部 CT',
      Modality: 'CT',
      SeriesNumber: '1',
      InstanceNumber: String(index + 1),
    });
    const meta = encodeFileMeta({
      sopClassUid: CT,
      sopInstanceUid,
      transferSyntaxUid: EXPLICIT,
      implementationClassUid: '2.25.1',
      implementationVersionName: 'TEST',
    });
    const place = path.join(folder, `${index}.dcm`);
    const bytes = Buffer.concat([meta, encodeDataSet(dataSet, EXPLICIT)]);
    writeFileSync(place, bytes);
    return { path: place, sopClassUid: CT, sopInstanceUid, transferSyntaxUid: EXPLICIT, bytes: bytes.length };
  });
}

it('holds more than two thousand objects, and names in their own scripts', async () => {
  await using folder = await temporaryFolder();
  await using from = await temporaryFolder();
  const objects = manySlices(from.path);
  const made = await exportObjects({
    kind: 'disc',
    objects: () => objects,
    folder: folder.path,
    name: '山田 太郎',
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  expect([made.objects, made.leftOut, path.basename(made.place)]).toEqual([MANY, [], '山田 太郎']);
  const directory = path.join(made.place, 'DICOMDIR');
  const walked = await run('/usr/bin/python3', ['-W', 'ignore', '-c', WALK, directory]);
  expect(walked.code, walked.output.slice(0, 2_000)).toBe(0);
  const seen = JSON.parse(walked.output) as readonly string[];
  expect(seen.filter((record) => record.startsWith('PATIENT/STUDY/SERIES/IMAGE'))).toHaveLength(MANY);
  expect(seen.filter((record) => record.startsWith('PATIENT ')).sort()).toEqual([
    'PATIENT Hong^Gildong=洪^吉洞=홍^길동',
    'PATIENT Müller^Anna',
    'PATIENT Yamada^Tarou=山田^太郎=やまだ^たろう',
  ]);
  const dumped = await run('dcmdump', ['-q', '+P', '0004,1500', directory]);
  expect(dumped.code).toBe(0);
  expect(new Set(dumped.output.match(/DICOM(\\[A-Z0-9]{8}){4}/g)).size).toBe(MANY);
  if (!(await installed('dciodvfy'))) return;
  const { output } = await run('dciodvfy', [directory]);
  expect(output.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
}, 120_000);

it.each([
  ['1.2.840.10008.5.1.4.1.1.2', 'IMAGE'],
  ['1.2.840.10008.5.1.4.1.1.66', 'RAW DATA'],
  ['1.2.840.10008.5.1.4.1.1.66.4', 'IMAGE'],
  ['1.2.840.10008.5.1.4.1.1.88.33', 'SR DOCUMENT'],
  ['1.2.840.10008.5.1.4.1.1.88.59', 'KEY OBJECT DOC'],
  ['1.2.840.10008.5.1.4.1.1.481.5', 'RT PLAN'],
  ['1.2.840.10008.5.1.4.1.1.104.1', 'ENCAP DOC'],
  ['1.2.840.10008.5.1.4.38.1', 'HANGING PROTOCOL'],
  ['1.2.3', 'IMAGE'],
])('%s is listed as %s', (sopClassUid, name) => {
  expect(recordTypeOf(sopClassUid).name).toBe(name);
});
