/**
 * Keeps the picture as near to the place as decoding allows. A hand that is quicker than the decoder leaves no queue behind it: two frames are
 * asked for at most, the next one is always that of the place where one is then, and whatever arrives newer than what is shown is shown.
 */
import type { FrameImage } from '../../../../core/contract.ts';
import type { FrameAddress, FrameCache } from './frame-cache.ts';

export interface Followed<Address extends FrameAddress> {
  readonly of: Address;
  readonly image: FrameImage;
}

export interface FrameFollower<Address extends FrameAddress> {
  /** null: nowhere. What is kept needs no asking: whoever goes there has it. */
  readonly goTo: (address: Address | null) => void;
  readonly dispose: () => void;
}

const AT_ONCE = 2;

const same = (a: FrameAddress, b: FrameAddress | null): boolean => a.instanceId === b?.instanceId && a.frame === b.frame;

const failed = (error: unknown): FrameImage => ({ kind: 'none', reason: error instanceof Error ? error.message : String(error) });

export const createFrameFollower = <Address extends FrameAddress>(
  frames: Pick<FrameCache, 'peek' | 'get'>,
  show: (followed: Followed<Address>) => void,
): FrameFollower<Address> => {
  const ended = new AbortController();
  const underWay: Address[] = [];
  let place: Address | null = null;
  /** The place, while it waits for its turn to be asked for. */
  let next: Address | null = null;
  let asked = 0;
  let shown = 0;

  /** What is passed is shown while it is newer than what is there, unless it is no picture. */
  const arrived = (of: Address, image: FrameImage, number: number): void => {
    const isHere = same(of, place);
    if (ended.signal.aborted || (!isHere && (number < shown || image.kind === 'none'))) return;
    shown = number;
    show({ of, image });
  };

  const askNext = (): void => {
    if (next === null || underWay.length >= AT_ONCE || ended.signal.aborted) return;
    const address = next;
    const number = ++asked;
    next = null;
    underWay.push(address);
    const settled = (image: FrameImage): void => {
      underWay.splice(underWay.indexOf(address), 1);
      arrived(address, image, number);
      askNext();
    };
    frames.get(address, ended.signal).then(settled, (error: unknown) => settled(failed(error)));
  };

  return {
    goTo: (address) => {
      place = address;
      next = null;
      if (address === null) return;
      if (frames.peek(address) !== undefined) shown = ++asked;
      else if (!underWay.some((one) => same(one, address))) {
        next = address;
        askNext();
      }
    },
    dispose: () => ended.abort(),
  };
};
