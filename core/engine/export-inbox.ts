/** Exports of things of the inbox, told at most ten times a second, and ended with the engine. */
import { systemClock } from '../association/system-clock.ts';
import type { ExportEvent, StreamPayload } from '../contract.ts';
import { exportObjects } from '../exporting/export.ts';
import type { PixelReader } from '../pixels/pixel-reader.ts';
import { picturesOf } from './export-pictures.ts';
import type { InboxSlot } from './inbox-slot.ts';

const EVERY_MS = 100;

interface Told {
  readonly emit: (event: ExportEvent) => void;
  readonly signal: AbortSignal;
}

export interface Exports {
  run(request: StreamPayload<'inbox.export'>, told: Told): Promise<void>;
  /** Cancels those that run; settles when nothing of them is left. */
  close(): Promise<void>;
}

export function createExports(slot: InboxSlot, reader: Pick<PixelReader, 'frame'>): Exports {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  return {
    async run(request, { emit, signal }) {
      const work = exportFromInbox({ slot, reader }, request, { emit, signal: AbortSignal.any([signal, closing.signal]) });
      running.add(work);
      await work.finally(() => running.delete(work));
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

interface Sources {
  readonly slot: InboxSlot;
  readonly reader: Pick<PixelReader, 'frame'>;
}

async function exportFromInbox({ slot, reader }: Sources, request: StreamPayload<'inbox.export'>, { emit, signal }: Told): Promise<void> {
  const { targets, kind, folder, window } = request;
  const { inbox } = slot;
  let told = -EVERY_MS;
  const { leftOut, ...made } = await exportObjects({
    kind,
    folder,
    name: exportName(kind, new Date()),
    objects: () => inbox.items(targets),
    signal,
    pictures: picturesOf(reader, kind === 'png16' ? 'values' : 'display', window),
    progress(progress) {
      const now = systemClock.now();
      if (now - told < EVERY_MS) return;
      told = now;
      emit({ kind: 'progress', ...progress });
    },
  });
  emit({ kind: 'done', ...made, leftOut: leftOut.length, reason: leftOut[0] ?? '' });
}

/** 'Gantry export 2026-01-31 1012': sorts by time and names nobody. */
function exportName(kind: StreamPayload<'inbox.export'>['kind'], at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `Gantry ${WORDS[kind]} ${day} ${two(at.getHours())}${two(at.getMinutes())}`;
}

const WORDS: Readonly<Record<StreamPayload<'inbox.export'>['kind'], string>> = {
  folder: 'export',
  zip: 'export',
  disc: 'disc',
  png: 'pictures',
  png16: 'pictures',
};
