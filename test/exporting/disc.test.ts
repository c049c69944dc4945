// The disc's directory as others read it: DCMTK, pydicom and dciodvfy walk every record and find every file.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exportObjects } from '../../core/exporting/export.ts';
import { recordTypeOf } from '../../core/exporting/disc/record-types.ts';
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
