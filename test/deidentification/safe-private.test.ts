import { expect, it } from 'vitest';
import { declaredSafe, isSafeCreator, isSafePrivate } from '../../core/deidentification/safe-private.ts';
import { SAFE_PRIVATE_ELEMENTS, SAFE_PRIVATE_REFERENCES, SAFE_PRIVATE_SEQUENCES } from '../../core/deidentification/safe-private-table.ts';
import { buildDataSet, type EntryValue, type TypedEntry } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { made, none } from './support.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';

const kept = (entries: Readonly<Record<string, EntryValue | TypedEntry>>, options = { ...none, keepSafePrivate: true }) =>
  parseDataSet(
    made(
      encodeDataSet(buildDataSet({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.4', SOPInstanceUID: '1.2.3', ...entries }), EXPLICIT),
      EXPLICIT,
      options,
    ).bytes,
    EXPLICIT,
  );

const declared = declaredSafe();
const isSafe = (group: number, element: number, creator: string, vr = 'UN'): boolean =>
  isSafePrivate({ tag: ((group << 16) | 0x1000 | element) >>> 0, vr, creator }, declared);

/** How many elements of any group and block a table's creators may keep. */
function rows(creator: string): number {
  const groups = new Set((SAFE_PRIVATE_ELEMENTS[creator] ?? '').split(' ').map((part) => parseInt(part, 16)));
  return [...groups].flatMap((group) => Array.from({ length: 256 }, (_, element) => isSafe(group, element, creator, 'SQ'))).filter(Boolean)
    .length;
}

it('has as many rows as the table of the standard, in all and by creator', () => {
  const counts = Object.fromEntries(Object.keys(SAFE_PRIVATE_ELEMENTS).map((creator) => [creator, rows(creator)]));
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(479);
  expect(counts).toMatchObject({
    ELSCINT1: 7,
    'GEIIS PACS': 3,
    GEMS_ACQU_01: 4,
    GEMS_PARM_01: 3,
    NQLeft: 22,
    NQRight: 22,
    'Philips Imaging DD 129': 10,
    'Philips PET Private Group': 2,
    'SIEMENS MR HEADER': 4,
    'SIEMENS Ultrasound SC2000': 40,
  });
});

it.each([
  [0x0019, 0x0c, 'SIEMENS MR HEADER', 'B Value'],
  [0x0019, 0x27, 'SIEMENS MR HEADER', 'B Matrix'],
  [0x0043, 0x39, 'GEMS_PARM_01', 'B value'],
  [0x0019, 0x9e, 'GEMS_ACQU_01', 'Internal Pulse Sequence Name'],
  [0x2001, 0x03, 'Philips Imaging DD 001', 'Diffusion B-Factor'],
  [0x2005, 0x0e, 'Philips MR Imaging DD 001', 'Scale Slope'],
  [0x7053, 0x00, 'Philips PET Private Group', 'SUV Factor'],
  [0x7053, 0x09, 'Philips PET Private Group', 'Activity Concentration Factor'],
  [0x01f1, 0x27, 'ELSCINT1', 'Rotation Time'],
])('keeps (%i,xx%i) of %s: %s', (group, element, creator) => {
  expect(isSafe(group, element, creator)).toBe(true);
  expect(isSafe(group, element, 'ANOTHER')).toBe(false);
  expect(isSafeCreator(group, creator, declared)).toBe(true);
});

it.each([
  [0x0019, 0x08, 'SIEMENS MR HEADER'],
  [0x0029, 0x10, 'SIEMENS CSA HEADER'],
  [0x01e1, 0x50, 'ELSCINT1'],
  [0x2001, 0x20, 'Philips Imaging DD 001'],
  [0x2001, 0xc8, 'Philips Imaging DD 001'],
  [0x0009, 0x02, 'GEMS_IDEN_01'],
  [0x0025, 0x1b, 'GEMS_SERS_01'],
  [0x0019, 0x0c, 'constructor'],
])('keeps no (%i,xx%i) of %s', (group, element, creator) => {
  expect(isSafe(group, element, creator)).toBe(false);
});

it('sequences and references are rows of the table', () => {
  for (const [creator, line] of Object.entries({ ...SAFE_PRIVATE_SEQUENCES, ...SAFE_PRIVATE_REFERENCES })) {
    for (const part of line.split(' ')) {
      const [group = '', elements = ''] = part.split(':');
      for (const element of elements.split(/[,-]/))
        expect(isSafe(parseInt(group, 16), parseInt(element, 16), creator, 'SQ'), `${creator} ${group} ${element}`).toBe(true);
    }
  }
});

it('looks into the items of a safe sequence, and removes it where that cannot be', () => {
  const creator = { vr: 'LO', value: 'Philips Imaging DD 001' };
  const items = [{ PatientName: 'JANE', '20010010': creator, '20011035': { vr: 'SS', value: 4 }, '20011020': { vr: 'LO', value: 'JANE' } }];
  const dataSet = kept({ '20010010': creator, '2001105F': { vr: 'SQ', value: items } });
  const item = dataSet.items(0x2001105f)[0];
  expect(item?.text('PatientName')).not.toContain('JANE');
  expect([0x20011035, 0x20011020].map((tag) => item?.has(tag))).toEqual([true, false]);
  const unknown = kept({
    '01190010': { vr: 'LO', value: 'SIEMENS Ultrasound SC2000' },
    '01191002': { vr: 'UN', value: new TextEncoder().encode('JANE') },
  });
  expect(unknown.has(0x01191002)).toBe(false);
});

it('replaces a UID that a safe element holds unless UIDs stay', () => {
  const entries = { '00990010': { vr: 'LO', value: 'NQHeader' }, '00991002': { vr: 'UI', value: '1.2.3.4' } };
  expect(kept(entries).text(0x00991002)).toMatch(/^2\.25\.\d+$/);
  expect(kept(entries, { ...none, keepSafePrivate: true, keepUids: true }).text(0x00991002)).toBe('1.2.3.4');
});
