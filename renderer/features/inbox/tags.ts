/** The elements of an object as a tree that is given flat: each level is read when it is opened, a part at a time. */
import type { TagRow, TagRows } from '../../../core/contract.ts';

/** What a level shows at once. */
export const PART = 2_000;

/** Rows of a level by the path of what they lie in; '' is the top. */
export type TagLevels = ReadonlyMap<string, TagRows>;

/** null: cannot be opened. */
export const isOpen = (row: TagRow, open: ReadonlySet<string>): boolean | null => (row.kind === 'element' ? null : open.has(row.path));

/** Stands for what of a level was not read yet. */
const MORE = '+';
export const isMore = ({ path }: TagRow): boolean => path.endsWith(MORE);
export const parentOfMore = ({ path }: TagRow): string => path.slice(0, -MORE.length);

const moreRow = (path: string, depth: number, shown: number): TagRow => ({
  path: `${path}${MORE}`,
  tag: '',
  keyword: '',
  name: `More than ${shown.toLocaleString()}`,
  vr: '',
  length: 0,
  offset: 0,
  value: 'Enter reads on',
  cut: false,
  depth,
  kind: 'element',
});

/** Rows of which every parent is open; what is still being read is not there yet. */
export const shownTags = (levels: TagLevels, open: ReadonlySet<string>): readonly TagRow[] => {
  const shown: TagRow[] = [];
  const add = (path: string, depth: number): void => {
    const level = levels.get(path);
    if (level === undefined) return;
    for (const row of level.rows) {
      shown.push(row);
      if (row.kind !== 'element' && open.has(row.path)) add(row.path, row.depth + 1);
    }
    if (level.more) shown.push(moreRow(path, level.rows.at(-1)?.depth ?? depth, level.rows.length));
  };
  add('', 0);
  return shown;
};

/** Private groups are odd (PS3.5 §7.8). */
export const isPrivate = ({ tag }: TagRow): boolean => /^[0-9a-f]{3}[13579bdf]/iu.test(tag);
