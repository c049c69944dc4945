import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ObjectView, ReportItem } from '../../core/contract/objects.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import { recogniseFile } from '../../core/dicom/object-file.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { describeObject } from '../../core/documents/describe.ts';
import { sampleFolder } from '../dicom/sample-files.ts';

function sample(name: string): ObjectView {
  const bytes = new Uint8Array(readFileSync(join(sampleFolder(), 'test_files', name)));
  const form = recogniseFile(bytes);
  if (form.form === 'not-dicom') throw new Error(`${name} is not DICOM`);
  return describeObject(parseDataSet(bytes.subarray(form.dataSetOffset), form.transferSyntaxUid), undefined);
}

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
type Entries = Parameters<typeof buildDataSet>[0];
const made = (entries: Entries): ObjectView => describeObject(buildDataSet(entries), undefined);
const code = (value: string, meaning: string, scheme = 'DCM') => [
  { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning },
];

describe('real objects', () => {
  test('a structured report', () => {
    const view = sample('test-SR.dcm');
    expect([view.what, view.sopClassName]).toEqual(['Structured report', 'Comprehensive SR Storage']);
    if (view.content.kind !== 'report') throw new Error('no report');
    const { items, leftOut } = view.content;
    expect(leftOut).toBe(0);
    expect(items[0]).toMatchObject({ depth: 0, valueType: 'CONTAINER' });
    expect(items.length).toBeGreaterThan(20);
    expect(items.filter(({ valueType }) => valueType === 'NUM').every(({ value }) => value !== '')).toBe(true);
  });
  test('a text report', () => {
    const view = sample('reportsi.dcm');
    expect(view.content.kind === 'report' && view.content.items.some(({ valueType, value }) => valueType === 'TEXT' && value !== '')).toBe(
      true,
    );
  });
  test('an ECG', () => {
    const view = sample('waveform_ecg.dcm');
    if (view.content.kind !== 'waveform') throw new Error('no waveform');
    const [rhythm, median] = view.content.groups;
    expect(rhythm).toMatchObject({ label: 'RHYTHM', frequency: 1000, seconds: 10, channelsLeftOut: 0, trouble: '' });
    expect(rhythm?.channels).toHaveLength(12);
    expect(rhythm?.channels[0]).toMatchObject({ name: 'Lead I (Einthoven)', unit: 'uV', paired: true });
    expect(rhythm?.channels[0]?.samples).toHaveLength(4000);
    expect(median?.channels[0]).toMatchObject({ paired: false });
    expect(median?.channels[0]?.samples).toHaveLength(Math.round((median?.seconds ?? 0) * 1000));
  });
  test('radiotherapy', () => {
    expect(sample('rtplan.dcm')).toMatchObject({
      what: 'Radiotherapy plan',
      facts: [
        { value: 'Plan1' },
        { value: 'Plan1' },
        {},
        {},
        {},
        { name: 'Fractions planned', value: '30' },
        { value: '75 Gy, iso; 30.826203 Gy, PTV' },
        {},
        {},
      ],
      tables: [{ title: 'Beams', rows: [['1', 'Field 1', 'Static', 'Photon', '6', '116.00367', 'unit001']] }],
    });
    expect(sample('rtstruct.dcm')).toMatchObject({
      what: 'Radiotherapy structures',
      tables: [
        {
          title: 'Regions',
          rows: [
            ['1', 'patient', 'External', '3'],
            ['2', 'Isocenter 1', 'Isocenter', '1'],
            ['3', 'Isocenter 2', 'Isocenter', '1'],
          ],
        },
      ],
    });
    expect(sample('rtdose.dcm')).toMatchObject({ what: 'Radiotherapy dose' });
  });
  test('a directory', () =>
    expect(sample('dicomdirtests/DICOMDIR')).toMatchObject({
      what: 'DICOM directory',
      facts: [
        { name: 'Name', value: 'PYDICOM_TEST' },
        { name: 'Patients' },
        { name: 'Studies' },
        { name: 'Series' },
        { name: 'Images' },
        { name: 'Entries' },
      ],
    }));
});

describe('value types of a report (PS3.3 C.17.3)', () => {
  const only = (item: Record<string, unknown>): ReportItem => {
    const view = made({
      SOPClassUID: `${STORAGE}88.33`,
      ValueType: 'CONTAINER',
      ConceptNameCodeSequence: code('121071', 'Finding'),
      ContentSequence: [{ RelationshipType: 'CONTAINS', ConceptNameCodeSequence: code('1', 'It'), ...item }],
    } as Entries);
    const found = view.content.kind === 'report' ? view.content.items[1] : undefined;
    if (!found) throw new Error('no item');
    return found;
  };
  test.each([
    ['TEXT', { TextValue: 'first\r\nsecond' }, 'first\r\nsecond'],
    ['CODE', { ConceptCodeSequence: code('T-1', 'Lung', 'SRT') }, 'Lung'],
    [
      'NUM',
      { MeasuredValueSequence: [{ NumericValue: '12.5', MeasurementUnitsCodeSequence: code('mm', 'millimeter', 'UCUM') }] },
      '12.5 mm',
    ],
    ['NUM', { MeasuredValueSequence: [{ NumericValue: '3', MeasurementUnitsCodeSequence: code('1', 'no units', 'UCUM') }] }, '3'],
    ['NUM', { NumericValueQualifierCodeSequence: code('114006', 'Measurement failure') }, 'Measurement failure'],
    ['NUM', {}, 'no value'],
    ['DATETIME', { DateTime: '20260131101500' }, '2026-01-31 10:15:00'],
    ['DATE', { Date: '20260131' }, '2026-01-31'],
    ['TIME', { Time: '1015' }, '10:15'],
    ['UIDREF', { UID: '1.2.3' }, '1.2.3'],
    ['PNAME', { PersonName: 'Doe^Jane' }, 'Doe, Jane'],
    ['SCOORD', { GraphicType: 'POLYLINE', GraphicData: { vr: 'FL', value: [1, 2, 3, 4, 5, 6] } }, 'Polyline of 3 points from 1, 2'],
    ['SCOORD3D', { GraphicType: 'POINT', GraphicData: { vr: 'FL', value: [1.5, 2, 3] } }, 'Point at 1.5, 2, 3 mm'],
    ['TCOORD', { TemporalRangeType: 'SEGMENT', ReferencedTimeOffsets: ['1.5', '2'] }, 'Segment: 1.5, 2 s'],
    ['CONTAINER', {}, ''],
    ['', { ReferencedContentItemIdentifier: { vr: 'UL', value: [1, 3] } }, 'see item 1.3'],
  ] as const)('%s %j', (ValueType, entries, value) =>
    expect(only({ ValueType, ...entries })).toMatchObject({ valueType: ValueType, value, name: 'It', relationship: 'CONTAINS' }),
  );

  test('images name the object and the frames', () => {
    const item = only({
      ValueType: 'IMAGE',
      ReferencedSOPSequence: [
        { ReferencedSOPClassUID: `${STORAGE}2`, ReferencedSOPInstanceUID: '1.2.3', ReferencedFrameNumber: ['1', '4'] },
      ],
    });
    expect(item.references).toEqual([{ sopClassName: 'CT Image Storage', sopInstanceUid: '1.2.3', part: 'frames 1, 4' }]);
  });
  test('a report has an end', () => {
    const items = Array.from({ length: 20_010 }, () => ({ ValueType: 'TEXT', TextValue: 'x' }));
    const { content } = made({ SOPClassUID: `${STORAGE}88.33`, ContentSequence: items });
    expect(content).toMatchObject({ kind: 'report', leftOut: 11 });
  });
});

describe('what it is', () => {
  test.each([
    [`${STORAGE}88.59`, 'Key object selection'],
    [`${STORAGE}11.1`, 'Presentation state'],
    [`${STORAGE}66.4`, 'Segmentation'],
    [`${STORAGE}66.1`, 'Spatial registration'],
    [`${STORAGE}66`, 'Raw data'],
    [`${STORAGE}104.3`, '3D model (STL)'],
    [`${STORAGE}104.2`, 'Clinical document (CDA)'],
    [`${STORAGE}9.4.1`, 'Sound'],
    ['1.2.276.0.7230010.3.1.0.1', 'Private object'],
    ['', 'Unnamed object'],
    ['1.2.840.10008.5.1.4.39.1', 'Colour palette'],
    [`${STORAGE}481.8`, 'Radiotherapy ion plan'],
    [`${STORAGE}2`, 'Object without a picture'],
  ])('%s is called %s', (SOPClassUID, what) => expect(made({ SOPClassUID }).what).toBe(what));

  test('a PDF without its padding byte', () => {
    const value = new TextEncoder().encode('%PDF-1.4 abc\0');
    const view = made({
      SOPClassUID: `${STORAGE}104.1`,
      DocumentTitle: 'Letter',
      EncapsulatedDocument: { vr: 'OB', value: new Uint8Array([...value, 0]) },
      EncapsulatedDocumentLength: 13,
    });
    expect(view).toMatchObject({
      content: { kind: 'file', extension: 'pdf', bytes: 13, isPdf: true },
      facts: [{ name: 'Title', value: 'Letter' }],
    });
  });
  test('a presentation state lists what it shows and how', () => {
    const view = made({
      SOPClassUID: `${STORAGE}11.1`,
      ContentLabel: 'KEY',
      SoftcopyVOILUTSequence: [{ WindowCenter: '40', WindowWidth: '400' }],
      ReferencedSeriesSequence: [
        {
          SeriesInstanceUID: '1.2',
          ReferencedImageSequence: [{ ReferencedSOPClassUID: `${STORAGE}2`, ReferencedSOPInstanceUID: '1.2.3' }],
        },
      ],
      GraphicAnnotationSequence: [{ TextObjectSequence: [{ UnformattedTextValue: 'here' }] }],
    });
    expect(view).toMatchObject({
      facts: [{ value: 'KEY' }, { value: 'C 40 W 400' }, { value: '1 text, 0 graphics' }],
      tables: [{ title: 'Texts', rows: [['here']] }],
      references: [{ sopInstanceUid: '1.2.3' }],
    });
  });
  test('a segmentation lists its segments', () =>
    expect(
      made({
        SOPClassUID: `${STORAGE}66.4`,
        SegmentationType: 'BINARY',
        SegmentSequence: [
          {
            SegmentNumber: 1,
            SegmentLabel: 'Liver',
            SegmentAlgorithmType: 'AUTOMATIC',
            SegmentAlgorithmName: 'A1',
            SegmentedPropertyTypeCodeSequence: code('10200004', 'Liver', 'SCT'),
          },
        ],
      }),
    ).toMatchObject({
      tables: [{ rows: [['1', 'Liver', 'Liver', '', 'Automatic, A1']] }],
    }));
});
