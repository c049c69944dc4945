// The exports, copies and readings that run: what each is, how far it is, and how to end it.
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface RunningExport {
  readonly id: number;
  readonly verb: 'Export' | 'Anonymise' | 'Edit' | 'Read';
  /** '1 study, 240 images'. */
  readonly what: string;
  readonly objects: number;
  /** null until it was counted. */
  readonly totalObjects: number | null;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly cancel: () => void;
}

export type ExportsStore = StoreApi<{ readonly running: readonly RunningExport[]; readonly last: number }>;

export const createExports = (): ExportsStore => createStore(() => ({ running: [] as readonly RunningExport[], last: 0 }));

export type Begun = Pick<RunningExport, 'verb' | 'what' | 'cancel'> & Partial<Pick<RunningExport, 'totalBytes'>>;
export type Progress = Partial<Pick<RunningExport, 'objects' | 'totalObjects' | 'bytes' | 'totalBytes'>>;

/** It stands among those that run until it leaves. */
export function beginExport(
  store: ExportsStore,
  begun: Begun,
): { readonly change: (progress: Progress) => void; readonly leave: () => void } {
  const id = store.getState().last + 1;
  const job: RunningExport = { id, objects: 0, totalObjects: null, bytes: 0, totalBytes: 0, ...begun };
  store.setState(({ running }) => ({ running: [...running, job], last: id }));
  return {
    change: ({ objects, totalObjects, bytes, totalBytes }) => {
      const progress = Object.fromEntries(
        Object.entries({ objects, totalObjects, bytes, totalBytes }).filter(([, value]) => value !== undefined),
      );
      store.setState(({ running }) => ({ running: running.map((one) => (one.id === id ? { ...one, ...progress } : one)) }));
    },
    leave: () => store.setState(({ running }) => ({ running: running.filter((one) => one.id !== id) })),
  };
}
