import { describe, expect, test } from 'vitest';
import {
  formatDate,
  formatDateTime,
  formatTime,
  parseDate,
  parseDateTime,
  parseOffset,
  parseTime,
  writeDate,
  writeTime,
} from '../../core/dicom/date-time.ts';
import { foldForSearch, formatPersonName, nameSortKey } from '../../core/dicom/person-name.ts';
import { formatTag, parseTag } from '../../core/dicom/tag.ts';
import { uidFromRandom, uidFromUuid } from '../../core/dicom/uid.ts';
import { isValidUid } from '../../core/lib/uid.ts';

describe('dates and times', () => {
  test.each([
    ['20260131', '2026-01-31'],
    ['2026.01.31', '2026-01-31'],
    ['2026-01-31', '2026-01-31'],
    ['20260231', '20260231'],
    ['', ''],
    ['unknown', 'unknown'],
    ['20240229', '2024-02-29'],
  ])('DA %j is shown as %j', (text, shown) => expect(formatDate(text)).toBe(shown));
  test.each([
    ['101005', '10:10:05'],
    ['101005.123456', '10:10:05'],
    ['10:10:05', '10:10:05'],
    ['1010', '10:10'],
    ['10', '10:00'],
    ['2510', '2510'],
    ['10:10 PM', '10:10 PM'],
    ['235960', '23:59:60'],
  ])('TM %j is shown as %j', (text, shown) => expect(formatTime(text)).toBe(shown));
  test.each([
    ['20260131101005+0100', '2026-01-31 10:10:05 +01:00'],
    ['202601', '2026-01'],
    ['2026', '2026'],
    ['20260131-0530', '2026-01-31 -05:30'],
    ['20261331', '20261331'],
  ])('DT %j is shown as %j', (text, shown) => expect(formatDateTime(text)).toBe(shown));
  test('parts are what they say', () => {
    expect(parseDate('20260131')).toEqual({ year: 2026, month: 1, day: 31 });
    expect(parseTime('101005.5')).toEqual({ hour: 10, minute: 10, second: 5, fraction: 500000 });
    expect(parseDateTime('2026013110')).toEqual({
      date: { year: 2026, month: 1, day: 31 },
      time: { hour: 10, minute: undefined, second: undefined, fraction: undefined },
      offset: undefined,
    });
    expect([parseOffset('-0530'), parseOffset('+1400'), parseOffset('x')]).toEqual([-330, 840, undefined]);
    expect([writeDate({ year: 2026, month: 1, day: 2 }), writeTime({ hour: 1, minute: 2, second: 3 })]).toEqual(['20260102', '010203']);
  });
});

describe('person names', () => {
  const ideographic = { groups: 'ideographic-first', locale: 'en' } as const;
  test.each([
    ['Yamada^Tarou=山田^太郎=やまだ^たろう', ideographic, '山田 太郎 (Yamada Tarou)', 'やまだ たろう'],
    ['Yamada^Tarou=山田^太郎', { groups: 'alphabetic-first', locale: 'en' }, 'Yamada, Tarou (山田 太郎)', ''],
    ['Yamada^Tarou=山田^太郎', { groups: 'both', locale: 'ja' }, '山田 太郎 (Yamada Tarou)', ''],
    ['Doe^John', ideographic, 'Doe, John', ''],
    ['Doe^John', { groups: 'both', locale: 'hu' }, 'Doe John', ''],
    ['Adams^John Robert^Quincy^Rev.^B.A.', ideographic, 'Adams, Rev. John Robert Quincy, B.A.', ''],
    ['=山田^太郎', ideographic, '山田 太郎', ''],
    ['==やまだ', ideographic, 'やまだ', 'やまだ'],
    ['^', ideographic, '', ''],
    ['', ideographic, '', ''],
    ['OWNER^PET', ideographic, 'OWNER, PET', ''],
    ['ANON1', ideographic, 'ANON1', ''],
    ['van der Berg', ideographic, 'van der Berg', ''],
  ] as const)('%s', (...[name, format, text, phonetic]) => expect(formatPersonName(name, format)).toEqual({ text, phonetic }));
  test('Japanese sorts by sound', () => {
    const name = 'Yamada^Tarou=山田^太郎=やまだ^たろう';
    expect([nameSortKey(name, 'ja-JP'), nameSortKey(name, 'en')]).toEqual(['やまだ^たろう', 'Yamada^Tarou']);
  });
  test('folding makes one of width, kana, case and accents', () => {
    expect(['ﾔﾏﾀﾞ', 'ヤマダ', 'やまだ'].map(foldForSearch)).toEqual(['ヤマダ', 'ヤマダ', 'ヤマダ']);
    expect(foldForSearch('ＪÉRÔME')).toBe('jerome');
  });
});

describe('UIDs and tags', () => {
  test.each([
    ['1.2.840.10008.1.1', true],
    ['1.02.3', false],
    ['1..2', false],
    ['1.2.', false],
    ['0.0', true],
    [`1.${'1'.repeat(62)}`, true],
    [`1.${'1'.repeat(63)}`, false],
    ['1.2a', false],
  ])('%s valid: %s', (uid, valid) => expect(isValidUid(uid)).toBe(valid));
  test('new ones are valid and carry a UUID', () => {
    expect(uidFromUuid('f81d4fae-7dec-11d0-a765-00a0c91e6bf6')).toBe('2.25.329800735698586629295641978511506172918');
    const uid = uidFromRandom(new Uint8Array(16).fill(0xff));
    expect([isValidUid(uid), (BigInt(uid.slice(5)) >> 76n) & 0xfn, (BigInt(uid.slice(5)) >> 62n) & 3n]).toEqual([true, 4n, 2n]);
  });
  test.each(['(0010,0020)', '0010,0020', '00100020', '0x00100020', '(0010, 0020)'])('%s is a tag', (text) =>
    expect(parseTag(text)).toBe(0x00100020),
  );
  test('what is none is none', () =>
    expect(['', '0010', 'PatientID', '001000201'].map(parseTag)).toEqual([undefined, undefined, undefined, undefined]));
  test('high groups stay positive', () => expect(formatTag(0xfffee000)).toBe('(FFFE,E000)'));
});
