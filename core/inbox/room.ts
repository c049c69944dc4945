/** How much room the inbox's disk has, asked of the system at most once a second: objects are refused before anything is half-written. */
import type { Clock } from '../lib/clock.ts';
import type { Files } from './files.ts';

const LOOK_MS = 1_000;

export interface RoomOptions {
  readonly files: Files;
  readonly folder: string;
  readonly clock: Clock;
  /** Bytes that are left free: below it nothing more is taken. */
  readonly reserve: number;
}

export class Room {
  readonly #options: RoomOptions;
  #lookedAt = -Infinity;
  #free: number | undefined;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  /** Bytes free for us; undefined where the system does not say. */
  get free(): number | undefined {
    const { clock, files, folder } = this.#options;
    const now = clock.now();
    if (now - this.#lookedAt < LOOK_MS) return this.#free;
    this.#lookedAt = now;
    try {
      const { bavail, bsize } = files.statfsSync(folder);
      this.#free = bavail * bsize;
    } catch {
      this.#free = undefined;
    }
    return this.#free;
  }

  get full(): boolean {
    const free = this.free;
    return free !== undefined && free < this.#options.reserve;
  }

  /** The system refused a write for want of room: until the next look it is full. */
  ranOut(): void {
    this.#lookedAt = this.#options.clock.now();
    this.#free = 0;
  }
}

const MOST_RESERVED = 256 * 1024 * 1024;

/** Bytes that are left free where nobody says how many. */
export function defaultReserve(files: Files, folder: string): number {
  const { blocks, bsize } = files.statfsSync(folder);
  return Math.min(MOST_RESERVED, (blocks * bsize) / 50);
}
