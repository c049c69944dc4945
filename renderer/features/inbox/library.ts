/**
 * What lies below the studies: series and instances, asked for when a study or series is opened and again whenever its study has grown.
 * Data and the functions that keep it; who draws it listens to the store.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InstanceRow, SeriesRow, StudyRow } from '../../../core/contract.ts';
import type { Api } from '../../api.ts';
import type { ListStore } from '../../stores/list.ts';

export type Below<Row> =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly rows: readonly Row[] }
  | { readonly kind: 'failed'; readonly why: string };

export interface LibraryState {
  readonly open: ReadonlySet<string>;
  /** By Study Instance UID. */
  readonly series: ReadonlyMap<string, Below<SeriesRow>>;
  /** By Series Instance UID. */
  readonly instances: ReadonlyMap<string, Below<InstanceRow>>;
}

export interface Library {
  readonly store: StoreApi<LibraryState>;
  readonly toggle: (key: string, open: boolean) => void;
  /** Reads the series of a study unless they are known; with a series its instances. */
  readonly need: (studyUid: string, seriesUid?: string) => void;
}

const REFRESH_MS = 400;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const createLibrary = (api: Api, studies: ListStore<StudyRow>): Library => {
  const store = createStore<LibraryState>(() => ({ open: new Set(), series: new Map(), instances: new Map() }));
  /** Series Instance UID to study, for what has to be read again. */
  const studyOf = new Map<string, string>();
  const seen = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const readSeries = async (studyUid: string): Promise<void> => {
    const below = await api.call('inbox.series', { studyUid }).then(
      (rows): Below<SeriesRow> => ({ kind: 'read', rows }),
      (error: unknown): Below<SeriesRow> => ({ kind: 'failed', why: wordsOf(error) }),
    );
    store.setState(({ series }) => ({ series: new Map(series).set(studyUid, below) }));
  };

  const readInstances = async (studyUid: string, seriesUid: string): Promise<void> => {
    const below = await api.call('inbox.instances', { studyUid, seriesUid }).then(
      (rows): Below<InstanceRow> => ({ kind: 'read', rows }),
      (error: unknown): Below<InstanceRow> => ({ kind: 'failed', why: wordsOf(error) }),
    );
    store.setState(({ instances }) => ({ instances: new Map(instances).set(seriesUid, below) }));
  };

  const signature = (studyUid: string): string => {
    const study = studies.getState().byKey.get(studyUid);
    return study === undefined ? '' : `${String(study.instanceCount)} ${study.lastArrived}`;
  };

  const refresh = (): void => {
    timer = null;
    const { series } = store.getState();
    for (const studyUid of series.keys()) {
      const now = signature(studyUid);
      if (now === '' || now === seen.get(studyUid)) continue;
      seen.set(studyUid, now);
      void readSeries(studyUid);
      for (const [seriesUid, study] of studyOf) if (study === studyUid) void readInstances(studyUid, seriesUid);
    }
  };
  studies.subscribe(() => (timer ??= setTimeout(refresh, REFRESH_MS)));

  return {
    store,
    toggle: (key, open) =>
      store.setState((state) => {
        const next = new Set(state.open);
        if (open) next.add(key);
        else next.delete(key);
        return { open: next };
      }),
    need: (studyUid, seriesUid) => {
      const { series, instances } = store.getState();
      const known = series.get(studyUid);
      if (known === undefined || known.kind === 'failed') {
        seen.set(studyUid, signature(studyUid));
        store.setState({ series: new Map(series).set(studyUid, { kind: 'reading' }) });
        void readSeries(studyUid);
      }
      const below = seriesUid === undefined ? undefined : instances.get(seriesUid);
      if (seriesUid === undefined || (below !== undefined && below.kind !== 'failed')) return;
      studyOf.set(seriesUid, studyUid);
      store.setState({ instances: new Map(instances).set(seriesUid, { kind: 'reading' }) });
      void readInstances(studyUid, seriesUid);
    },
  };
};
