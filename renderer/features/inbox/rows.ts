/**
 * Groups, studies, series and instances as one list for the table. Rows keep their identity until something of theirs changes: a hundred
 * thousand open rows are then neither drawn nor sorted anew because one study grew.
 */
import type { InstanceRow, SeriesRow, StudyRow } from '../../../core/contract.ts';
import { changedPlaces } from '../../lib/changed-places.ts';
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

/** A study's rows, and what they were made from. */
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

const sameParts = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);

/** What was made below one group or at the top. */
interface Section {
  readonly studies: readonly StudyRow[];
  /** Of each study, in the same order. */
  readonly made: readonly Made[];
  /** All of their rows. */
  readonly rows: readonly InboxRow[];
}

const NOTHING: Section = { studies: [], made: [], rows: [] };

interface Wanted {
  readonly studies: readonly StudyRow[];
  readonly place: Place;
  readonly library: LibraryState;
}

const makeStudy = (study: StudyRow, before: Made | undefined, { place, library }: Wanted): Made => {
  const parts = partsOf(study, place, library);
  return before?.study === study && sameParts(before.parts, parts) ? before : { study, parts, rows: studyRows(study, place, library) };
};

const makeSection = (before: Section, wanted: Wanted): Section => {
  const { studies } = wanted;
  const known = new Map(before.made.map((made) => [made.study.studyUid, made]));
  const made = studies.map((study) => makeStudy(study, known.get(study.studyUid), wanted));
  return { studies, made, rows: made.flatMap(({ rows }) => rows) };
};

/**
 * Where nothing was opened, closed or read since, a row is a study and none has moved, as in a list that grows while objects arrive: only what is
 * not what it was is looked at. Undefined where it is not so.
 */
const renewSection = (before: Section, wanted: Wanted): Section | undefined => {
  const { studies } = wanted;
  if (before.rows.length !== before.studies.length || studies.length < before.studies.length) return undefined;
  const [made, rows] = [before.made.slice(), before.rows.slice()];
  for (const at of changedPlaces(before.studies, studies)) {
    const [there, study] = [before.studies[at], studies[at]];
    if (study === undefined || (there !== undefined && there.studyUid !== study.studyUid)) return undefined;
    const own = makeStudy(study, undefined, wanted);
    const [row, below] = own.rows;
    if (row === undefined || below !== undefined) return undefined;
    made[at] = own;
    rows[at] = row;
  }
  return { studies, made, rows };
};

export interface Shown {
  /** null: the studies stand at the top. */
  readonly groups: readonly Group[] | null;
  readonly studies: readonly StudyRow[];
}

export const createRowMaker = (): ((shown: Shown, library: LibraryState) => readonly InboxRow[]) => {
  let lastLibrary: LibraryState | null = null;
  let sections: ReadonlyMap<string, Section> = new Map();
  let heads: ReadonlyMap<string, InboxRow & { readonly kind: 'group' }> = new Map();
  return ({ groups, studies }, library) => {
    const isAsItWas = library === lastLibrary;
    const nextSections = new Map<string, Section>();
    const nextHeads = new Map<string, InboxRow & { readonly kind: 'group' }>();
    const rowsBelow = (place: Place, own: readonly StudyRow[]): readonly InboxRow[] => {
      const before = sections.get(place.prefix) ?? NOTHING;
      const wanted = { studies: own, place, library };
      const section = (isAsItWas ? renewSection(before, wanted) : undefined) ?? makeSection(before, wanted);
      nextSections.set(place.prefix, section);
      return section.rows;
    };
    const rowsOf = (group: Group): readonly InboxRow[] => {
      const open = library.open.has(group.key);
      const before = heads.get(group.key);
      const head =
        before?.group === group && before.open === open ? before : ({ kind: 'group', key: group.key, depth: 1, group, open } as const);
      nextHeads.set(group.key, head);
      return open ? [head, ...rowsBelow({ prefix: `${group.key} `, depth: 2, group }, group.studies)] : [head];
    };
    const rows = groups === null ? rowsBelow(TOP, studies) : groups.flatMap(rowsOf);
    lastLibrary = library;
    sections = nextSections;
    heads = nextHeads;
    return rows;
  };
};
