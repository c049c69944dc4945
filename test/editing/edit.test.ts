// Edits at any depth: what is set, added and removed, what is refused and why, and what becomes of the character set.
import { describe, expect, it } from 'vitest';
import { buildDataSet, type EntryValue, type TypedEntry } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { inMemory } from '../../core/dicom/random-bytes.ts';
import { partsOf } from '../../core/dicom/rewrite.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import { checkEdits, edit, EditError, type Edit, type Editing } from '../../core/editing/edit.ts';
import type { Modification } from '../../core/editing/original-attributes.ts';
import { formatPath, parsePath } from '../../core/editing/path.ts';
import { concat } from '../../core/lib/bytes.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const base: Readonly<Record<string, EntryValue | TypedEntry>> = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  SOPInstanceUID: '1.2.3.1.1',
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.1',
  PatientName: 'DOE^JANE',
  PatientID: 'P1',
  StudyDescription: 'Chest',
  RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1' }, { ScheduledProcedureStepID: 'S2' }],
  Rows: 2,
};

const uid = (original: string): string => `${original}.99`;

function edited(
  edits: readonly Edit[],
  {
    newUids = 'instance',
    syntax = EXPLICIT,
    more = {},
    sets,
    modification,
  }: { newUids?: Editing['newUids']; syntax?: string; more?: typeof base; sets?: readonly string[]; modification?: Modification } = {},
) {
  const bytes = encodeDataSet(buildDataSet({ ...base, ...more }), syntax, sets ? { characterSets: sets } : {});
  const source = inMemory(bytes);
  const result = edit(source, transferSyntaxProperties(syntax), { edits, newUids, uid, ...(modification && { modification }) });
  return { ...result, dataSet: parseDataSet(concat([...partsOf(source, result.pieces)]), syntax) };
}

const set = (path: string, value: string, vr?: string): Edit => ({ kind: 'set', path, value, vr });

describe('an edited copy', () => {
  it.each([EXPLICIT, '1.2.840.10008.1.2', '1.2.840.10008.1.2.2'])('has what was set, added and removed, in %s', (syntax) => {
    const { dataSet, sopInstanceUid } = edited(
      [
        set('PatientID', 'P2'),
        set('0008,0050', 'A1'),
        set('Columns', '512'),
        { kind: 'remove', path: 'StudyDescription' },
        set('0040,0275[1].0040,0009', 'S9'),
      ],
      { syntax },
    );
    expect(dataSet.text('PatientID')).toBe('P2');
    expect(dataSet.text('AccessionNumber')).toBe('A1');
    expect(dataSet.number('Columns')).toBe(512);
    expect(dataSet.has('StudyDescription')).toBe(false);
    expect(dataSet.items('RequestAttributesSequence').map((item) => item.text('ScheduledProcedureStepID'))).toEqual(['S1', 'S9']);
    expect(dataSet.text('PatientName')).toBe('DOE^JANE');
    expect(dataSet.text('SOPInstanceUID')).toBe('1.2.3.1.1.99');
    expect(sopInstanceUid).toBe('1.2.3.1.1.99');
    const tags = Array.from(dataSet.elements, ({ tag }) => tag);
    expect(tags).toEqual([...tags].sort((a, b) => a - b));
  });

  it.each([
    ['instance', '1.2.3', '1.2.3.1'],
    ['series', '1.2.3', '1.2.3.1.99'],
    ['study', '1.2.3.99', '1.2.3.1.99'],
  ] as const)('with new UIDs from the %s down', (newUids, study, series) => {
    const { dataSet } = edited([], { newUids });
    expect([dataSet.text('StudyInstanceUID'), dataSet.text('SeriesInstanceUID')]).toEqual([study, series]);
  });

  it('makes the sequences on the way to what is set', () => {
    const { dataSet } = edited([
      set('0040,0555[0].0040,a160', 'note'),
      set('0040,0555[0].0040,a043[0].0008,0100', '1'),
      set('0008,1140', ''),
    ]);
    const [item] = dataSet.items('AcquisitionContextSequence');
    expect(item?.text('TextValue')).toBe('note');
    expect(item?.items('ConceptNameCodeSequence')[0]?.text('CodeValue')).toBe('1');
    expect(dataSet.element('ReferencedImageSequence')?.vr).toBe('SQ');
  });

  it('keeps its character set where it can write what was typed', () => {
    const { dataSet, madeUtf8 } = edited([set('PatientName', 'Müller^Jörg')], { sets: ['ISO_IR 100'] });
    expect(madeUtf8).toBe(false);
    expect(dataSet.characterSets).toEqual(['ISO_IR 100']);
    expect(dataSet.text('PatientName')).toBe('Müller^Jörg');
  });

  it('is written in UTF-8 as a whole where it cannot, nested texts too', () => {
    const more = { StudyDescription: 'Schädel', RequestAttributesSequence: [{ RequestedProcedureDescription: 'Kühlung' }] };
    const { dataSet, madeUtf8 } = edited([set('PatientName', '山田^太郎')], { sets: ['ISO_IR 100'], more });
    expect(madeUtf8).toBe(true);
    expect(dataSet.characterSets).toEqual(['ISO_IR 192']);
    expect(dataSet.text('PatientName')).toBe('山田^太郎');
    expect(dataSet.text('StudyDescription')).toBe('Schädel');
    expect(dataSet.items('RequestAttributesSequence')[0]?.text('RequestedProcedureDescription')).toBe('Kühlung');
  });

  it('takes private elements and those of no dictionary with a VR', () => {
    const { dataSet } = edited([set('0029,0010', 'ACME', 'LO'), set('0029,1001', '1.5\\2.5', 'FD'), set('0029,1002', '0a 0B', 'OB')]);
    expect(dataSet.numbers(0x00291001)).toEqual([1.5, 2.5]);
    expect(dataSet.element(0x00291002)?.bytes).toEqual(Uint8Array.of(10, 11));
  });
});

describe('refused', () => {
  it.each([
    ['no element', 'NoSuchThing', 'x', /no tag and no keyword/],
    ['an unknown VR', '0029,1001', 'x', /choose its VR/],
    ['our own UID', 'SOPInstanceUID', '1.2', /new SOP Instance UID by itself/],
    ['the meta group', '0002,0010', '1.2', /Gantry writes/],
    ['pixels', 'PixelData', '00', /Pixel data/],
    ['the character set', 'SpecificCharacterSet', 'ISO_IR 100', /character set/],
    ['a date', 'StudyDate', '31.1.2026', /YYYYMMDD/],
    ['a date that is none', 'StudyDate', '20260230', /YYYYMMDD/],
    ['a time', 'StudyTime', '10:15', /HHMMSS/],
    ['a UID', 'StudyInstanceUID', '1..2', /numbers and single dots/],
    ['a code', 'PatientSex', 'female', /capital letters/],
    ['a length', 'AccessionNumber', 'x'.repeat(17), /at most 16/],
    ['a number', 'Rows', 'many', /number/],
    ['a range', 'Rows', '70000', /out of range/],
    ['bytes', 'ICCProfile', 'zz', /hexadecimal/],
  ])('%s', (_what, path, value, message) => {
    expect(() => checkEdits([set('PatientID', 'P2'), set(path, value)])).toThrow(message);
    try {
      checkEdits([set('PatientID', 'P2'), set(path, value)]);
    } catch (error) {
      expect(error instanceof EditError && error.index).toBe(1);
    }
  });

  it('an item that is not there', () => {
    expect(() => edited([set('0040,0275[2].0040,0009', 'S3')])).toThrow('The sequence has no item 3');
  });
});

it('paths are read and written the same', () => {
  expect(formatPath(parsePath('RequestAttributesSequence[1].ScheduledProcedureStepID') ?? { steps: [], tag: 0 })).toBe(
    '0040,0275[1].0040,0009',
  );
  for (const wrong of ['', 'x', '0040,0275[x].0040,0009', '0040,0275.0040,0009', '[0].0010,0010'])
    expect(parsePath(wrong), wrong).toBeUndefined();
});

describe('the original attributes', () => {
  const modification: Modification = { reason: 'CORRECT', system: 'GANTRY', dateTime: '20261128120000+0000' };

  it.each([EXPLICIT, '1.2.840.10008.1.2', '1.2.840.10008.1.2.2'])('are told with who changed them, when and why, in %s', (syntax) => {
    const { dataSet } = edited(
      [
        set('PatientID', 'P2'),
        set('Rows', '7'),
        set('Columns', '9'),
        { kind: 'remove', path: 'StudyDescription' },
        set('0040,0275[1].0040,0009', 'S9'),
      ],
      { syntax, modification },
    );
    const [item, ...others] = dataSet.items(0x04000561);
    expect(others).toEqual([]);
    expect(item?.text(0x04000562)).toBe('20261128120000+0000');
    expect(item?.text(0x04000563)).toBe('GANTRY');
    expect(item?.has(0x04000564)).toBe(true);
    expect(item?.text(0x04000565)).toBe('CORRECT');
    const [previous, ...more] = item?.items(0x04000550) ?? [];
    expect(more).toEqual([]);
    expect(previous?.text('PatientID')).toBe('P1');
    expect(previous?.number('Rows')).toBe(2);
    expect(previous?.text('StudyDescription')).toBe('Chest');
    expect(previous?.text('SOPInstanceUID')).toBe('1.2.3.1.1');
    expect(previous?.items('RequestAttributesSequence').map((one) => one.text('ScheduledProcedureStepID'))).toEqual(['S1', 'S2']);
    expect(previous?.has('Columns'), 'was not there before').toBe(false);
    expect(previous?.has('PatientName'), 'stays as it is').toBe(false);
  });

  it('of earlier changes stay before them', () => {
    const first = edited([set('PatientID', 'P2')], { modification });
    const bytes = encodeDataSet(first.dataSet, EXPLICIT);
    const again = edit(inMemory(bytes), transferSyntaxProperties(EXPLICIT), {
      edits: [set('PatientID', 'P3')],
      newUids: 'study',
      uid,
      modification: { ...modification, reason: 'COERCE' },
    });
    const items = parseDataSet(concat([...partsOf(inMemory(bytes), again.pieces)]), EXPLICIT).items(0x04000561);
    expect(items.map((item) => [item.text(0x04000565), item.items(0x04000550)[0]?.text('PatientID')])).toEqual([
      ['CORRECT', 'P1'],
      ['COERCE', 'P2'],
    ]);
    expect(items[1]?.items(0x04000550)[0]?.text('StudyInstanceUID')).toBe('1.2.3');
  });

  it('are written in the character set of the copy, and keep the creator of a private block', () => {
    const more = { PatientName: 'Buc^Jérôme', '00091010': { vr: 'LO', value: 'kept' }, '00090010': { vr: 'LO', value: 'ACME 1.1' } };
    const { dataSet } = edited([set('PatientName', '山田^太郎'), { kind: 'remove', path: '0009,1010' }], {
      more,
      sets: ['ISO_IR 100'],
      modification,
    });
    expect(dataSet.characterSets).toEqual(['ISO_IR 192']);
    const previous = dataSet.items(0x04000561)[0]?.items(0x04000550)[0];
    expect(previous?.text('PatientName')).toBe('Buc^Jérôme');
    expect(previous?.text(0x00091010)).toBe('kept');
    expect(previous?.privateCreatorOf(0x00091010)).toBe('ACME 1.1');
  });

  it('are not for a person to edit while they are written', () => {
    expect(() => edited([{ kind: 'remove', path: '0400,0561' }], { modification })).toThrow(/writes this element itself/);
    expect(edited([{ kind: 'remove', path: '0400,0561' }]).dataSet.has(0x04000561)).toBe(false);
  });
});
