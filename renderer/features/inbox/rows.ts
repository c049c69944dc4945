/**
 * Groups, studies, series and instances as one list for the table. Rows keep their identity until something of theirs changes: a hundred
 * thousand open rows are then neither drawn nor sorted anew because one study grew.
 */
import type { InstanceRow, SeriesRow, StudyRow } from '../../../core/contract.ts';
import type { Group } from './groups.ts';
import type { Below, LibraryState } from './library.ts';

interface Placed {
  readonly key: string;
  /** 1 at the top. */
  readonly depth: number;
}

export type InboxRow =
  | (Placed & { readonly kind: 'group'; readonly group: Group; readonly open: boolean })
  /** `group`: below which it stands. */
  | (Placed & { readonly kind: 'study'; readonly study: StudyRow; readonly group?: Group; readonly open: boolean })
  | (Placed & { readonly kind: 'series'; readonly study: StudyRow; readonly series: SeriesRow; readonly open: boolean })
  | (Placed & { readonly kind: 'instance'; readonly study: StudyRow; readonly series: SeriesRow; readonly instance: InstanceRow })
  | (Placed & { readonly kind: 'note'; readonly words: string; readonly failed: boolean });

/** Where a study stands: below a group its rows carry the group's key, because it may be in two. */
interface Place {
  readonly prefix: string;
  readonly depth: number;
  readonly group?: Group;
}

const TOP: Place = { prefix: '', depth: 1 };

export const studyKey = (studyUid: string, group?: Group): string => (group ? `${group.key} ` : '') + studyUid;

/** A study and a series may carry the same UID; the letter tells them apart. */
const seriesKey = (seriesUid: string, { prefix }: Place): string => `${prefix}s ${seriesUid}`;

const noteOf = <Row>(key: string, depth: number, below: Below<Row> | undefined): InboxRow | null => {
  if (below === undefined || below.kind === 'reading') return { kind: 'note', key: `${key} note`, depth, words: 'reading…', failed: false };
  return below.kind === 'failed' ? { kind: 'note', key: `${key} note`, depth, words: below.why, failed: true } : null;
};

const instanceRows = (parent: InboxRow & { readonly kind: 'series' }, place: Place, { instances }: LibraryState): readonly InboxRow[] => {
  const below = instances.get(parent.series.seriesUid);
  const depth = place.depth + 2;
  const note = noteOf(parent.key, depth, below);
  if (note !== null) return [note];
  if (below?.kind !== 'read') return [];
  const { study, series } = parent;
  return below.rows.map((instance) => {
    const key = `${place.prefix}i ${String(instance.instanceId)}`;
    return { kind: 'instance', key, depth, study, series, instance };
  });
};

/** A study with what is open below it. */
const studyRows = (study: StudyRow, place: Place, library: LibraryState): readonly InboxRow[] => {
  const key = place.prefix + study.studyUid;
  const open = library.open.has(key);
  const head = { kind: 'study', key, depth: place.depth, study, ...(place.group && { group: place.group }), open } as const;
  if (!open) return [head];
  const below = library.series.get(study.studyUid);
  const note = noteOf(key, place.depth + 1, below);
  const rows: InboxRow[] = note === null ? [head] : [head, note];
  if (below?.kind !== 'read') return rows;
  for (const series of below.rows) {
    const own = seriesKey(series.seriesUid, place);
    const row = { kind: 'series', key: own, depth: place.depth + 1, study, series, open: library.open.has(own) } as const;
    rows.push(row);
    if (row.open) for (const instance of instanceRows(row, place, library)) rows.push(instance);
  }
  return rows;
};

/** What a study's rows were made from. */
interface Made {
  readonly study: StudyRow;
  readonly parts: readonly unknown[];
  readonly rows: readonly InboxRow[];
}

const partsOf = (study: StudyRow, place: Place, { open, series, instances }: LibraryState): readonly unknown[] => {
  if (!open.has(place.prefix + study.studyUid)) return [];
  const below = series.get(study.studyUid);
  if (below?.kind !== 'read') return [below];
  return [below, ...below.rows.map(({ seriesUid }) => open.has(seriesKey(seriesUid, place)) && (instances.get(seriesUid) ?? true))];
};

export interface Shown {
  /** null: the studies stand at the top. */
  readonly groups: readonly Group[] | null;
  readonly studies: readonly StudyRow[];
}

export const createRowMaker = (): ((shown: Shown, library: LibraryState) => readonly InboxRow[]) => {
  let known = new Map<string, Made>();
  let heads = new Map<string, InboxRow & { readonly kind: 'group' }>();
  return ({ groups, studies }, library) => {
    const next = new Map<string, Made>();
    const nextHeads: typeof heads = new Map();
    const rows: InboxRow[] = [];
    const push = (study: StudyRow, place: Place): void => {
      const key = place.prefix + study.studyUid;
      const parts = partsOf(study, place, library);
      const before = known.get(key);
      const unchanged =
        before?.study === study && before.parts.length === parts.length && parts.every((part, at) => part === before.parts[at]);
      const made = unchanged ? before : { study, parts, rows: studyRows(study, place, library) };
      next.set(key, made);
      for (const row of made.rows) rows.push(row);
    };
    if (groups === null) for (const study of studies) push(study, TOP);
    else
      for (const group of groups) {
        const open = library.open.has(group.key);
        const before = heads.get(group.key);
        const head =
          before?.group === group && before.open === open ? before : ({ kind: 'group', key: group.key, depth: 1, group, open } as const);
        nextHeads.set(group.key, head);
        rows.push(head);
        if (open) for (const study of group.studies) push(study, { prefix: `${group.key} `, depth: 2, group });
      }
    known = next;
    heads = nextHeads;
    return rows;
  };
};
