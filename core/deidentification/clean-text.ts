/**
 * What "cleaned" means here (PS3.15 §E.3.5): a text keeps its words but for those that the object itself tells to be identifying, and for
 * what has the form of a date, a number of many digits, an address of e-mail or a title with a name. No program can be sure of the rest.
 */

const LEAST_LETTERS = 3;
/** Words of names that are words of anatomy and protocols, too, would otherwise go wherever they stand. */
const COMMON = new Set(['THE', 'AND', 'FOR', 'WITH', 'MRI', 'ANONYMOUS', 'UNKNOWN', 'NONE', 'REMOVED']);
const CUT = '…';

const FORMS: readonly RegExp[] = [
  /[^\s@]+@[^\s@]+\.[^\s@]+/gu,
  /\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b/gu,
  /\+?\d[\d ()/-]{5,}\d/gu,
  /\b\p{L}*\d{5,}\p{L}*\b/gu,
  /\b(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau|Mme|Sr|Sra)\.?\s+\p{Lu}[\p{L}'-]+/gu,
];

const isIdeographic = (word: string): boolean => /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u.test(word);

/** Words of a value that would give it away. */
export function tellingWords(value: string): readonly string[] {
  return value
    .split(/[\s\\^=,;:/()[\]"]+/u)
    .map((word) => word.replace(/^[.'-]+|[.'-]+$/gu, ''))
    .filter((word) => (word.length >= LEAST_LETTERS || (word.length > 0 && isIdeographic(word))) && !COMMON.has(word.toUpperCase()));
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

export type Clean = (text: string) => string;

export function cleaner(words: Iterable<string>): Clean {
  const known = [...new Set(words)].sort((a, b) => b.length - a.length).map(escaped);
  const named = known.length === 0 ? undefined : new RegExp(known.join('|'), 'giu');
  return (text) => {
    let cleaned = named ? text.replace(named, CUT) : text;
    for (const form of FORMS) cleaned = cleaned.replace(form, CUT);
    return cleaned.replaceAll(CUT, '').replace(/ {2,}/g, ' ').trim();
  };
}
