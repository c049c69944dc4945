// Table E.1-1 as data: its rows, and what each action with each option comes to.
import { describe, expect, it } from 'vitest';
import { lookUp } from '../../core/dicom/dictionary.ts';
import { PROFILE_BY_GROUP } from '../../core/deidentification/profile-table.ts';
import { decide } from '../../core/deidentification/profile.ts';
import type { ProfileOptions } from '../../core/deidentification/types.ts';
import { none } from './support.ts';

const rows = Object.entries(PROFILE_BY_GROUP).flatMap(([group, line]) =>
  line.split(' ').map((entry) => {
    const [element = '', action = '', letters = ''] = entry.split(':');
    return { tag: parseInt(group + element, 16), action, letters };
  }),
);
const count = (fits: (row: (typeof rows)[number]) => boolean): number => rows.filter(fits).length;

describe('the table', () => {
  it('has every row of the edition, each once and in order', () => {
    expect(rows).toHaveLength(652);
    expect(new Set(rows.map(({ tag }) => tag)).size).toBe(652);
    for (const [group, line] of Object.entries(PROFILE_BY_GROUP)) {
      const elements = line.split(' ').map((entry) => entry.slice(0, 4));
      expect(elements, group).toEqual([...elements].sort());
    }
    expect(count(({ letters }) => letters.includes('T'))).toBe(169);
  });

  it('has actions and options of the standard only', () => {
    for (const { action, letters } of rows) {
      expect(['X', 'Z', 'D', 'U', 'X/Z', 'X/D', 'Z/D', 'X/Z/D', 'X/Z/U*']).toContain(action);
      expect(letters).toMatch(/^[UVvIPpTSRG]*$/);
    }
  });

  it('names dates and times under the options that keep them, and UIDs under theirs', () => {
    for (const { tag, letters, action } of rows) {
      const vr = lookUp(tag)?.vr;
      // Births and the satellite's clock are never kept.
      if (vr && /^(?:DA|DT|TM)$/.test(vr) && ![0x00100030, 0x00100032, 0x00160077].includes(tag))
        expect(letters, tag.toString(16)).toContain('T');
      if (vr === 'UI' && tag !== 0x00001000 && tag !== 0x006a0003) expect(action, tag.toString(16)).toBe('U');
    }
  });
});

const CT = '1.2.840.10008.5.1.4.1.1.2';
const PET = '1.2.840.10008.5.1.4.1.1.128';
const cases: readonly (readonly [
  what: string,
  tag: number,
  vr: string,
  options: Partial<ProfileOptions>,
  sopClassUid: string,
  action: string | undefined,
])[] = [
  ['a name is emptied', 0x00100010, 'PN', {}, CT, 'Z'],
  ['an ID is replaced', 0x00100020, 'LO', {}, CT, 'D'],
  ['an address is removed', 0x00100040, 'CS', {}, CT, 'Z'],
  ['sex is kept with the patient’s characteristics', 0x00100040, 'CS', { keepPatientCharacteristics: true }, CT, 'K'],
  ['allergies are then cleaned', 0x00102110, 'LO', { keepPatientCharacteristics: true }, CT, 'C'],
  ['a study UID is new', 0x0020000d, 'UI', {}, CT, 'U'],
  ['or kept', 0x0020000d, 'UI', { keepUids: true }, CT, 'K'],
  ['a study date is emptied', 0x00080020, 'DA', {}, CT, 'Z'],
  ['or moved', 0x00080020, 'DA', { dates: 'shift' }, CT, 'C'],
  ['or kept', 0x00080020, 'DA', { dates: 'keep' }, CT, 'K'],
  ['moving goes before keeping the device', 0x00181200, 'DA', { dates: 'shift', keepDevice: true }, CT, 'C'],
  ['a series date is removed where it is optional', 0x00080021, 'DA', {}, CT, 'X'],
  ['and replaced where it is needed', 0x00080021, 'DA', {}, PET, 'D'],
  ['an institution is kept on wish', 0x00080080, 'LO', { keepInstitution: true }, CT, 'K'],
  ['a station is kept with its device', 0x00081010, 'SH', { keepDevice: true }, CT, 'K'],
  ['a description is removed', 0x00081030, 'LO', {}, CT, 'X'],
  ['or cleaned', 0x00081030, 'LO', { cleanDescriptors: true }, CT, 'C'],
  ['a curve is removed', 0x50021000, 'OW', {}, CT, 'X'],
  ['an overlay goes as a whole', 0x60000010, 'US', {}, CT, 'X'],
  ['or stays with the graphics', 0x60003000, 'OW', { cleanGraphics: true }, CT, 'C'],
  ['a person that the table does not name is replaced', 0x00189999, 'PN', {}, CT, 'D'],
  ['rows and columns may stay', 0x00280010, 'US', {}, CT, undefined],
  ['the SOP class may stay', 0x00080016, 'UI', {}, CT, undefined],
  ['references stay and get new UIDs', 0x00081140, 'SQ', {}, CT, 'U'],
];

it.each(cases)('%s', (_what, tag, vr, options, sopClassUid, action) => {
  expect(decide({ tag, vr, nested: false, sopClassUid }, { ...none, ...options })?.action).toBe(action);
});
