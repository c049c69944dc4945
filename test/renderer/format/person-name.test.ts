import { describe, expect, it } from 'vitest';
import { fold, matchesFolded } from '../../../renderer/format/fold.ts';
import { nameLanguage, namePlain, nameSortKey, nameText } from '../../../renderer/format/person-name.ts';

const pn = (text: string) => {
  const [alphabetic = '', ideographic = '', phonetic = ''] = text.split('=');
  return { alphabetic, ideographic, phonetic };
};

/** The examples of PS3.5 Annexes H to K and §6.2.1. */
const both: readonly (readonly [string, string, string])[] = [
  ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'en', '山田 太郎 (Yamada Tarou)'],
  ['ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう', 'ja', '山田 太郎 (ﾔﾏﾀﾞ ﾀﾛｳ)'],
  ['Hong^Gildong=洪^吉洞=홍^길동', 'en', '洪 吉洞 (Hong Gildong)'],
  ['Wang^XiaoDong=王^小东', 'de', '王 小东 (Wang XiaoDong)'],
  ['قباني^لنزار', 'en', 'قباني, لنزار'],
  ['Διονυσιος', 'en', 'Διονυσιος'],
  ['שרון^דבורה', 'en', 'שרון, דבורה'],
  ['Buc^Jérôme', 'fr', 'Buc, Jérôme'],
  ['Buc^Jérôme', 'hu', 'Buc Jérôme'],
  ['Adams^John Robert Quincy^^Rev.^B.A. M.Div.', 'en', 'Adams, Rev. John Robert Quincy, B.A. M.Div.'],
  ['OWNER^PET', 'en', 'OWNER, PET'],
  ['ANON1', 'en', 'ANON1'],
  ['van der Berg', 'en', 'van der Berg'],
  ['=山田^太郎', 'en', '山田 太郎'],
  ['==やまだ^たろう', 'en', 'やまだ たろう'],
  ['^Tarou', 'en', 'Tarou'],
  ['^', 'en', 'unnamed'],
  ['', 'en', 'unnamed'],
  ['^^^^==', 'en', 'unnamed'],
];

describe('person names', () => {
  it.each(both)('%s in %s reads %s', (sent, locale, shown) => {
    expect(namePlain(pn(sent), { show: 'both', locale })).toBe(`\u2068${shown}\u2069`);
  });

  it('shows one group when asked to, and the other when that one is missing', () => {
    expect(nameText(pn('Yamada^Tarou=山田^太郎'), { show: 'alphabetic', locale: 'en' })).toMatchObject({
      primary: 'Yamada Tarou',
      secondary: '',
    });
    expect(nameText(pn('Yamada^Tarou=山田^太郎'), { show: 'ideographic', locale: 'en' })).toMatchObject({
      primary: '山田 太郎',
      secondary: '',
    });
    expect(nameText(pn('Smith^Ann'), { show: 'ideographic', locale: 'en' }).primary).toBe('Smith, Ann');
  });

  it('knows the language of the glyphs from the phonetic group', () => {
    expect(nameLanguage(pn('Yamada=山田=やまだ'), 'en')).toBe('ja');
    expect(nameLanguage(pn('Hong=洪=홍'), 'en')).toBe('ko');
    expect(nameLanguage(pn('Wang=王'), 'en')).toBe('zh');
    expect(nameLanguage(pn('Yamada=山田'), 'ja-JP')).toBe('ja-JP');
    expect(nameLanguage(pn('Smith'), 'ja')).toBeUndefined();
  });

  it('sorts Japanese readers by the reading, others by the alphabetic group', () => {
    expect(nameSortKey(pn('Yamada^Tarou=山田^太郎=やまだ^たろう'), 'ja')).toBe('やまだ たろう');
    expect(nameSortKey(pn('Yamada^Tarou=山田^太郎=やまだ^たろう'), 'en')).toBe('Yamada Tarou');
  });
});

describe('local filtering', () => {
  it.each([
    ['ﾔﾏﾀﾞ', 'やまだ'],
    ['ヤマダ', 'やまだ'],
    ['JÉRÔME', 'jerome'],
    ['Buc^Jérôme', 'buc jer'],
    ['ＹＡＭＡＤＡ', 'yamada'],
    ['Yamada^Tarou', 'tarou yam'],
  ])('%s is found by %s', (text, wanted) => {
    expect(matchesFolded(fold(text), wanted)).toBe(true);
  });

  it('keeps voiced kana apart', () => {
    expect(matchesFolded(fold('はた'), 'ばた')).toBe(false);
  });
});
