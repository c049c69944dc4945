/** Person names for people (PS3.5 §6.2 PN): three component groups of five components, shown in the order that the reader expects. */
import type { PersonName } from './types.ts';
import { splitPersonName } from './values.ts';

export interface NameComponents {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
}

export type NameGroups = 'ideographic-first' | 'alphabetic-first' | 'both';

export interface NameFormat {
  /** Which component group leads, and whether the other follows in parentheses ('both': ideographic, then alphabetic). */
  readonly groups: NameGroups;
  /** BCP 47 tag: ja, ko, zh and hu put the family first without a comma. */
  readonly locale: string;
}

export interface FormattedName {
  /** '' when the name is empty ('^' alone too): shown as unnamed. */
  readonly text: string;
  /** The phonetic group; '' when there is none. */
  readonly phonetic: string;
}

export function nameComponents(group: string): NameComponents {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^').map((part) => part.trim());
  return { family, given, middle, prefix, suffix };
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

/** Family, given and middle in that order: how ideographic and phonetic groups are read, and every name in some locales. */
function familyFirst(group: string): string {
  const { family, given, middle, prefix, suffix } = nameComponents(group);
  return joined(prefix, family, given, middle, suffix);
}

function withComma(group: string): string {
  const { family, given, middle, prefix, suffix } = nameComponents(group);
  return [family, joined(prefix, given, middle), suffix].filter((part) => part !== '').join(', ');
}

const FAMILY_FIRST = /^(?:ja|ko|zh|hu)\b/i;

/** '山田 太郎 (Yamada Tarou)', 'Doe, John', …: never changes case, never splits on spaces. */
export function formatPersonName(name: PersonName | string, format: NameFormat): FormattedName {
  const { alphabetic, ideographic, phonetic } = typeof name === 'string' ? splitPersonName(name) : name;
  const ideographs = familyFirst(ideographic);
  const alone = ideographs === '' || format.groups === 'alphabetic-first';
  const letters = !alone || FAMILY_FIRST.test(format.locale) ? familyFirst(alphabetic) : withComma(alphabetic);
  return { text: ordered({ ideographs, letters }, format.groups) || familyFirst(phonetic), phonetic: familyFirst(phonetic) };
}

function ordered({ ideographs, letters }: { readonly ideographs: string; readonly letters: string }, groups: NameGroups): string {
  const [first, second] = groups === 'alphabetic-first' ? [letters, ideographs] : [ideographs, letters];
  if (first === '' || second === '') return first || second;
  return `${first} (${second})`;
}

/** What sorting compares: the phonetic group for Japanese where there is one, else the alphabetic, else the ideographic. */
export function nameSortKey(name: PersonName | string, locale: string): string {
  const { alphabetic, ideographic, phonetic } = typeof name === 'string' ? splitPersonName(name) : name;
  return (locale.startsWith('ja') && phonetic) || alphabetic || ideographic || phonetic;
}

/** Folds what searching must not tell apart: width (NFKC), case, hiragana and katakana, diacritics. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[\u3041-\u3096]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0x60))
    .toLowerCase();
}
