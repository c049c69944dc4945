/** Which two objects are to be compared: two that are selected, the first ones of two studies or series, one and the one before it, or two versions. */
import type { InboxTarget, InstanceRow } from '../../../core/contract.ts';
import type { Api } from '../../api.ts';
import type { Selection } from '../../stores/selection.ts';
import type { Subject } from './workspace.ts';

export interface Pair {
  readonly left: InstanceRow;
  readonly right: InstanceRow;
}

type Calls = Pick<Api, 'call'>;

/** A whole sentence where there is no second one. */
export const pairOf = async (api: Calls, selection: Extract<Selection, { kind: 'inbox' }>, subject: Subject): Promise<Pair | string> => {
  const chosen = selection.targets.flatMap((target) => (target.kind === 'instance' ? [target.instanceId] : []));
  if (selection.targets.length === 2 && chosen.length === 2) return twoChosen(api, subject, chosen);
  const [one, other, ...more] = selection.targets;
  if (one && other && more.length === 0) return firstOfEach(api, one, other);
  if (subject.kind === 'instance') return withPrevious(await instancesOf(api, subject.series), subject.instance);
  return twoVersions(api, subject);
};

const instancesOf = (
  api: Calls,
  { studyUid, seriesUid }: { readonly studyUid: string; readonly seriesUid: string },
): Promise<readonly InstanceRow[]> => api.call('inbox.instances', { studyUid, seriesUid });

async function* seriesOf(api: Calls, studyUid: string): AsyncGenerator<readonly InstanceRow[]> {
  for (const series of await api.call('inbox.series', { studyUid })) yield await instancesOf(api, series);
}

/** As the tags of a study are those of its first object. */
async function firstOfEach(api: Calls, one: InboxTarget, other: InboxTarget): Promise<Pair | string> {
  const [left, right] = [await firstOf(api, one), await firstOf(api, other)];
  return left && right ? { left, right } : 'Select two of a kind: studies, series or objects.';
}

async function firstOf(api: Calls, target: InboxTarget): Promise<InstanceRow | undefined> {
  switch (target.kind) {
    case 'study':
      for await (const [first] of seriesOf(api, target.studyUid)) if (first) return first;
      return undefined;
    case 'series':
      return (await instancesOf(api, target))[0];
    case 'instance':
      return undefined;
  }
}

async function twoChosen(api: Calls, { study }: Subject, chosen: readonly number[]): Promise<Pair | string> {
  const found: InstanceRow[] = [];
  for await (const instances of seriesOf(api, study.studyUid))
    found.push(...instances.filter(({ instanceId }) => chosen.includes(instanceId)));
  const [left, right] = chosen.map((id) => found.find(({ instanceId }) => instanceId === id));
  return left && right ? { left, right } : 'Select two objects of one study.';
}

/** A later version is compared with the one before it, anything else with the object before it in its series. */
const withPrevious = (instances: readonly InstanceRow[], instance: InstanceRow): Pair | string => {
  const earlier = instances.find(
    ({ sopInstanceUid, version }) => sopInstanceUid === instance.sopInstanceUid && version === instance.version - 1,
  );
  if (earlier) return { left: earlier, right: instance };
  const at = instances.findIndex(({ instanceId }) => instanceId === instance.instanceId);
  const previous = instances[at - 1];
  return previous ? { left: previous, right: instance } : 'It is the first of its series: select two objects.';
};

async function twoVersions(api: Calls, { study }: Subject): Promise<Pair | string> {
  for await (const instances of seriesOf(api, study.studyUid)) {
    const right = instances.find(({ version }) => version > 1);
    if (!right) continue;
    const left = instances.find(({ sopInstanceUid, version }) => sopInstanceUid === right.sopInstanceUid && version === right.version - 1);
    if (left) return { left, right };
  }
  return 'Select two objects, or one to compare with the one before it.';
}
