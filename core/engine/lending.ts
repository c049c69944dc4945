/**
 * Copies of things of the inbox that are made to be dragged out of the window: the system wants files that are there before the drag begins.
 * They lie in a private folder of ours and nowhere else, and go after a while, at the end and at the next start.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { LendEvent, StreamPayload } from '../contract.ts';
import type { Clock } from '../lib/clock.ts';
import type { Exports } from './export-inbox.ts';

interface LendingOptions {
  /** Holds nothing else. */
  readonly folder: string;
  readonly exports: Exports;
  readonly clock: Clock;
}

interface Told {
  readonly emit: (event: LendEvent) => void;
  readonly signal: AbortSignal;
}

export interface Lending {
  /** Makes the copy and tells which files are to be dragged. */
  run(request: StreamPayload<'inbox.lend'>, told: Told): Promise<void>;
  close(): Promise<void>;
}

/** Long enough for a file manager that asks where to copy; a copy of patients' data is not to lie about. */
const KEPT_MS = 30 * 60_000;

export function createLending({ folder, exports, clock }: LendingOptions): Lending {
  const swept = rm(folder, { recursive: true, force: true });
  const stops = new Set<() => void>();
  return {
    async run({ targets, kind }, { emit, signal }) {
      await swept;
      const own = path.join(folder, randomUUID());
      await mkdir(own, { recursive: true, mode: 0o700 });
      try {
        let place = '';
        await exports.run(
          { targets, kind, folder: own },
          {
            signal,
            emit(event) {
              if (event.kind === 'progress') emit(event);
              else place = event.place;
            },
          },
        );
        emit({ kind: 'ready', files: kind === 'zip' ? [place] : await childrenOf(place) });
      } catch (error) {
        await rm(own, { recursive: true, force: true });
        throw error;
      }
      const stop = clock.setTimer(KEPT_MS, () => {
        stops.delete(stop);
        void rm(own, { recursive: true, force: true });
      });
      stops.add(stop);
    },
    async close() {
      for (const stop of stops) stop();
      await exports.close();
      await swept;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Folders of patients are dragged, not the folder around them. */
const childrenOf = async (place: string): Promise<readonly string[]> => (await readdir(place)).map((name) => path.join(place, name));
