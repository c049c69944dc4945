import { describe, expect, it } from 'vitest';
import { ageInYears, dateText, dateTimeText, stampText, timeOfDayText, timeText } from '../../../renderer/format/date-time.ts';
import { relativeText } from '../../../renderer/format/relative-time.ts';

describe('dates and times of DICOM', () => {
  it.each([
    ['20260131', '2026-01-31'],
    ['2026.01.31', '2026-01-31'],
    ['202601', '2026-01'],
    ['2026', '2026'],
    ['20260230', '20260230'],
    ['19001301', '19001301'],
    ['soon', 'soon'],
    ['', ''],
  ])('date %s is shown as %s', (sent, shown) => {
    expect(dateText(sent)).toBe(shown);
  });

  it.each([
    ['101000', '10:10'],
    ['101000.123456', '10:10'],
    ['10:10:59', '10:10'],
    ['1010', '10:10'],
    ['10', '10 h'],
    ['10:10 PM', '22:10'],
    ['12:05:00 AM', '00:05'],
    ['250000', '250000'],
    ['noon', 'noon'],
  ])('time %s is shown as %s', (sent, shown) => {
    expect(timeText(sent)).toBe(shown);
  });

  it('joins what is there', () => {
    expect(dateTimeText('20260131', '101000')).toBe('2026-01-31 10:10');
    expect(dateTimeText('20260131', '')).toBe('2026-01-31');
  });

  it('counts whole years only', () => {
    expect(ageInYears('19700101', '20260101')).toBe(56);
    expect(ageInYears('19700102', '20260101')).toBe(55);
    expect(ageInYears('1970', '20260101')).toBeNull();
    expect(ageInYears('20270101', '20260101')).toBeNull();
  });

  it('writes instants on the local clock and leaves rubbish alone', () => {
    expect(stampText(new Date(2026, 0, 31, 10, 10, 5).toISOString(), true)).toBe('2026-01-31 10:10:05');
    expect(stampText('x')).toBe('x');
    expect(timeOfDayText(new Date(2026, 0, 31, 10, 10, 5).toISOString())).toBe('10:10:05');
  });

  it('adds how long ago', () => {
    const now = Date.UTC(2026, 0, 31, 12);
    expect(relativeText(new Date(now - 2_000).toISOString(), now, 'en')).toBe('2 sec. ago');
    expect(relativeText(new Date(now - 3 * 86_400_000).toISOString(), now, 'en')).toBe('3 days ago');
    expect(relativeText(new Date(now + 90_000).toISOString(), now, 'en')).toBe('in 1 min.');
    expect(relativeText('', now, 'en')).toBe('');
  });
});
