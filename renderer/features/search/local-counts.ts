/** How many objects of a study, series or instance the inbox holds. Studies follow the inbox's list; what lies below is asked for when it is opened. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudyRow } from '../../../core/contract.ts';
import type { Api } from '../../api.ts';
import type { ListStore } from '../../stores/list.ts';
import type { LocalCounts } from './here.ts';

export interface LocalCountsStore extends LocalCounts {
  /** By Study, Series or SOP Instance UID. */
  readonly store: StoreApi<{ readonly counts: ReadonlyMap<string, number> }>;
  /** Keeps the counts of a study's series up to date, or with `seriesUid` those of its instances. */
  readonly watch: (studyUid: string, seriesUid?: string) => void;
  readonly forget: () => void;
}

const REFRESH_MS = 400;

export const createLocalCounts = (api: Api, studies: ListStore<StudyRow>): LocalCountsStore => {
  const store = createStore<{ readonly counts: ReadonlyMap<string, number> }>(() => ({ counts: new Map() }));
  const watched = new Map<string, { readonly studyUid: string; readonly seriesUid: string | undefined; seen: number }>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const put = (entries: readonly (readonly [string, number])[]): void =>
    store.setState(({ counts }) => ({ counts: new Map([...counts, ...entries]) }));

  const load = async (studyUid: string, seriesUid: string | undefined): Promise<void> => {
    if (seriesUid === undefined) {
      const series = await api.call('inbox.series', { studyUid });
      put(series.map((one) => [one.seriesUid, one.instanceCount]));
    } else {
      const instances = await api.call('inbox.instances', { studyUid, seriesUid });
      put(instances.map((one) => [one.sopInstanceUid, 1]));
    }
  };

  const refresh = (): void => {
    timer = null;
    const { byKey } = studies.getState();
    for (const entry of watched.values()) {
      const count = byKey.get(entry.studyUid)?.instanceCount ?? 0;
      if (count === entry.seen) continue;
      entry.seen = count;
      if (count === 0) continue;
      // The shape beside a row is an addition; without an answer it stays as it was.
      load(entry.studyUid, entry.seriesUid).catch(() => undefined);
    }
  };

  let known: ReadonlyMap<string, StudyRow> = new Map();
  const follow = (): void => {
    const { byKey } = studies.getState();
    const gone = [...known.keys()].filter((uid) => !byKey.has(uid)).map((uid) => [uid, 0] as const);
    const changed = [...byKey].filter(([uid, row]) => known.get(uid) !== row).map(([uid, row]) => [uid, row.instanceCount] as const);
    known = byKey;
    if (gone.length + changed.length > 0) put([...gone, ...changed]);
    timer ??= setTimeout(refresh, REFRESH_MS);
  };
  follow();
  studies.subscribe(follow);

  return {
    store,
    of: (uid) => store.getState().counts.get(uid) ?? 0,
    watch: (studyUid, seriesUid) => {
      const key = seriesUid ?? studyUid;
      if (watched.has(key)) return;
      watched.set(key, { studyUid, seriesUid, seen: 0 });
      refresh();
    },
    forget: () => watched.clear(),
  };
};
