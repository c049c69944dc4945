import { describe, expect, it } from 'vitest';
import { binaryBytesText, bytesText, clockText, countText, durationText, pluralText, rateText } from '../../../renderer/format/quantity.ts';
import { statusText } from '../../../renderer/format/status-code.ts';
import { looksLikeUid, uidText } from '../../../renderer/format/uid.ts';

describe('quantities', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_949, '1.9 kB'],
    [318_400_000, '318 MB'],
    [999_600, '1 MB'],
    [1_900_000_000, '1.9 GB'],
  ])('%d bytes are %s', (bytes, shown) => {
    expect(bytesText(bytes, 'en')).toBe(shown);
  });

  it('has the binary size for tooltips, and rates', () => {
    expect(binaryBytesText(318_400_000, 'en')).toBe('304 MiB');
    expect(rateText(21_000_000, 'en')).toBe('21 MB/s');
    expect(rateText(0, 'en')).toBe('');
    expect(countText(12_345, 'de')).toBe('12.345');
    expect(pluralText(1, 'study', 'studies')).toBe('1 study');
  });

  it.each([
    [0.4, '<1 ms'],
    [9, '9 ms'],
    [800, '800 ms'],
    [2_040, '2 s'],
    [2_140, '2.1 s'],
    [41_000, '41 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_720_000, '1 h 2 min'],
  ])('%d ms took %s', (ms, shown) => {
    expect(durationText(ms, 'en')).toBe(shown);
  });

  it('runs a clock', () => {
    expect([clockText(0), clockText(12_400), clockText(3_723_000)]).toEqual(['0:00', '0:12', '1:02:03']);
  });
});

describe('identifiers', () => {
  it('keeps the last twelve characters of a UID', () => {
    const uid = '1.2.840.113619.2.55.3.604688119.971.1449044401.123456789012';
    expect(uidText(uid)).toBe('1.2.840.113619.…123456789012');
    expect(uidText(uid, 5)).toHaveLength(16);
    expect(uidText('1.2.3')).toBe('1.2.3');
  });

  it('tells a UID from a version or an address', () => {
    expect(['1.2.840.10008', '2.25.123'].every(looksLikeUid)).toBe(true);
    expect(['10.1.2.3', '1.2', 'a.b.c', '1..2', '1.2.'].some(looksLikeUid)).toBe(false);
  });

  it('writes a status as the standard does', () => {
    expect([0, 0xa702, 0xff00].map(statusText)).toEqual(['0000', 'A702', 'FF00']);
  });
});
