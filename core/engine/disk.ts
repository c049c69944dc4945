/** How much room the inbox's disk has, looked at now and then. */
import { statfs } from 'node:fs/promises';
import type { StatusView } from '../contract.ts';
import { createLive, type Live } from '../lib/live.ts';

const LOOK_MS = 10_000;
/** UI: amber below 10 GB, red below 2 GB. */
const LOW = 10_000_000_000;
const FULL = 2_000_000_000;

export interface DiskWatch {
  readonly room: Live<Pick<StatusView, 'freeBytes' | 'disk'>>;
  look(): Promise<void>;
  close(): void;
}

export function watchDisk(folder: () => string): DiskWatch {
  const room = createLive<Pick<StatusView, 'freeBytes' | 'disk'>>({ freeBytes: null, disk: 'ok' });
  const look = async (): Promise<void> => {
    const freeBytes = await freeIn(folder());
    if (freeBytes !== room.value.freeBytes) room.set({ freeBytes, disk: levelOf(freeBytes) });
  };
  const timer = setInterval(() => void look(), LOOK_MS).unref();
  void look();
  return { room, look, close: () => clearInterval(timer) };
}

async function freeIn(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

const levelOf = (free: number | null): StatusView['disk'] => (free === null || free >= LOW ? 'ok' : free >= FULL ? 'low' : 'full');
