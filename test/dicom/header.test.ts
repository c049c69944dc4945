import { describe, expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta, hasPreamble, readFileMeta } from '../../core/dicom/file-meta.ts';
import { readHeader, scanHeader, type HeaderScan } from '../../core/dicom/header.ts';
import { recogniseFile } from '../../core/dicom/object-file.ts';
import { inflate, sampleBytes, sampleNames } from './sample-files.ts';

const IMPLICIT = '1.2.840.10008.1.2';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const object = { SOPClassUID: CT, SOPInstanceUID: '1.2.3', StudyInstanceUID: '1.2.4', SeriesInstanceUID: '1.2.5', PatientName: 'Doe^John' };
const encoded = (entries: Readonly<Record<string, string>>): Uint8Array => encodeDataSet(buildDataSet(entries), IMPLICIT);
const complete = { complete: true, inflate };
const reason = (scan: HeaderScan): string => (scan.kind === 'refused' ? scan.reason : scan.kind);

const meta = {
  sopClassUid: CT,
  sopInstanceUid: '1.2.3',
  transferSyntaxUid: IMPLICIT,
  implementationClassUid: '2.25.1',
  implementationVersionName: 'GANTRY_1',
  sourceTitle: 'CT1',
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

describe('file meta information', () => {
  test('what is written is read, and ends where the data set begins', () => {
    const bytes = encodeFileMeta(meta);
    const read = readFileMeta(joined(bytes, encoded(object)));
    expect(read).toMatchObject({ ...meta, dataSetOffset: bytes.length });
    expect(hasPreamble(bytes)).toBe(true);
    expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    expect(Array.from(bytes.subarray(132, 144))).toEqual([2, 0, 0, 0, 0x55, 0x4c, 4, 0, bytes.length - 144, 0, 0, 0]);
  });

  test('a wrong group length does not mislead', () => {
    const bytes = encodeFileMeta(meta);
    const changed = bytes.slice();
    changed[140] = 7;
    expect(readFileMeta(joined(changed, encoded(object)))?.dataSetOffset).toBe(bytes.length);
  });

  test('it is refused within the meta group, and unknown without one', () => {
    expect(() => readFileMeta(encodeFileMeta(meta).subarray(0, 200))).toThrow('within the file meta information');
    expect(readFileMeta(ascii('hello'))).toBeUndefined();
  });
});

describe('headers', () => {
  test('fields of each level are there', () => {
    const scan = readHeader(sampleBytes('test_files/CT_small.dcm'), complete);
    expect(scan).toMatchObject({
      kind: 'header',
      header: {
        sopClassUid: CT,
        patient: { name: 'CompressedSamples^CT1', id: '1CT1', sex: 'O' },
        study: { uid: '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322', date: '20040119', description: 'e+1' },
        series: { modality: 'CT', number: 1, manufacturer: 'GE MEDICAL SYSTEMS' },
        instance: { number: 1, rows: 128, columns: 128, bitsAllocated: 16, photometric: 'MONOCHROME2' },
        warnings: [],
        guessedText: false,
      },
    });
  });

  test.each([
    ['a text file', ascii('hello world, this is no image at all'), 'not-dicom'],
    ['an empty file', new Uint8Array(), 'not-dicom'],
    ['no SOP class', encoded({ Modality: 'CT', SOPInstanceUID: '1.2.3' }), 'no-sop-class-uid'],
    ['no SOP instance', encoded({ SOPClassUID: CT, PatientID: 'A' }), 'no-sop-instance-uid'],
    ['a header that is cut', encoded(object).subarray(0, 60), 'truncated'],
  ])('%s is refused', (_, bytes, why) => expect(reason(readHeader(bytes, complete))).toBe(why));

  test.each(['../../x', '1..2', 'CON', '1.2.3/4', '1.2\u00003', `1.${'2'.repeat(64)}`])('the UID %j is refused', (uid) => {
    const bytes = encodeDataSet(
      buildDataSet([
        [0x00080016, CT],
        [0x00080018, { vr: 'UI', value: ascii(uid.length % 2 ? `${uid}\0` : uid) }],
      ]),
      IMPLICIT,
    );
    expect(reason(scanHeader(bytes, IMPLICIT, complete))).toBe('invalid-uid');
  });

  test('a UID with a leading zero is kept with a warning', () => {
    const scan = scanHeader(encoded({ ...object, SOPInstanceUID: '1.02.3' }), IMPLICIT, complete);
    expect(scan).toMatchObject({ kind: 'header', header: { warnings: ['uid-form'] } });
  });

  test('what a file is that is none is said', () => {
    expect(readHeader(ascii('%PDF-1.7 and more of it'), complete)).toMatchObject({
      message: 'The file is not DICOM: it seems to be a PDF document',
    });
    expect(readHeader(joined(ascii('PK\u0003\u0004'), new Uint8Array(200)), complete)).toMatchObject({
      message: 'The file is not DICOM: it seems to be a ZIP archive',
    });
  });

  test('a disc directory is no object', () => {
    expect(reason(readHeader(sampleBytes('test_files/dicomdirtests/DICOMDIR'), complete))).toBe('directory');
  });

  test.each([
    ['test_files/ExplVR_BigEndNoMeta.dcm', 'data-set', '1.2.840.10008.1.2.2'],
    ['test_files/ExplVR_LitEndNoMeta.dcm', 'data-set', '1.2.840.10008.1.2.1'],
    ['test_files/rtstruct.dcm', 'data-set', '1.2.840.10008.1.2'],
    ['test_files/CT_small.dcm', 'part-10', '1.2.840.10008.1.2.1'],
  ])('%s is a %s in %s', (name, form, transferSyntaxUid) =>
    expect(recogniseFile(sampleBytes(name))).toMatchObject({ form, transferSyntaxUid }),
  );

  test('meta information without preamble is recognised', () => {
    const bytes = joined(encodeFileMeta(meta).subarray(132), encoded(object));
    expect(readHeader(bytes, complete)).toMatchObject({ kind: 'header', header: { warnings: ['no-preamble'] } });
  });

  test('meta information that contradicts the data set is said', () => {
    const bytes = joined(encodeFileMeta({ ...meta, sopInstanceUid: '1.2.99' }), encoded(object));
    expect(readHeader(bytes, complete)).toMatchObject({ kind: 'header', header: { sopInstanceUid: '1.2.3', warnings: ['meta-differs'] } });
  });

  test('every prefix asks for more, or says what the whole file says', () => {
    for (const name of sampleNames()) {
      const bytes = sampleBytes(name);
      const whole = readHeader(bytes, complete);
      for (const length of [0, 40, 131, 132, 150, 300, 400, 700, 1000, 1500, 4000, 65536]) {
        const scan = readHeader(bytes.subarray(0, length), { complete: length >= bytes.length, inflate });
        if (scan.kind !== 'more') expect([name, length, scan]).toEqual([name, length, whole]);
      }
    }
  });
});
