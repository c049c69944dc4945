/** Studies, series and instances as one list for the table, and what a selection of them comes to. */
import type { InboxTarget, InstanceRow, SeriesRow, StudyRow } from '../../../core/contract.ts';
import { fold, matchesFolded } from '../../format/fold.ts';
import { pluralText } from '../../format/quantity.ts';
import type { Below, LibraryState } from './library.ts';

export type InboxRow =
  | { readonly kind: 'study'; readonly key: string; readonly depth: 1; readonly study: StudyRow; readonly open: boolean }
  | {
      readonly kind: 'series';
      readonly key: string;
      readonly depth: 2;
      readonly study: StudyRow;
      readonly series: SeriesRow;
      readonly open: boolean;
    }
  | {
      readonly kind: 'instance';
      readonly key: string;
      readonly depth: 3;
      readonly study: StudyRow;
      readonly series: SeriesRow;
      readonly instance: InstanceRow;
    }
  | { readonly kind: 'note'; readonly key: string; readonly depth: 2 | 3; readonly words: string; readonly failed: boolean };

/** A study and a series may carry the same UID; the prefix tells them apart. */
export const seriesKey = (seriesUid: string): string => `s ${seriesUid}`;

const noteOf = <Row>(key: string, depth: 2 | 3, below: Below<Row> | undefined): InboxRow | null => {
  if (below === undefined || below.kind === 'reading') return { kind: 'note', key: `${key} note`, depth, words: 'reading…', failed: false };
  return below.kind === 'failed' ? { kind: 'note', key: `${key} note`, depth, words: below.why, failed: true } : null;
};

const pushInstances = (rows: InboxRow[], parent: InboxRow & { readonly kind: 'series' }, { instances }: LibraryState): void => {
  const below = instances.get(parent.series.seriesUid);
  const note = noteOf(parent.key, 3, below);
  if (note !== null) rows.push(note);
  if (below?.kind !== 'read') return;
  for (const instance of below.rows) {
    rows.push({
      kind: 'instance',
      key: `i ${String(instance.instanceId)}`,
      depth: 3,
      study: parent.study,
      series: parent.series,
      instance,
    });
  }
};

const pushSeries = (rows: InboxRow[], study: StudyRow, library: LibraryState): void => {
  const below = library.series.get(study.studyUid);
  const note = noteOf(study.studyUid, 2, below);
  if (note !== null) rows.push(note);
  if (below?.kind !== 'read') return;
  for (const series of below.rows) {
    const key = seriesKey(series.seriesUid);
    const row = { kind: 'series', key, depth: 2, study, series, open: library.open.has(key) } as const;
    rows.push(row);
    if (row.open) pushInstances(rows, row, library);
  }
};

export const inboxRows = (studies: readonly StudyRow[], library: LibraryState): readonly InboxRow[] => {
  const rows: InboxRow[] = [];
  for (const study of studies) {
    const open = library.open.has(study.studyUid);
    rows.push({ kind: 'study', key: study.studyUid, depth: 1, study, open });
    if (open) pushSeries(rows, study, library);
  }
  return rows;
};

const folded = new WeakMap<StudyRow, string>();

const textOf = (study: StudyRow): string => {
  const known = folded.get(study);
  if (known !== undefined) return known;
  const { alphabetic, ideographic, phonetic } = study.patientName;
  const words = [
    alphabetic,
    ideographic,
    phonetic,
    study.patientId,
    study.accession,
    study.description,
    study.studyDate,
    study.fromTitle,
    study.fromAddress,
    study.studyUid,
    ...study.modalities,
  ];
  const text = fold(words.join(' '));
  folded.set(study, text);
  return text;
};

export const filterStudies = (studies: readonly StudyRow[], text: string): readonly StudyRow[] =>
  text.trim() === '' ? studies : studies.filter((study) => matchesFolded(textOf(study), text.trim()));

const ARRIVING_MS = 30_000;

/** Whether objects of it still come in, as far as anybody can say: the last one came less than half a minute ago. */
export const isArriving = (study: StudyRow, now: number): boolean => now - Date.parse(study.lastArrived) < ARRIVING_MS;

export interface InboxSelection {
  readonly targets: readonly InboxTarget[];
  readonly instances: number;
  readonly bytes: number;
  readonly patients: number;
  /** '1 study, 240 images'. */
  readonly label: string;
}

const targetOf = (row: Exclude<InboxRow, { kind: 'note' }>): InboxTarget => {
  switch (row.kind) {
    case 'study':
      return { kind: 'study', studyUid: row.study.studyUid };
    case 'series':
      return { kind: 'series', studyUid: row.study.studyUid, seriesUid: row.series.seriesUid };
    case 'instance':
      return { kind: 'instance', instanceId: row.instance.instanceId };
  }
};

const kinds = [
  ['study', 'study', 'studies'],
  ['series', 'series', 'series'],
] as const;

/** Rows within a selected study or series come with it and are not counted twice. */
export const selectionOf = (selected: readonly InboxRow[]): InboxSelection => {
  const studies = new Set(selected.flatMap((row) => (row.kind === 'study' ? [row.study.studyUid] : [])));
  const series = new Set(selected.flatMap((row) => (row.kind === 'series' ? [row.series.seriesUid] : [])));
  const outer = selected.filter((row): row is Exclude<InboxRow, { kind: 'note' }> => {
    if (row.kind === 'note') return false;
    if (row.kind === 'study') return true;
    return !studies.has(row.study.studyUid) && (row.kind === 'series' || !series.has(row.series.seriesUid));
  });
  const counted = outer.map((row) =>
    row.kind === 'study' ? row.study : row.kind === 'series' ? row.series : { instanceCount: 1, bytes: row.instance.bytes },
  );
  const instances = counted.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  const named = kinds.flatMap(([kind, one, many]) => {
    const count = outer.filter((row) => row.kind === kind).length;
    return count === 0 ? [] : [pluralText(count, one, many)];
  });
  return {
    targets: outer.map(targetOf),
    instances,
    bytes: counted.reduce((sum, { bytes }) => sum + bytes, 0),
    patients: new Set(outer.map(({ study }) => study.patientId || study.studyUid)).size,
    label: [...named, pluralText(instances, 'image', 'images')].join(', '),
  };
};
