/** The elements of an object as a tree that is given flat: what is open, and what a filter leaves of it with the way to it. */
import type { TagRow } from '../../../core/contract.ts';

/** null: cannot be opened. */
export const isOpen = (row: TagRow, open: ReadonlySet<string>): boolean | null => (row.kind === 'element' ? null : open.has(row.path));

/** Rows of which every parent is open. */
export const shownTags = (tags: readonly TagRow[], open: ReadonlySet<string>): readonly TagRow[] => {
  const shown: TagRow[] = [];
  let hiddenBelow = Infinity;
  for (const row of tags) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = Infinity;
    shown.push(row);
    if (row.kind !== 'element' && !open.has(row.path)) hiddenBelow = row.depth;
  }
  return shown;
};

const textOf = ({ tag, keyword, name, vr, value }: TagRow): string =>
  `${tag} ${tag.replace(',', '')} ${keyword} ${name} ${vr} ${value}`.toLowerCase();

/** Rows that have every word, and what they lie in. */
export const filterTags = (tags: readonly TagRow[], text: string): readonly TagRow[] => {
  const words = text
    .toLowerCase()
    .replace(/[()]/gu, '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return tags;
  const kept = new Set<TagRow>();
  const way: TagRow[] = [];
  for (const row of tags) {
    way.length = Math.min(way.length, row.depth);
    way[row.depth] = row;
    const rowText = textOf(row);
    if (words.every((word) => rowText.includes(word))) for (const above of way.slice(0, row.depth + 1)) kept.add(above);
  }
  return tags.filter((row) => kept.has(row));
};

/** Private groups are odd (PS3.5 §7.8). */
export const isPrivate = ({ tag }: TagRow): boolean => /^[0-9a-f]{3}[13579bdf]/iu.test(tag);
