// A hand that is quicker than the decoder: what is asked for, and which picture is shown meanwhile.
import { describe, expect, it } from 'vitest';
import type { FrameImage } from '../../../../core/contract.ts';
import type { FrameAddress } from '../../../../renderer/features/inbox/preview/frame-cache.ts';
import { createFrameFollower } from '../../../../renderer/features/inbox/preview/frame-follower.ts';

const at = (frame: number): FrameAddress => ({ instanceId: 1, frame });
const image = { kind: 'colour' } as FrameImage;

/** A cache that is filled by hand. */
function byHand() {
  const asked: number[] = [];
  const shown: number[] = [];
  const kept = new Set<number>();
  const answers = new Map<number, (image: FrameImage | Error) => void>();
  const follower = createFrameFollower(
    {
      peek: ({ frame }) => (kept.has(frame) ? image : undefined),
      get: ({ frame }) =>
        new Promise((resolve, reject) => {
          asked.push(frame);
          answers.set(frame, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
        }),
    },
    ({ of, image: picture }) => shown.push(picture.kind === 'none' ? -of.frame : of.frame),
  );
  const answer = async (frame: number, what: FrameImage | Error = image): Promise<void> => {
    answers.get(frame)?.(what);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { follower, asked, shown, kept, answer };
}

describe('following a place', () => {
  it('asks for two at most, and then for the place where one is by now', async () => {
    const { follower, asked, shown, answer } = byHand();
    for (const frame of [1, 2, 3, 4, 5]) follower.goTo(at(frame));
    expect(asked).toEqual([1, 2]);
    await answer(1);
    expect(asked).toEqual([1, 2, 5]);
    await answer(2);
    await answer(5);
    expect(shown).toEqual([1, 2, 5]);
  });

  it('never goes back to an older picture', async () => {
    const { follower, shown, answer } = byHand();
    follower.goTo(at(1));
    follower.goTo(at(2));
    await answer(2);
    await answer(1);
    expect(shown).toEqual([2]);
  });

  it('shows what it comes back to, also when it was asked for long before', async () => {
    const { follower, asked, shown, kept, answer } = byHand();
    follower.goTo(at(1));
    kept.add(2);
    follower.goTo(at(2));
    follower.goTo(at(1));
    await answer(1);
    expect([asked, shown]).toEqual([[1], [1]]);
  });

  it('says why there is no picture only of the place itself', async () => {
    const { follower, shown, answer } = byHand();
    follower.goTo(at(1));
    follower.goTo(at(2));
    await answer(1, new Error('gone'));
    expect(shown).toEqual([]);
    await answer(2, new Error('gone'));
    expect(shown).toEqual([-2]);
  });

  it('shows nothing once it has ended', async () => {
    const { follower, shown, answer } = byHand();
    follower.goTo(at(1));
    follower.dispose();
    await answer(1);
    expect(shown).toEqual([]);
  });
});
