/** The picture of a frame: the kept one at once, otherwise the last one stays until the wanted one is there. */
import { useEffect, useState } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import type { FrameAddress, FrameCache } from './frame-cache.ts';

export interface ShownFrame {
  /** null before the first. */
  readonly image: FrameImage | null;
  /** The picture is of another frame: this one is still on its way. */
  readonly stale: boolean;
}

const failed = (error: unknown): FrameImage => ({ kind: 'none', reason: error instanceof Error ? error.message : String(error) });

export const useFrame = (frames: FrameCache, address: FrameAddress | null): ShownFrame => {
  const [shown, setShown] = useState<{ readonly of: string; readonly image: FrameImage } | null>(null);
  const instanceId = address?.instanceId ?? null;
  const frame = address?.frame ?? 0;
  const key = `${String(instanceId)}/${String(frame)}`;
  const kept = address === null ? undefined : frames.peek(address);
  useEffect(() => {
    if (instanceId === null) return undefined;
    const passed = new AbortController();
    const show = (image: FrameImage): void => {
      if (!passed.signal.aborted) setShown({ of: key, image });
    };
    frames.get({ instanceId, frame }, passed.signal).then(show, (error: unknown) => show(failed(error)));
    return () => passed.abort();
  }, [frames, instanceId, frame, key]);
  if (kept !== undefined) return { image: kept, stale: false };
  return { image: shown?.image ?? null, stale: shown?.of !== key };
};
