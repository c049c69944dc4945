/** How much room the inbox's disk has, looked at now and then. */
import { statfs } from 'node:fs/promises';
import type { StatusView } from '../contract.ts';
import { createLive, type Live } from '../lib/live.ts';

const LOOK_MS = 10_000;
/** Below it there is hardly any left, whatever the settings say. */
const FULL = 2_000_000_000;

export interface DiskWatch {
  readonly room: Live<Pick<StatusView, 'freeBytes' | 'disk'>>;
  look(): Promise<void>;
  close(): void;
}

export interface DiskWatchOptions {
  readonly folder: () => string;
  /** Gigabytes (10^9 bytes) below which a warning is given. */
  readonly warnBelow: () => number;
}

export function watchDisk({ folder, warnBelow }: DiskWatchOptions): DiskWatch {
  const room = createLive<Pick<StatusView, 'freeBytes' | 'disk'>>({ freeBytes: null, disk: 'ok' });
  const look = async (): Promise<void> => {
    const freeBytes = await freeIn(folder());
    const disk = levelOf(freeBytes, warnBelow() * 1e9);
    if (freeBytes !== room.value.freeBytes || disk !== room.value.disk) room.set({ freeBytes, disk });
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

const levelOf = (free: number | null, low: number): StatusView['disk'] =>
  free !== null && free < FULL ? 'full' : free !== null && free < low ? 'low' : 'ok';
