// The exports and copies that run: what each is, how far it is, and how to end it.
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface RunningExport {
  readonly id: number;
  readonly verb: 'Export' | 'Anonymise' | 'Edit';
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
