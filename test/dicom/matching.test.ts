import { describe, expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { matchesAttribute, matchesIdentifier } from '../../core/dicom/matching.ts';

const matches = (vr: string, key: string, value: string): boolean =>
  matchesAttribute({ vr, key: key.split('\\'), values: value.split('\\') });

describe('attribute matching (PS3.4 §C.2.2.2)', () => {
  test.each([
    // universal
    ['LO', '', 'anything', true],
    ['LO', '*', '', true],
    ['DA', '', '', true],
    // single value: literal, case-sensitive
    ['LO', 'ABC', 'ABC', true],
    ['LO', 'abc', 'ABC', false],
    ['CS', 'CT', 'MR', false],
    ['SH', 'A', '', false],
    ['IS', '07', '7', true],
    ['IS', '7', '8', false],
    // several values of the attribute, several of the key
    ['CS', 'CT', 'MR\\CT', true],
    ['CS', 'CT\\MR', 'MR', true],
    ['UI', '1.2\\1.3', '1.3', true],
    ['UI', '1.2\\1.3', '1.4', false],
    // wild cards, and where they are none
    ['LO', 'A*C', 'ABBC', true],
    ['LO', 'A?C', 'ABC', true],
    ['LO', 'A?C', 'ABBC', false],
    ['LO', '*B*', 'ABC', true],
    ['LO', 'A*', 'BA', false],
    ['LO', 'A.C', 'ABC', false],
    ['LO', 'A(*', 'A(b', true],
    ['UI', '1.2.*', '1.2.3', false],
    ['IS', '*', '5', false],
    ['AE', '????', 'PACS', true],
    // person names: any group, without regard to case, width, kana and accents
    ['PN', 'YAMADA*', 'Yamada^Tarou=山田^太郎=やまだ^たろう', true],
    ['PN', '山田*', 'Yamada^Tarou=山田^太郎', true],
    ['PN', 'ヤマダ*', 'Yamada^Tarou=山田^太郎=やまだ^たろう', true],
    ['PN', 'ﾔﾏﾀﾞ*', 'Yamada=山田=ヤマダ^タロウ', true],
    ['PN', 'jerome*', 'Jérôme^Buc', true],
    ['PN', 'DOE^JOHN', 'Doe^John^^^', true],
    ['PN', 'Doe', 'Doe^John', false],
    ['PN', '=山田*', 'Yamada^Tarou=山田^太郎', true],
    ['PN', '=Yamada*', 'Yamada^Tarou=山田^太郎', false],
    ['PN', 'Doe*', '', false],
    // ranges
    ['DA', '20260101-20260131', '20260115', true],
    ['DA', '20260101-20260131', '20260201', false],
    ['DA', '-20260131', '19991231', true],
    ['DA', '20260101-', '20260101', true],
    ['DA', '20260101', '20260101', true],
    ['DA', '20260101', '2026.01.01', true],
    ['DA', '20260101-', '', false],
    ['DA', '20260101-', 'unknown', false],
    ['TM', '1000-1200', '110000.123', true],
    ['TM', '1000-1200', '120059', true],
    ['TM', '1000-1200', '1201', false],
    ['TM', '10-', '095959', false],
    ['TM', '101010', '101010.5', true],
    ['DT', '20260101-20260102', '20260102235959', true],
    ['DT', '20260101100000-0500', '20260101100000-0500', true],
    ['DT', '20260101100000+0100-', '20260101090000+0000', true],
    ['DT', '20260101-', '20251231235959', false],
  ])('%s key %j, value %j: %j', (...[vr, key, value, expected]) => expect(matches(vr, key, value)).toBe(expected));

  test('a hostile wild card is not slow to refuse', () => {
    expect(matches('LT', '*a'.repeat(200) + 'b', 'a'.repeat(2000))).toBe(false);
  });
});

describe('identifiers', () => {
  const study = buildDataSet({
    PatientName: 'Doe^John',
    StudyDate: '20260102',
    ModalitiesInStudy: ['CT', 'SR'],
    RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1' }, { ScheduledProcedureStepID: 'S2', RequestedProcedureID: 'R2' }],
  });
  test.each([
    ['keys and universal keys', { PatientName: 'DOE*', StudyDate: '20260101-', PatientID: '' }, true],
    ['a key that is absent', { PatientID: 'P1' }, false],
    ['an item that has both', { RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S2', RequestedProcedureID: 'R2' }] }, true],
    [
      'no single item that has both',
      { RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1', RequestedProcedureID: 'R2' }] },
      false,
    ],
    ['an empty item', { RequestAttributesSequence: [{ ScheduledProcedureStepID: '' }] }, true],
    ['an empty sequence that the study has not', { ReferencedStudySequence: [] }, true],
    ['what directs the query', { QueryRetrieveLevel: 'STUDY', SpecificCharacterSet: 'ISO_IR 192', RetrieveAETitle: 'X' }, true],
  ])('%s', (_, keys, expected) => expect(matchesIdentifier(study, buildDataSet(keys))).toBe(expected));
});
