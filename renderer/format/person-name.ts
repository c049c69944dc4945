/**
 * Person names for people (PS3.5 §6.2 PN and §6.2.1): three component groups of five components. Case is never changed, nothing is split
 * on spaces, a missing group is normal. The order of family and given name follows the language of the group.
 */
import type { PersonNameView } from '../../core/contract.ts';
import { currentLocale } from './locale.ts';

export type NameChoice = 'ideographic' | 'alphabetic' | 'both';

export interface NameOptions {
  readonly show: NameChoice;
  readonly locale?: string;
}

export interface NameText {
  readonly primary: string;
  /** The other group, for brackets; empty when there is none to show. */
  readonly secondary: string;
  readonly phonetic: string;
  /** BCP 47 of the primary's glyphs where they tell; Han characters look different by language. */
  readonly lang: string | undefined;
  /** No component has a character. */
  readonly unnamed: boolean;
}

export const UNNAMED = 'unnamed';

const familyFirst = new Set(['ja', 'ko', 'zh', 'hu']);
const language = (locale: string): string => locale.split('-', 1)[0] ?? locale;

interface Components {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
}

const components = (group: string): Components => {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^').map((part) => part.trim());
  return { family, given, middle, prefix, suffix };
};

const join = (separator: string, ...parts: readonly string[]): string => parts.filter((part) => part !== '').join(separator);

/** 'Yamada Tarou': as Japanese, Chinese, Korean and Hungarian names are read. */
const inFamilyOrder = ({ family, given, middle, prefix, suffix }: Components): string => join(' ', prefix, family, given, middle, suffix);

/** 'Adams, Rev. John Robert, B.A.'. */
const withComma = ({ family, given, middle, prefix, suffix }: Components): string =>
  join(', ', family, join(' ', prefix, given, middle), suffix);

const kana = /[\u3040-\u30ff\uff66-\uff9d]/u;
const hangul = /[\u1100-\u11ff\uac00-\ud7af]/u;
const han = /\p{Script=Han}/u;

/** What tells the language apart is the phonetic group: kana or Hangul; Han characters alone may be any of three. */
export const nameLanguage = (name: PersonNameView, locale = currentLocale()): string | undefined => {
  const all = name.alphabetic + name.ideographic + name.phonetic;
  if (kana.test(all)) return 'ja';
  if (hangul.test(all)) return 'ko';
  if (!han.test(all)) return undefined;
  return ['ja', 'ko', 'zh'].includes(language(locale)) ? locale : 'zh';
};

const groupText = (group: string, asFamilyOrder: boolean): string =>
  asFamilyOrder ? inFamilyOrder(components(group)) : withComma(components(group));

export const nameText = (name: PersonNameView, { show, locale = currentLocale() }: NameOptions): NameText => {
  const lang = nameLanguage(name, locale);
  const ordered = lang !== undefined || familyFirst.has(language(locale));
  const ideographic = groupText(name.ideographic, true);
  const alphabetic = groupText(name.alphabetic, ordered);
  const phonetic = groupText(name.phonetic, true);
  const [first, second] = show === 'alphabetic' ? [alphabetic, ideographic] : [ideographic, alphabetic];
  const primary = first || second || phonetic;
  if (primary === '') return { primary: UNNAMED, secondary: '', phonetic: '', lang: undefined, unnamed: true };
  const secondary = show === 'both' && first !== '' && second !== first ? second : '';
  return { primary, secondary, phonetic: phonetic === primary ? '' : phonetic, lang, unnamed: false };
};

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** For attributes and places without markup: `山田 太郎 (Yamada Tarou)`, isolated so that it cannot reorder its neighbours. */
export const namePlain = (name: PersonNameView, options: NameOptions): string => {
  const { primary, secondary } = nameText(name, options);
  const text = secondary === '' ? primary : `${primary} (${secondary})`;
  return `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`;
};

/** What a name is sorted by: phonetic for Japanese readers, else the alphabetic group. */
export const nameSortKey = (name: PersonNameView, locale = currentLocale()): string => {
  const group = (language(locale) === 'ja' && name.phonetic) || name.alphabetic || name.ideographic || name.phonetic;
  return inFamilyOrder(components(group));
};
