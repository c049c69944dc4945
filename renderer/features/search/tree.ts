/**
 * Study, series and instance rows as one list for the grid. A row is open or not, its children have been asked for or not; a line that
 * says so stands where the children will be.
 */
import { onceEach } from '../../lib/once-each.ts';
import type { Match } from './results.ts';

export type ChildState = { readonly kind: 'asking' } | { readonly kind: 'none' } | { readonly kind: 'failed'; readonly why: string };

export interface Children {
  readonly matches: readonly Match[];
  /** null: complete, and there are some. */
  readonly state: ChildState | null;
}

export type TreeRow =
  | {
      readonly kind: 'match';
      readonly key: string;
      readonly depth: 1 | 2 | 3;
      readonly match: Match;
      readonly open: boolean;
      readonly parents: readonly Match[];
    }
  | { readonly kind: 'note'; readonly key: string; readonly depth: 2 | 3; readonly state: ChildState };

export interface TreeSource {
  readonly matches: readonly Match[];
  readonly open: ReadonlySet<string>;
  readonly childrenOf: (key: string) => Children;
}

/** A closed study keeps its row until it is merged anew, so that a table of many draws only what changed. */
const closedRow = onceEach((match: Match): TreeRow & { readonly kind: 'match' } => ({
  kind: 'match',
  key: match.key,
  depth: 1,
  match,
  open: false,
  parents: [],
}));

const below = (depth: 1 | 2): 2 | 3 => (depth === 1 ? 2 : 3);

const pushOpen = (rows: TreeRow[], source: TreeSource, parent: TreeRow & { readonly kind: 'match' }): void => {
  if (!parent.open || parent.depth === 3) return;
  const depth = below(parent.depth);
  const { matches, state } = source.childrenOf(parent.key);
  const parents = [...parent.parents, parent.match];
  for (const match of matches) {
    const row = { kind: 'match', key: match.key, depth, match, open: source.open.has(match.key), parents } as const;
    rows.push(row);
    pushOpen(rows, source, row);
  }
  if (state !== null) rows.push({ kind: 'note', key: `${parent.key} note`, depth, state });
};

export const treeRows = (source: TreeSource): readonly TreeRow[] => {
  const rows: TreeRow[] = [];
  for (const match of source.matches) {
    if (!source.open.has(match.key)) {
      rows.push(closedRow(match));
      continue;
    }
    const row = { kind: 'match', key: match.key, depth: 1, match, open: true, parents: [] } as const;
    rows.push(row);
    pushOpen(rows, source, row);
  }
  return rows;
};
