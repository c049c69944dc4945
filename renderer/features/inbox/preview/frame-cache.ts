/**
 * Frames that were decoded a moment ago or will be looked at next. Bounded by bytes: the ones not looked at for longest go first. Neighbours
 * are fetched a few at a time, nearest first. What nobody waits for any more is cancelled, so that a fast scroll leaves no queue behind it.
 */
import type { FrameImage } from '../../../../core/contract.ts';

export interface FrameAddress {
  readonly instanceId: number;
  readonly frame: number;
}

export interface FrameCacheOptions {
  /** `ahead`: nobody looks at it yet. */
  readonly load: (address: FrameAddress, options: { readonly ahead: boolean; readonly signal: AbortSignal }) => Promise<FrameImage>;
  readonly maxBytes: number;
}

export interface FrameCache {
  readonly peek: (address: FrameAddress) => FrameImage | undefined;
  /** Rejects when the signal fires; the work goes on only while somebody else waits for it. */
  readonly get: (address: FrameAddress, signal?: AbortSignal) => Promise<FrameImage>;
  /** Frames like this one that may be fetched beforehand without driving out what was just looked at. */
  readonly room: (image: FrameImage) => number;
  /** Replaces what was still to be fetched before; what is under way for nobody else is cancelled unless it is wanted again. */
  readonly prefetch: (addresses: readonly FrameAddress[]) => void;
  readonly dispose: () => void;
}

interface UnderWay {
  readonly image: Promise<FrameImage>;
  readonly stop: AbortController;
  readonly ahead: boolean;
  waiting: number;
}

const keyOf = ({ instanceId, frame }: FrameAddress): string => `${String(instanceId)}/${String(frame)}`;
const sizeOf = (image: FrameImage): number =>
  image.kind === 'none' ? 0 : image.pixels.byteLength + (image.overlays?.mask.byteLength ?? 0);

/** While some are decoded the next are on their way. */
const AT_ONCE = 4;

export const createFrameCache = ({ load, maxBytes }: FrameCacheOptions): FrameCache => {
  const kept = new Map<string, FrameImage>();
  const underWay = new Map<string, UnderWay>();
  const disposed = new AbortController();
  let bytes = 0;
  let wanted: readonly FrameAddress[] = [];
  let ahead = new Map<string, AbortController>();

  const keep = (key: string, image: FrameImage): void => {
    kept.set(key, image);
    bytes += sizeOf(image);
    for (const [oldest, old] of kept) {
      if (bytes <= maxBytes || oldest === key) break;
      kept.delete(oldest);
      bytes -= sizeOf(old);
    }
  };

  const peek = (address: FrameAddress): FrameImage | undefined => {
    const key = keyOf(address);
    const image = kept.get(key);
    if (image === undefined) return undefined;
    kept.delete(key);
    kept.set(key, image);
    return image;
  };

  const start = (address: FrameAddress, isAhead: boolean): UnderWay => {
    const key = keyOf(address);
    const stop = new AbortController();
    const image = load(address, { ahead: isAhead, signal: AbortSignal.any([stop.signal, disposed.signal]) }).then((loaded) => {
      if (!kept.has(key)) keep(key, loaded);
      return loaded;
    });
    const begun: UnderWay = { image, stop, ahead: isAhead, waiting: 0 };
    underWay.set(key, begun);
    const ended = (): void => {
      if (underWay.get(key) === begun) underWay.delete(key);
    };
    image.then(ended, ended);
    return begun;
  };

  const wait = (address: FrameAddress, isAhead: boolean, signal?: AbortSignal): Promise<FrameImage> => {
    const known = peek(address);
    if (known !== undefined) return Promise.resolve(known);
    const key = keyOf(address);
    const running = underWay.get(key);
    // One that was asked for ahead may stand at the end of the queue: who looks at it now asks anew.
    const one = running === undefined || (running.ahead && !isAhead) ? start(address, isAhead) : running;
    one.waiting += 1;
    return new Promise((resolve, reject) => {
      let left = false;
      const leave = (): void => {
        if (!left) one.waiting -= 1;
        left = true;
        signal?.removeEventListener('abort', give);
      };
      const give = (): void => {
        leave();
        if (one.waiting === 0) {
          one.stop.abort();
          if (underWay.get(key) === one) underWay.delete(key);
        }
        reject(new Error('Nobody looks at it any more.'));
      };
      if (signal?.aborted === true) {
        give();
        return;
      }
      signal?.addEventListener('abort', give, { once: true });
      one.image.then(
        (image) => {
          leave();
          resolve(image);
        },
        (error: unknown) => {
          leave();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  };

  const fetchWanted = (): void => {
    while (ahead.size < AT_ONCE && wanted.length > 0 && !disposed.signal.aborted) {
      const [next, ...rest] = wanted;
      wanted = rest;
      if (next === undefined || kept.has(keyOf(next)) || underWay.has(keyOf(next))) continue;
      const stop = new AbortController();
      const key = keyOf(next);
      ahead.set(key, stop);
      const ended = (): void => {
        if (ahead.get(key) !== stop) return;
        ahead.delete(key);
        fetchWanted();
      };
      // A neighbour that fails will say so when it is looked at.
      wait(next, true, stop.signal).then(ended, ended);
    }
  };

  return {
    peek,
    get: (address, signal) => wait(address, false, signal),
    room: (image) => Math.floor(maxBytes / 2 / Math.max(1, sizeOf(image))),
    prefetch: (addresses) => {
      wanted = addresses;
      const near = new Set(addresses.map(keyOf));
      const passed = [...ahead].filter(([key]) => !near.has(key));
      ahead = new Map([...ahead].filter(([key]) => near.has(key)));
      for (const [, stop] of passed) stop.abort();
      fetchWanted();
    },
    dispose: () => disposed.abort(),
  };
};

/** Steps that are fetched beforehand, unless they are too large. */
const AHEAD = 32;
const BEHIND = 8;
const LEAST = 2;

export interface Travel {
  readonly direction: 1 | -1;
  /** Playing goes on from the beginning. */
  readonly around: boolean;
  /** How many frames like the one that is shown may be fetched beforehand. */
  readonly room: number;
}

/** What lies around the place, in the order of likelihood: the way of travel first, and now and then one of those behind. */
export const neighbours = (at: number, count: number, { direction, around, room }: Travel): readonly number[] => {
  const most = Math.max(LEAST, Math.min(AHEAD + BEHIND, room));
  const steps: number[] = [];
  for (let step = 1; step <= AHEAD; step += 1) {
    steps.push(direction * step);
    if (step % (AHEAD / BEHIND) === 0) steps.push((-direction * step * BEHIND) / AHEAD);
  }
  const places = steps.slice(0, most).map((step) => (around ? (((at + step) % count) + count) % count : at + step));
  return [...new Set(places)].filter((index) => index >= 0 && index < count && index !== at);
};
