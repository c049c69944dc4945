/** An export of things of the inbox, told at most ten times a second. */
import { systemClock } from '../association/system-clock.ts';
import type { ExportEvent, StreamPayload } from '../contract.ts';
import { exportObjects } from '../exporting/export.ts';
import type { InboxSlot } from './inbox-slot.ts';

const EVERY_MS = 100;

interface Told {
  readonly emit: (event: ExportEvent) => void;
  readonly signal: AbortSignal;
}

export async function exportFromInbox(slot: InboxSlot, { targets, kind, folder }: StreamPayload<'inbox.export'>, { emit, signal }: Told): Promise<void> {
  const { inbox } = slot;
  let told = -EVERY_MS;
  const { leftOut, ...made } = await exportObjects({
    kind,
    folder,
    name: exportName(kind, new Date()),
    objects: () => inbox.items(targets),
    signal,
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
  return `Gantry ${kind === 'disc' ? 'disc' : 'export'} ${day} ${two(at.getHours())}${two(at.getMinutes())}`;
}
