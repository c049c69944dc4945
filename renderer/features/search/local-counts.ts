/** How many objects of a study, series or instance the inbox holds. Of studies its list tells; what lies below is asked for when it is opened. */
import { createStore } from 'zustand/vanilla';
import type { StudyRow } from '../../../core/contract.ts';
import type { Api } from '../../api.ts';
import type { ListStore } from '../../stores/list.ts';
import { subscribeAll } from '../../stores/subscribe-all.ts';
import type { LocalCounts } from './here.ts';

export interface LocalCountsStore extends LocalCounts {
  /** Calls back whenever a count may be another; returns dispose. */
  readonly subscribe: (changed: () => void) => () => void;
  /** Keeps the counts of a study's series up to date, or with `seriesUid` those of its instances. */
  readonly watch: (studyUid: string, seriesUid?: string) => void;
  readonly forget: () => void;
}

const REFRESH_MS = 400;

interface Watched {
  readonly studyUid: string;
  readonly seriesUid: string | undefined;
  /** Objects of the study when it was last asked what lies below. */
  seen: number;
  /** UIDs that were counted then. */
  counted: readonly string[];
}

export const createLocalCounts = (api: Api, studies: ListStore<StudyRow>): LocalCountsStore => {
  /** By Series or SOP Instance UID. */
  const below = createStore<ReadonlyMap<string, number>>(() => new Map());
  const watched = new Map<string, Watched>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const put = (entries: readonly (readonly [string, number])[]): void => below.setState((counts) => new Map([...counts, ...entries]), true);

  const load = async ({ studyUid, seriesUid }: Watched): Promise<readonly (readonly [string, number])[]> => {
    if (seriesUid === undefined) {
      const series = await api.call('inbox.series', { studyUid });
      return series.map((one) => [one.seriesUid, one.instanceCount]);
    }
    const instances = await api.call('inbox.instances', { studyUid, seriesUid });
    return instances.map((one) => [one.sopInstanceUid, 1]);
  };

  const isWatched = (entry: Watched): boolean => watched.get(entry.seriesUid ?? entry.studyUid) === entry;

  const renew = async (entry: Watched): Promise<void> => {
    const { seen } = entry;
    const counts = seen === 0 ? [] : await load(entry);
    // It has changed again, or nobody looks any more.
    if (entry.seen !== seen || !isWatched(entry)) return;
    put([...entry.counted.map((uid) => [uid, 0] as const), ...counts]);
    entry.counted = counts.map(([uid]) => uid);
  };

  const refresh = (): void => {
    timer = null;
    const { byKey } = studies.getState();
    for (const entry of watched.values()) {
      const count = byKey.get(entry.studyUid)?.instanceCount ?? 0;
      if (count === entry.seen) continue;
      entry.seen = count;
      // The shape beside a row is an addition; without an answer it stays as it was.
      renew(entry).catch(() => undefined);
    }
  };

  studies.subscribe(() => {
    if (watched.size > 0) timer ??= setTimeout(refresh, REFRESH_MS);
  });

  return {
    subscribe: subscribeAll([studies, below]),
    of: (uid) => studies.getState().byKey.get(uid)?.instanceCount ?? below.getState().get(uid) ?? 0,
    watch: (studyUid, seriesUid) => {
      const key = seriesUid ?? studyUid;
      if (watched.has(key)) return;
      watched.set(key, { studyUid, seriesUid, seen: 0, counted: [] });
      refresh();
    },
    forget: () => {
      watched.clear();
      below.setState(new Map(), true);
    },
  };
};
