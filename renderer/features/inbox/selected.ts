/** What a selection of rows comes to: the targets of what is done with it, and how it is named. */
import type { InboxTarget, StudyRow } from '../../../core/contract.ts';
import { pluralText } from '../../format/quantity.ts';
import { patientKey, type Group, type Session } from './groups.ts';
import { studyKey, type InboxRow } from './rows.ts';
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
  /** Images of selected studies that came in other arrivals than those that are selected. */
  readonly otherArrivals: number;
  /** '1 study, 240 images'. */
  readonly label: string;
}

/** What was made of a selection stands for it only while nothing was added to it. */
export const selectionKey = ({ targets, bytes, label }: InboxSelection): string => JSON.stringify([targets, bytes, label]);

type Part = Exclude<InboxRow, { kind: 'note' | 'group' | 'study' }>;

const targetOf = (row: Part): InboxTarget =>
  row.kind === 'series'
    ? { kind: 'series', studyUid: row.study.studyUid, seriesUid: row.series.seriesUid }
    : { kind: 'instance', instanceId: row.instance.instanceId };

/** A study stands below each arrival that brought some of it, and is one study all the same. */
function otherArrivals(selected: readonly InboxRow[]): number {
  const left = new Map<string, number>();
  const taken = new Set<string>();
  const take = (study: StudyRow, group: Group | undefined): void => {
    // A group that is selected with its studies.
    const key = studyKey(study.studyUid, group);
    if (taken.has(key)) return;
    taken.add(key);
    const before = left.get(study.studyUid) ?? study.instanceCount;
    left.set(study.studyUid, group?.kind === 'session' ? before - broughtBy(group, study) : 0);
  };
  for (const row of selected) {
    if (row.kind === 'group') for (const study of row.group.studies) take(study, row.group);
    else if (row.kind === 'study') take(row.study, row.group);
  }
  return [...left.values()].reduce((sum, count) => sum + Math.max(0, count), 0);
}

const broughtBy = (session: Session, { arrivals }: StudyRow): number =>
  arrivals.reduce((sum, arrival) => {
    const isOf = arrival.fromTitle === session.fromTitle && arrival.fromAddress === session.fromAddress;
    return sum + (isOf && arrival.first >= session.first && arrival.last <= session.last ? arrival.instances : 0);
  }, 0);

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
    otherArrivals: otherArrivals(selected),
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
