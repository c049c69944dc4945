import { describe, expect, it } from 'vitest';
import { checkAeTitle, trimAeTitle } from '../../core/lib/ae-title.ts';
import { isUidShaped, isValidUid, trimUid } from '../../core/lib/uid.ts';

describe('AE titles', () => {
  it.each(['A', 'ANY-SCP', 'ABCDEFGHIJKLMNOP', 'with space', ' padded ', 'a.b_c/d:e@f', '~'])('may be “%s”', (title) => {
    expect(checkAeTitle(title)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    ['   ', /spaces/],
    ['ABCDEFGHIJKLMNOPQ', /longer than 16/],
    ['A\\B', /backslash/],
    ['A\nB', /control/],
    ['A\x7f', /control/],
    ['\x00', /control/],
    ['PACS\u00c4', /“\u00c4”/],
    ['\u{1f600}', /“\u{1f600}”/u],
  ])('may not be “%s”', (title, why) => {
    expect(checkAeTitle(title)).toMatch(why);
  });

  it.each([
    ['ABC             ', 'ABC'],
    ['  ABC', 'ABC'],
    ['ABC\0\0\0', 'ABC'],
    ['ABC\0rest', 'ABC'],
    ['A B  ', 'A B'],
    ['\0', ''],
    ['A\u00a0', 'A\u00a0'],
  ])('“%s” means “%s”', (came, title) => {
    expect(trimAeTitle(came)).toBe(title);
  });
});

describe('UIDs', () => {
  const longest = `1.${'2'.repeat(62)}`;

  it.each(['1.2', '0', '2.25.0', '1.2.840.10008.1.1', longest])('may be %s', (uid) => {
    expect(isValidUid(uid)).toBe(true);
    expect(isUidShaped(uid)).toBe(true);
  });

  it.each(['1.02', '00', '1..2', '.1', '1.'])('made by careless equipment look like %s', (uid) => {
    expect(isValidUid(uid)).toBe(false);
    expect(isUidShaped(uid)).toBe(true);
  });

  it.each(['', 'a', '1.2 ', '1.2\0', '../../x', `${longest}3`, '1,2', '\u0661.2'])('may not be “%s”', (uid) => {
    expect(isValidUid(uid)).toBe(false);
    expect(isUidShaped(uid)).toBe(false);
  });

  it('lose their padding', () => {
    expect(['1.2\0', '1.2  ', '1.2\0\0', '1.2', '\0', ''].map(trimUid)).toEqual(['1.2', '1.2', '1.2', '1.2', '', '']);
  });
});
