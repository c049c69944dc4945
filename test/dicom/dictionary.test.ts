import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { keywordOf, lookUp, standardEntries, tagOfKeyword } from '../../core/dicom/dictionary.ts';
import { isKnownVr } from '../../core/dicom/vr.ts';
import { isStorageSopClass, lookUpUid, storageSopClasses, uidName, uidOfKeyword } from '../../core/dicom/uids.ts';

interface DcmjsEntry {
  readonly tag: string;
  readonly name: string;
  readonly vr: string;
  readonly version: string;
}

/** dcmjs ships no types. */
async function dcmjsEntries(): Promise<readonly DcmjsEntry[]> {
  const path = createRequire(import.meta.url).resolve('dcmjs/dictionary');
  const { dictionary } = (await import(pathToFileURL(path).href)) as { readonly dictionary: Readonly<Record<string, DcmjsEntry>> };
  return Object.values(dictionary);
}

/** dcmjs' own names for choices of VR. */
const CHOICES: Readonly<Record<string, string>> = { up: 'UL', na: 'NA' };

describe('the data dictionary', () => {
  test('has every standard entry of dcmjs', async () => {
    const missing: string[] = [];
    let count = 0;
    for (const { tag, name, vr, version } of await dcmjsEntries()) {
      const found = /^\(([0-9A-F]{4}),([0-9A-F]{4})\)$/i.exec(tag);
      if (!found || !['DICOM', 'DICOM/DICOS', 'DICOM/DICONDE'].includes(version)) continue;
      count++;
      const entry = lookUp(parseInt(`${found[1] ?? ''}${found[2] ?? ''}`, 16));
      if (entry?.keyword !== name || entry.vr !== (CHOICES[vr] ?? vr))
        missing.push(`${tag} ${name} ${vr}: ${entry?.keyword ?? 'absent'} ${entry?.vr ?? ''}`);
    }
    expect(count).toBeGreaterThan(4500);
    expect(missing).toEqual(DIFFERENT);
  });

  test('keywords, tags and names go both ways', () => {
    expect(tagOfKeyword('PatientName')).toBe(0x00100010);
    expect(lookUp(0x00100010)).toEqual({ tag: 0x00100010, keyword: 'PatientName', vr: 'PN', vm: '1', name: "Patient's Name" });
    expect(keywordOf(0x60020010)).toBe('OverlayRows');
    expect(tagOfKeyword('OverlayRows')).toBe(0x60000010);
    expect(tagOfKeyword('NoSuchThing')).toBeUndefined();
    expect(lookUp(0x00090010)).toMatchObject({ vr: 'LO', name: 'Private Creator' });
    expect(lookUp(0x0019100c, 'SIEMENS MR HEADER')).toMatchObject({ vr: 'IS', name: 'B_value' });
    expect(lookUp(0x0019100c, 'toString')).toBeUndefined();
    expect(lookUp(0x00080000)).toMatchObject({ vr: 'UL', name: 'Group Length' });
  });

  test('every VR is one that can be read and written', () => {
    const odd = [...standardEntries()].filter(({ vr }) => !isKnownVr(vr) && !['xs', 'ox', 'lt', 'NA'].includes(vr));
    expect(odd).toEqual([]);
  });

  test('no keyword stands for two tags', () => {
    const keywords = [...standardEntries()].map(({ keyword }) => keyword);
    expect(keywords.length - new Set(keywords).size).toBeLessThan(10);
  });
});

describe('registered UIDs', () => {
  test('names and keywords', () => {
    expect(uidName('1.2.840.10008.5.1.4.1.1.2')).toBe('CT Image Storage');
    expect(uidOfKeyword('CTImageStorage')).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(lookUpUid('1.2.840.10008.1.2.4.50')).toMatchObject({ kind: 'transfer-syntax', keyword: 'JPEGBaseline8Bit' });
    expect(uidName('1.2.3')).toBe('1.2.3');
  });

  test('storage SOP classes are the composite ones', () => {
    const current = storageSopClasses({ retired: false }).map(({ uid }) => uid);
    for (const uid of [
      '1.2.840.10008.5.1.4.1.1.2',
      '1.2.840.10008.5.1.4.1.1.104.1',
      '1.2.840.10008.5.1.4.1.1.88.11',
      '1.2.840.10008.5.1.4.34.7',
      '1.2.840.10008.5.1.4.1.1.66.7',
    ])
      expect(current).toContain(uid);
    for (const uid of ['1.2.840.10008.1.20.1', '1.2.840.10008.1.3.10', '1.2.840.10008.1.1', '1.2.840.10008.5.1.4.1.2.2.1'])
      expect(isStorageSopClass(uid)).toBe(false);
    expect(current.length).toBeGreaterThan(170);
  });
});

/** Where PS3.6 is followed and not dcmjs. */
const DIFFERENT: readonly string[] = [
  '(0022,1642) NumberofBscansPerFrame UL: NumberOfBscansPerFrame UL',
  '(0040,A803) NumbeOfTableColumns UL: NumberOfTableColumns UL',
  '(0066,0040) LongPrimitivePointIndexList UL: LongPrimitivePointIndexList OL',
  '(0066,0041) LongTrianglePointIndexList UL: LongTrianglePointIndexList OL',
  '(0066,0042) LongEdgePointIndexList UL: LongEdgePointIndexList OL',
  '(0066,0043) LongVertexPointIndexList UL: LongVertexPointIndexList OL',
  '(0068,62F0) ViewOrientationModifier FD: ViewOrientationModifierCodeSequence SQ',
  '(0076,0034) ComponentTypeCodeSequence CS: ComponentTypeCodeSequence SQ',
  '(300A,0131) AverageBeamDosePointSourceToExternalContourSurfaceDistance FL: AverageBeamDosePointSourceToExternalContourDistance FL',
  '(4010,1029) ThreatDetectionAlgorithmandVersion LO: ThreatDetectionAlgorithmAndVersion LO',
];
