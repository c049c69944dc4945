/** Text as it is searched: beyond width, case, kana and accents, ligatures and the separators of person names do not count either. */
import { foldForSearch } from '../dicom/person-name.ts';

const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i' };

export const fold = (text: string): string =>
  foldForSearch(text)
    .replace(/[ßæœøđðþłı]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[\s^=]+/g, ' ')
    .trim();
