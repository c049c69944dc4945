/** The picture of a place: the kept one at once, otherwise the nearest that is decoded until the wanted one is there. */
import { useEffect, useRef, useState } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import type { FrameAddress, FrameCache } from './frame-cache.ts';
import { createFrameFollower, type Followed, type FrameFollower } from './frame-follower.ts';

export interface ShownFrame<Address extends FrameAddress> {
  /** null before the first. */
  readonly image: FrameImage | null;
  /** Whose picture it is. */
  readonly of: Address | null;
  /** The picture is of another frame: this one is still on its way. */
  readonly stale: boolean;
}

export const useFrame = <Address extends FrameAddress>(frames: FrameCache, address: Address | null): ShownFrame<Address> => {
  const [shown, setShown] = useState<Followed<Address> | null>(null);
  const follower = useRef<FrameFollower<Address> | null>(null);
  useEffect(() => {
    const live = createFrameFollower<Address>(frames, setShown);
    follower.current = live;
    return () => live.dispose();
  }, [frames]);
  useEffect(() => follower.current?.goTo(address), [address, frames]);
  const kept = address === null ? undefined : frames.peek(address);
  if (address === null || kept === undefined) return { image: null, of: null, ...shown, stale: !isOf(shown, address) };
  if (shown?.image !== kept) setShown({ of: address, image: kept });
  return { image: kept, of: address, stale: false };
};

const isOf = (shown: Followed<FrameAddress> | null, address: FrameAddress | null): boolean =>
  shown !== null && shown.of.instanceId === address?.instanceId && shown.of.frame === address.frame;
