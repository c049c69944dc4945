/** Elements of the dictionary for what a person has typed of a tag, a keyword or a name. */
import type { ElementSuggestion } from '../contract.ts';
import { standardEntries, type DictionaryEntry } from '../dicom/dictionary.ts';
import { formatElementTag } from '../editing/path.ts';

const MOST = 20;
let entries: readonly { readonly entry: DictionaryEntry; readonly text: string }[] | undefined;

/** Those that begin with it first. */
export function suggestElements(typed: string): readonly ElementSuggestion[] {
  const text = typed.trim().toLowerCase().replace(/[()]/g, '');
  if (text === '') return [];
  entries ??= Array.from(standardEntries(), (entry) => {
    const tag = formatElementTag(entry.tag);
    return { entry, text: `${entry.keyword} ${entry.name} ${tag} ${tag.replace(',', '')}`.toLowerCase() };
  });
  const words = text.split(/\s+/);
  const found = entries.filter((one) => one.entry.keyword !== '' && words.every((word) => one.text.includes(word)));
  const rank = ({ entry, text: whole }: (typeof found)[number]): number =>
    entry.keyword.toLowerCase() === text ? 0 : whole.startsWith(text) ? 1 : entry.name.toLowerCase().startsWith(text) ? 2 : 3;
  return found
    .sort((a, b) => rank(a) - rank(b) || a.entry.keyword.length - b.entry.keyword.length)
    .slice(0, MOST)
    .map(({ entry }) => ({ tag: formatElementTag(entry.tag), keyword: entry.keyword, name: entry.name, vr: plainVr(entry.vr) }));
}

const plainVr = (vr: string): string => (vr === 'xs' ? 'US' : vr === 'ox' || vr === 'lt' ? 'OW' : vr);
