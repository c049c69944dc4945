import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../core/dicom/base64.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import { fromDicomJson, toDicomJson } from '../../core/dicom/json.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { tagTree } from '../../core/dicom/tag-tree.ts';
import { pythonWithPydicom, readSample, sampleFolder } from './sample-files.ts';

describe('DICOM JSON (PS3.18 Annex F)', () => {
  test('each kind of value', () => {
    const json = toDicomJson(
      buildDataSet({
        SpecificCharacterSet: 'ISO_IR 100',
        PatientName: 'Yamada',
        OtherPatientNames: ['A^B', 'C'],
        PatientWeight: '70.5',
        InstanceNumber: 4,
        Rows: 512,
        ImageType: ['ORIGINAL', '', 'AXIAL'],
        FrameIncrementPointer: [0x00181063],
        SelectorOBValue: Uint8Array.of(1, 2, 3, 4),
        AccessionNumber: '',
        RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S' }],
        SelectorFDValue: [NaN, 1.5, -Infinity],
        SelectorUVValue: [2n ** 60n],
      }),
    );
    expect(json).toEqual({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00080008': { vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] },
      '00080050': { vr: 'SH' },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Yamada' }] },
      '00101001': { vr: 'PN', Value: [{ Alphabetic: 'A^B' }, { Alphabetic: 'C' }] },
      '00101030': { vr: 'DS', Value: [70.5] },
      '00200013': { vr: 'IS', Value: [4] },
      '00280009': { vr: 'AT', Value: ['00181063'] },
      '00280010': { vr: 'US', Value: [512] },
      '00400275': { vr: 'SQ', Value: [{ '00400009': { vr: 'SH', Value: ['S'] } }] },
      '00720065': { vr: 'OB', InlineBinary: 'AQIDBA==' },
      '00720074': { vr: 'FD', Value: ['NaN', 1.5, '-inf'] },
      '00720083': { vr: 'UV', Value: [String(2n ** 60n)] },
    });
  });

  test('it has the elements that pydicom has, and comes back', () => {
    const names = ['CT_small', 'rtplan', 'MR_small', 'rtdose_1frame', 'test-SR'].map((name) => `test_files/${name}.dcm`);
    const tags = JSON.parse(
      pythonWithPydicom(
        `import json, pydicom\nprint(json.dumps([['%08X' % e.tag for e in pydicom.dcmread('${sampleFolder()}/' + n)] for n in ${JSON.stringify(names)}]))`,
      ),
    ) as string[][];
    names.forEach((name, index) => {
      const json = toDicomJson(readSample(name));
      expect(Object.keys(json).sort()).toEqual(tags[index]?.filter((tag) => !tag.endsWith('0000')));
      expect(toDicomJson(fromDicomJson(json))).toEqual({ ...json, '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } });
    });
  });

  test('what cannot be taken is refused with its name', () => {
    expect(() => fromDicomJson({ hello: { vr: 'LO' } })).toThrow('hello is no tag');
    expect(() => fromDicomJson({ '00280010': { vr: 'US', Value: ['many'] } })).toThrow('(0028,0010)');
    expect(() => fromDicomJson({ '7FE00010': { vr: 'OW', InlineBinary: '!' } })).toThrow('base 64');
  });

  test('base 64 both ways at every length', () => {
    for (let length = 0; length < 20; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 57 + 3) & 0xff);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
    expect(fromBase64('a')).toBeUndefined();
  });
});

describe('the tag view', () => {
  test('rows say name, VR, value and meaning', () => {
    const rows = tagTree(readSample('test_files/CT_small.dcm'));
    const row = (tagText: string) => rows.find((one) => one.tagText === tagText);
    expect(row('(0010,0010)')).toMatchObject({
      keyword: 'PatientName',
      name: "Patient's Name",
      vr: 'PN',
      value: 'CompressedSamples^CT1',
      depth: 0,
      path: 'PatientName',
      cut: false,
    });
    expect(row('(0008,0016)')).toMatchObject({ meaning: 'CT Image Storage' });
    expect(row('(0008,0020)')).toMatchObject({ value: '20040119', meaning: '2004-01-19' });
    expect(row('(0009,1001)')).toMatchObject({ privateCreator: 'GEMS_IDEN_01', name: 'Full fidelity', keyword: '' });
    expect(row('(7FE0,0010)')).toMatchObject({ vr: 'OW', length: 32768, cut: true });
    expect(row('(7FE0,0010)')?.value.length).toBe(200);
  });

  test('items are made when asked, with paths', () => {
    const rows = tagTree(readSample('test_files/rtplan.dcm'), { maximum: 10 });
    const beams = rows.find(({ keyword }) => keyword === 'BeamSequence');
    const [first] = beams?.items?.() ?? [];
    expect(beams?.value).toBe('1 item');
    expect(first?.find(({ keyword }) => keyword === 'BeamName')).toMatchObject({ path: 'BeamSequence[1].BeamName', depth: 1 });
  });

  test('offsets point at the element in the data set', () => {
    const dataSet = readSample('test_files/CT_small.dcm');
    const { view } = dataSet.source.walker;
    for (const { tag, offset } of tagTree(dataSet))
      expect(view.getUint16(offset, true) * 65536 + view.getUint16(offset + 2, true)).toBe(tag);
  });

  test('a broken sequence shows its fault', () => {
    const bytes = Uint8Array.from([
      0x40, 0, 0x75, 2, 0x53, 0x51, 0, 0, 14, 0, 0, 0, 0xfe, 0xff, 0, 0xe0, 0x20, 0, 0, 0, 0x40, 0, 9, 0, 0x53, 0x48,
    ]);
    const rows = tagTree(parseDataSet(bytes, '1.2.840.10008.1.2.1'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.fault).toContain('(byte 20)');
  });
});
