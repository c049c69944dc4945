// Whole objects: what is left of them, that nothing of the patient is, and that what is kept keeps its bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDataSet, type EntryValue, type TypedEntry } from '../../core/dicom/build.ts';
import type { ParsedDataSet } from '../../core/dicom/data-set.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { createPseudonyms } from '../../core/copies/pseudonyms.ts';
import { every, made, none, pseudonyms } from './support.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';

type Entries = Readonly<Record<string, EntryValue | TypedEntry>>;

const base: Entries = {
  SOPClassUID: CT,
  SOPInstanceUID: '1.2.3.1.1',
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.1',
  Modality: 'CT',
  StudyDate: '20261123',
  SeriesDate: '20261123',
  StudyTime: '101500',
  AccessionNumber: 'ACC77',
  StudyDescription: 'Chest of Jane',
  PatientName: 'DOE^JANE',
  PatientID: 'PID42',
  PatientBirthDate: '19700131',
  PatientSex: 'F',
  ReferringPhysicianName: 'House^Gregory',
  InstitutionName: 'St. Elsewhere',
  FrameOfReferenceUID: '1.2.3.9',
  Rows: 2,
  Columns: 2,
  ReferencedImageSequence: [{ ReferencedSOPClassUID: CT, ReferencedSOPInstanceUID: '1.2.3.1.7' }],
  RequestAttributesSequence: [{ ScheduledProcedureStepID: 'SPS-JANE' }],
  PixelData: { vr: 'OW', value: Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0) },
};

function result(more: Entries = {}, options = none, syntax = EXPLICIT): { readonly dataSet: ParsedDataSet; readonly bytes: Uint8Array } {
  const { bytes } = made(encodeDataSet(buildDataSet({ ...base, ...more }), syntax), syntax, options);
  return { dataSet: parseDataSet(bytes, syntax), bytes };
}

describe('the basic profile', () => {
  it('leaves the picture and takes who and when', () => {
    const { dataSet } = result();
    const id = pseudonyms.subject({ id: 'PID42', issuer: '', name: '', birthDate: '' }).id;
    expect(id).toMatch(/^ANON-[0-9A-Z]{8}$/);
    expect(dataSet.text('PatientID')).toBe(id);
    expect(dataSet.text('PatientName')).toBe(id);
    expect(dataSet.element('PatientBirthDate')?.length).toBe(0);
    expect(dataSet.element('StudyDate')?.length).toBe(0);
    expect(dataSet.element('AccessionNumber')?.length).toBe(0);
    for (const gone of ['StudyDescription', 'SeriesDate', 'InstitutionName', 'RequestAttributesSequence'])
      expect(dataSet.has(gone), gone).toBe(false);
    expect(dataSet.number('Rows')).toBe(2);
    expect(dataSet.text('SOPClassUID')).toBe(CT);
    expect(dataSet.element('PixelData')?.bytes).toEqual(Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0));
  });

  it('says of itself what was done', () => {
    const { dataSet } = result({}, every);
    expect(dataSet.text('PatientIdentityRemoved')).toBe('YES');
    expect(dataSet.texts('DeidentificationMethod')[0]).toBe('Basic Application Confidentiality Profile');
    const codes = dataSet.items('DeidentificationMethodCodeSequence').map((item) => item.text('CodeValue'));
    expect(codes).toEqual(['113100', '113103', '113104', '113105', '113107', '113108', '113109', '113111', '113112']);
    expect(dataSet.text('LongitudinalTemporalInformationModified')).toBe('MODIFIED');
    expect(result().dataSet.text('LongitudinalTemporalInformationModified')).toBe('REMOVED');
    expect(result({}, { ...none, dates: 'keep' }).dataSet.text('LongitudinalTemporalInformationModified')).toBe('UNMODIFIED');
  });

  it('gives the same UID for the same, wherever it stands, and keeps those of the standard', () => {
    const one = result({ SOPInstanceUID: '1.2.3.1.7' }).dataSet;
    const other = result().dataSet;
    expect(other.items('ReferencedImageSequence')[0]?.text('ReferencedSOPInstanceUID')).toBe(one.text('SOPInstanceUID'));
    expect(one.text('StudyInstanceUID')).toBe(other.text('StudyInstanceUID'));
    expect(one.text('StudyInstanceUID')).toMatch(/^2\.25\.\d+$/);
    expect(other.items('ReferencedImageSequence')[0]?.text('ReferencedSOPClassUID')).toBe(CT);
    const secret = createPseudonyms({ secret: new Uint8Array(32), prefix: 'ANON', days: 0 });
    expect(secret.uid('1.2.3')).not.toBe(pseudonyms.uid('1.2.3'));
  });

  it('removes what is private or in no dictionary, and curves and overlays', () => {
    const { dataSet } = result({
      '00090010': { vr: 'LO', value: 'ACME' },
      '00091001': { vr: 'LO', value: 'JANE' },
      '00189998': { vr: 'LO', value: 'JANE' },
      '50003000': { vr: 'OW', value: new Uint8Array(4) },
      '60000010': { vr: 'US', value: 2 },
      '60003000': { vr: 'OW', value: new Uint8Array(4) },
    });
    for (const tag of [0x00090010, 0x00091001, 0x00189998, 0x50003000, 0x60000010, 0x60003000])
      expect(dataSet.has(tag), tag.toString(16)).toBe(false);
  });

  it('keeps private elements that the object declares safe, with their creator, on wish', () => {
    const entries: Entries = {
      PrivateDataElementCharacteristicsSequence: [
        {
          PrivateGroupReference: 0x0029,
          PrivateCreatorReference: 'ACME 1',
          BlockIdentifyingInformationStatus: 'MIXED',
          NonidentifyingPrivateElements: [0x01],
        },
      ],
      '00290010': { vr: 'LO', value: 'ACME 1' },
      '00291001': { vr: 'DS', value: '1.5' },
      '00291002': { vr: 'LO', value: 'JANE' },
    };
    const { dataSet } = result(entries, { ...none, keepSafePrivate: true });
    expect([0x00290010, 0x00291001, 0x00291002].map((tag) => dataSet.has(tag))).toEqual([true, true, false]);
    expect(result(entries).dataSet.has(0x00291001)).toBe(false);
  });
});

it('known safe private elements stay on wish, by their creator and not by their number', () => {
  const entries: Entries = {
    '00190010': { vr: 'LO', value: 'SIEMENS MR HEADER' },
    '0019100C': { vr: 'IS', value: '1000' },
    '00191008': { vr: 'LO', value: 'JANE' },
    '00210010': { vr: 'LO', value: 'OTHER' },
    '0021100C': { vr: 'LO', value: 'JANE' },
  };
  const { dataSet } = result(entries, { ...none, keepSafePrivate: true });
  expect([0x00190010, 0x0019100c, 0x00191008, 0x00210010, 0x0021100c].map((tag) => dataSet.has(tag))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

describe('dates', () => {
  it('are moved by the patient’s days, times stay', () => {
    const { dataSet } = result({ AcquisitionDateTime: '20261101121314.5+0100', ContentDate: '2026.11.05' }, { ...none, dates: 'shift' });
    expect(dataSet.text('StudyDate')).toBe('20261113');
    expect(dataSet.text('StudyTime')).toBe('101500');
    expect(dataSet.text('AcquisitionDateTime')).toBe('20261022121314.5+0100');
    expect(dataSet.text('ContentDate')).toBe('20261026');
    expect(dataSet.text('PatientBirthDate')).toBe('');
  });

  it('that are none do not stay', () => {
    const { dataSet } = result({ ContentDate: { vr: 'DA', value: new TextEncoder().encode('JANEDATE') } }, { ...none, dates: 'shift' });
    expect(dataSet.text('ContentDate')).toBe('19000101');
  });
});

describe('cleaning', () => {
  it('takes out of a description what the object tells to be identifying', () => {
    const { dataSet } = result(
      { StudyDescription: 'Chest of Jane Doe (PID42) 23.11.2026, Dr. House' },
      { ...none, cleanDescriptors: true },
    );
    expect(dataSet.text('StudyDescription')).toMatch(/^Chest of/);
    expect(dataSet.text('StudyDescription')).not.toMatch(/jane|doe|pid42|2026|house/i);
  });

  it('keeps the tree of a report and replaces or cleans what it says', () => {
    const content: Entries = {
      ContentSequence: [
        {
          ValueType: 'TEXT',
          ConceptNameCodeSequence: [{ CodeValue: '121071', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Finding' }],
          TextValue: 'Jane Doe has a cough',
        },
        { ValueType: 'PNAME', PersonName: 'House^Gregory' },
      ],
    };
    const [text, name] = result(content).dataSet.items('ContentSequence');
    expect(text?.text('TextValue')).toBe('REMOVED');
    expect(text?.items('ConceptNameCodeSequence')[0]?.text('CodeMeaning')).toBe('Finding');
    expect(name?.text('PersonName')).toBe('Anonymous');
    expect(
      result(content, { ...none, cleanStructuredContent: true })
        .dataSet.items('ContentSequence')[0]
        ?.text('TextValue'),
    ).toBe('has a cough');
  });

  it('puts an empty document in the place of one', () => {
    const { dataSet } = result({
      MIMETypeOfEncapsulatedDocument: 'application/pdf',
      EncapsulatedDocument: { vr: 'OB', value: new TextEncoder().encode('%PDF-1.4 JANE DOE') },
    });
    const document = new TextDecoder().decode(dataSet.element('EncapsulatedDocument')?.bytes);
    expect(document).toMatch(/^%PDF-1\.4/);
    expect(document).not.toContain('JANE');
  });
});

describe('what eyes should look at', () => {
  const cautions = (more: Entries, options = none) =>
    made(encodeDataSet(buildDataSet({ ...base, ...more }), EXPLICIT), EXPLICIT, options).cautions;
  it.each([
    [{ BurnedInAnnotation: 'YES' }, ['burned-in']],
    [{ Modality: 'US' }, ['may-be-burned-in']],
    [{ Modality: 'US', BurnedInAnnotation: 'NO' }, []],
    [{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7' }, ['may-be-burned-in']],
    [{ RecognizableVisualFeatures: 'YES' }, ['recognizable']],
    [{}, []],
  ])('%o', (more, wanted) => {
    expect(cautions(more as Entries)).toEqual(wanted);
  });
});

/** Letters that occur nowhere else in the object, so that finding them means that something leaked. */
const telling = fc.string({ unit: fc.constantFrom('Q', 'X', 'Z', 'J'), minLength: 6, maxLength: 12 }).map((text) => `Q${text}`);

describe('nothing that names the patient is left', () => {
  it('in any coding, at any depth, under any options', () => {
    fc.assert(
      fc.property(
        fc.record({ name: telling, id: telling, doctor: telling, address: telling, note: telling, accession: telling }),
        fc.record({
          dates: fc.constantFrom('remove', 'shift', 'keep'),
          keepUids: fc.boolean(),
          keepDevice: fc.boolean(),
          keepInstitution: fc.boolean(),
          keepPatientCharacteristics: fc.boolean(),
          keepSafePrivate: fc.boolean(),
          cleanDescriptors: fc.boolean(),
          cleanStructuredContent: fc.boolean(),
          cleanGraphics: fc.boolean(),
        }),
        fc.constantFrom('1.2.840.10008.1.2', EXPLICIT, '1.2.840.10008.1.2.2'),
        ({ name, id, doctor, address, note, accession }, options, syntax) => {
          const identifying = [name, id, doctor, address, note, accession];
          const all = identifying.join(' ');
          const { bytes } = result(
            {
              PatientName: name,
              PatientID: id,
              ReferringPhysicianName: doctor,
              PatientAddress: address,
              PatientComments: `${all} ${address}`.slice(0, 200),
              OtherPatientIDs: note.slice(0, 64),
              AccessionNumber: accession,
              StudyDescription: `${name} ${id}`.slice(0, 64),
              ImageComments: `x ${name} ${note}`,
              ReferencedStudySequence: [{ StudyDescription: name, PatientID: id }],
              RequestAttributesSequence: [
                { ScheduledProcedureStepDescription: `${doctor} ${name}`.slice(0, 64), RequestingPhysician: doctor },
              ],
              ContentSequence: [{ TextValue: all, ContentSequence: [{ PersonName: name, TextValue: `${id} ${note}` }] }],
              OriginalAttributesSequence: [{ ModifiedAttributesSequence: [{ PatientName: name, PatientID: id }] }],
              '00330010': { vr: 'LO', value: 'ACME' },
              '00331001': { vr: 'LT', value: all },
            },
            options,
            syntax,
          );
          const left = Buffer.from(bytes).toString('latin1');
          for (const value of identifying) expect(left).not.toContain(value);
        },
      ),
      { numRuns: 150 },
    );
  });
});
