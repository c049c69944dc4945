/**
 * Frames that were decoded a moment ago or will be looked at next. Bounded by bytes: the ones not looked at for longest go first. Neighbours
 * are fetched one at a time, nearest first, and given up as soon as the person is elsewhere.
 */
import type { FrameImage } from '../../../../core/contract.ts';

export interface FrameAddress {
  readonly instanceId: number;
  readonly frame: number;
}

export interface FrameCacheOptions {
  readonly load: (address: FrameAddress, signal: AbortSignal) => Promise<FrameImage>;
  readonly maxBytes: number;
}

export interface FrameCache {
  readonly peek: (address: FrameAddress) => FrameImage | undefined;
  readonly get: (address: FrameAddress) => Promise<FrameImage>;
  /** Replaces what was still to be fetched before. */
  readonly prefetch: (addresses: readonly FrameAddress[]) => void;
  readonly dispose: () => void;
}

const keyOf = ({ instanceId, frame }: FrameAddress): string => `${String(instanceId)}/${String(frame)}`;
const sizeOf = (image: FrameImage): number => (image.kind === 'none' ? 0 : image.pixels.byteLength);

export const createFrameCache = ({ load, maxBytes }: FrameCacheOptions): FrameCache => {
  const kept = new Map<string, FrameImage>();
  const underWay = new Map<string, Promise<FrameImage>>();
  const stop = new AbortController();
  let bytes = 0;
  let wanted: readonly FrameAddress[] = [];
  let fetching = false;

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

  const get = async (address: FrameAddress): Promise<FrameImage> => {
    const known = peek(address);
    if (known !== undefined) return known;
    const key = keyOf(address);
    const loading = underWay.get(key) ?? load(address, stop.signal);
    underWay.set(key, loading);
    try {
      const image = await loading;
      if (!kept.has(key)) keep(key, image);
      return image;
    } finally {
      underWay.delete(key);
    }
  };

  const fetchWanted = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    while (wanted.length > 0 && !stop.signal.aborted) {
      const [next, ...rest] = wanted;
      wanted = rest;
      // A neighbour that fails will say so when it is looked at.
      if (next !== undefined && peek(next) === undefined) await get(next).catch(() => undefined);
    }
    fetching = false;
  };

  return {
    peek,
    get,
    prefetch: (addresses) => {
      wanted = addresses;
      void fetchWanted();
    },
    dispose: () => stop.abort(),
  };
};

const REACH = 4;

/** What lies around the place, in the order of likelihood: the way of travel first. */
export const neighbours = (at: number, count: number, direction: 1 | -1): readonly number[] => {
  const ahead = Array.from({ length: REACH }, (_, step) => at + direction * (step + 1));
  const behind = [at - direction];
  return [...ahead, ...behind].filter((index) => index >= 0 && index < count);
};
