/** What a selection of rows comes to: the targets of what is done with it, and how it is named. */
import type { InboxTarget, StudyRow } from '../../../core/contract.ts';
import { pluralText } from '../../format/quantity.ts';
import { patientKey } from './groups.ts';
import type { InboxRow } from './rows.ts';
import type { Subject } from './workspace.ts';

export interface InboxSelection {
  readonly targets: readonly InboxTarget[];
  /** Studies that are selected as a whole, by themselves or with their group. */
  readonly studies: readonly StudyRow[];
  readonly instances: number;
  readonly bytes: number;
  readonly patients: number;
  /** Of all that is in it, also in part. */
  readonly studyUids: readonly string[];
  /** '1 study, 240 images'. */
  readonly label: string;
}

type Part = Exclude<InboxRow, { kind: 'note' | 'group' | 'study' }>;

const targetOf = (row: Part): InboxTarget =>
  row.kind === 'series'
    ? { kind: 'series', studyUid: row.study.studyUid, seriesUid: row.series.seriesUid }
    : { kind: 'instance', instanceId: row.instance.instanceId };

/** A group stands for its studies. What lies within a selected study or series comes with it and is not counted twice. */
export const selectionOf = (selected: readonly InboxRow[]): InboxSelection => {
  const studies = new Map(
    selected
      .flatMap((row) => (row.kind === 'group' ? row.group.studies : row.kind === 'study' ? [row.study] : []))
      .map((study) => [study.studyUid, study]),
  );
  const series = new Set(selected.flatMap((row) => (row.kind === 'series' ? [row.series.seriesUid] : [])));
  const parts = new Map<string, Part>();
  for (const row of selected) {
    if (row.kind !== 'series' && row.kind !== 'instance') continue;
    if (studies.has(row.study.studyUid) || (row.kind === 'instance' && series.has(row.series.seriesUid))) continue;
    parts.set(JSON.stringify(targetOf(row)), row);
  }
  const whole = [...studies.values()];
  const rest = [...parts.values()];
  const counted = [...whole, ...rest.map((row) => (row.kind === 'series' ? row.series : { instanceCount: 1, bytes: row.instance.bytes }))];
  const instances = counted.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  const seriesCount = rest.filter(({ kind }) => kind === 'series').length;
  return {
    targets: [...whole.map(({ studyUid }): InboxTarget => ({ kind: 'study', studyUid })), ...rest.map(targetOf)],
    studies: whole,
    instances,
    bytes: counted.reduce((sum, { bytes }) => sum + bytes, 0),
    studyUids: [...new Set([...whole, ...rest.map(({ study }) => study)].map(({ studyUid }) => studyUid))],
    patients: new Set([...whole, ...rest.map(({ study }) => study)].map(patientKey)).size,
    label: [
      ...(whole.length > 0 ? [pluralText(whole.length, 'study', 'studies')] : []),
      ...(seriesCount > 0 ? [pluralText(seriesCount, 'series', 'series')] : []),
      pluralText(instances, 'image', 'images'),
    ].join(', '),
  };
};

/** The first selected row; of a group its first study. */
export const subjectOf = ([first]: readonly InboxRow[]): Subject | null => {
  switch (first?.kind) {
    case 'group': {
      const [study] = first.group.studies;
      return study ? { kind: 'study', study } : null;
    }
    case 'study':
      return { kind: 'study', study: first.study };
    case 'series':
      return { kind: 'series', study: first.study, series: first.series };
    case 'instance':
      return { kind: 'instance', study: first.study, series: first.series, instance: first.instance };
    case 'note':
    case undefined:
      return null;
  }
};
