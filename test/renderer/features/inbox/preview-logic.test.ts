import { describe, expect, it } from 'vitest';
import { createFrameCache, neighbours } from '../../../../renderer/features/inbox/preview/frame-cache.ts';
import { presetsFor } from '../../../../renderer/features/inbox/preview/presets.ts';
import { faster, nextDue, rateOf, slower } from '../../../../renderer/features/inbox/preview/playback.ts';
import { secondMarks, tracePath } from '../../../../renderer/features/inbox/preview/object/trace.ts';
import { samplesOf, stackOf } from '../../../../renderer/features/inbox/preview/stack.ts';
import {
  FITTED,
  fittedSize,
  mirrored,
  movedBy,
  oneToOne,
  transformOf,
  turned,
  zoomedAt,
} from '../../../../renderer/features/inbox/preview/viewport.ts';
import {
  createToneCache,
  draggedVoi,
  drawGrey,
  drawOverlays,
  storedVoi,
  voiLevel,
  type GreyImage,
} from '../../../../renderer/features/inbox/preview/voi.ts';

const grey = (pixels: GreyImage['pixels'], over: Partial<GreyImage> = {}): GreyImage => ({
  kind: 'grey',
  width: pixels.length,
  height: 1,
  frames: 1,
  pixels,
  minimum: Math.min(...pixels),
  maximum: Math.max(...pixels),
  windowCenter: 40,
  windowWidth: 400,
  windowFunction: 'LINEAR',
  presets: [],
  voiLuts: [],
  padding: null,
  unit: '',
  inverted: false,
  aspect: 1,
  frameTime: null,
  truncated: false,
  overlays: null,
  ...over,
});

const levels = (image: GreyImage, voi = storedVoi(image)): readonly number[] => {
  const words = new Uint32Array(image.pixels.length);
  drawGrey(image, voi, { words, tones: createToneCache() });
  const bytes = new Uint8ClampedArray(words.buffer);
  return [...words.keys()].map((at) => {
    expect(bytes[at * 4 + 3]).toBe(255);
    return bytes[at * 4] ?? -1;
  });
};

describe('window centre and width (PS3.3 C.11.2.1.2)', () => {
  it('is black below, white above, linear between', () => {
    const voi = { center: 2048, width: 4096, shape: 'LINEAR' } as const;
    expect([voiLevel(0, voi), voiLevel(4095, voi), voiLevel(-5, voi), voiLevel(9_000, voi)]).toEqual([0, 255, 0, 255]);
    expect(voiLevel(2047.5, voi)).toBe(128);
    const closed = { center: 1, width: 1, shape: 'LINEAR' } as const;
    expect([voiLevel(0, closed), voiLevel(1, closed)]).toEqual([0, 255]);
  });

  it('knows the exact and the sigmoid function', () => {
    const at = (shape: 'LINEAR_EXACT' | 'SIGMOID') => [100, 200, 300].map((value) => voiLevel(value, { center: 200, width: 200, shape }));
    expect(at('LINEAR_EXACT')).toEqual([0, 128, 255]);
    expect(at('SIGMOID')).toEqual([30, 128, 225]);
  });

  it('uses the table of the object until a person sets a window', () => {
    const voiLuts = [{ name: 'BONE', first: 100, entries: Uint16Array.of(255, 10, 0), bits: 8 }];
    const image = grey(new Uint8Array([99, 100, 101, 102, 110]), { voiLuts });
    expect(levels(image)).toEqual([255, 255, 10, 0, 0]);
    expect(draggedVoi(storedVoi(image), image, { x: 1, y: 0 }).lut).toBeNull();
    expect(presetsFor('CR', image)[0]?.name).toBe('As stored: BONE');
  });

  it('keeps padding black, whatever the window and the polarity', () => {
    const image = grey(new Int16Array([-2_000, 0, 400]), {
      minimum: 0,
      maximum: 400,
      padding: { low: -2_000, high: -1_500 },
      inverted: true,
      windowCenter: 200.5,
      windowWidth: 401,
    });
    expect(levels(image)).toEqual([0, 255, 0]);
    expect(levels(image, { ...storedVoi(image), invert: true })).toEqual([0, 0, 255]);
  });

  it('draws overlays over the picture', () => {
    const image = grey(new Uint8Array([0, 255]), { overlays: { mask: Uint8Array.of(0, 1), names: ['Overlay 6000'] } });
    const words = new Uint32Array([1, 2]);
    drawOverlays(image, words);
    expect([...new Uint8Array(words.buffer)]).toEqual([1, 0, 0, 0, 255, 210, 79, 255]);
  });

  it('draws signed, unsigned and floating pixels alike', () => {
    const values = [-1_000, -160, 40, 239, 3_000];
    const expected = values.map((value) => voiLevel(value, storedVoi(grey(new Int16Array(values)))));
    expect(levels(grey(new Int16Array(values)))).toEqual(expected);
    expect(levels(grey(new Float32Array(values)))).toEqual(expected);
    expect(expected[0]).toBe(0);
    expect(expected.at(-1)).toBe(255);
  });

  it('turns MONOCHROME1 over, and back when inverted by hand', () => {
    const image = grey(new Uint8Array([0, 255]), { windowCenter: 128, windowWidth: 256, inverted: true });
    expect(levels(image)).toEqual([255, 0]);
    expect(levels(image, { ...storedVoi(image), invert: true })).toEqual([0, 255]);
  });

  it('draws values outside of what was announced as the nearer end', () => {
    expect(levels(grey(new Int16Array([-500, 0, 500]), { minimum: -10, maximum: 10, windowCenter: 0.5, windowWidth: 21 }))).toEqual([
      0, 128, 255,
    ]);
  });

  it('uses one table for neighbours, and another when the window or the padding changes', () => {
    const cache = createToneCache();
    const image = grey(new Int16Array([0, 100, 200]));
    const draw = (of: GreyImage, voi = storedVoi(of)): readonly number[] => {
      const words = new Uint32Array(of.pixels.length);
      drawGrey(of, voi, { words, tones: cache });
      return [...words];
    };
    const alone = (of: GreyImage, voi = storedVoi(of)): readonly number[] => {
      const words = new Uint32Array(of.pixels.length);
      drawGrey(of, voi, { words, tones: createToneCache() });
      return [...words];
    };
    const others = [
      image,
      grey(new Int16Array([-10, 100, 210])),
      grey(new Int16Array([0, 1_000, 200])),
      grey(new Int16Array([0, 100, 200]), { padding: { low: 0, high: 100 } }),
      grey(new Int16Array([0, 100, 200]), { inverted: true }),
      grey(new Int16Array([0, 100, 200]), { voiLuts: [{ name: '', first: 0, entries: Uint16Array.of(0, 255), bits: 8 }] }),
    ];
    for (const other of others) expect(draw(other)).toEqual(alone(other));
    const narrow = { ...storedVoi(image), center: 100, width: 50 };
    expect(draw(image, narrow)).toEqual(alone(image, narrow));
    expect(draw(image, { ...narrow, invert: true })).toEqual(alone(image, { ...narrow, invert: true }));
    expect(cache.tableOf(image, narrow, [0, 200])).toBe(cache.tableOf(grey(new Int16Array([5, 150])), narrow, [5, 150]));
  });

  it('follows a drag and never closes the window', () => {
    const image = grey(new Int16Array([-1_024, 3_071]));
    expect(draggedVoi(storedVoi(image), image, { x: 10, y: -5 })).toMatchObject({ center: 0, width: 480, invert: false });
    expect(draggedVoi(storedVoi(image), image, { x: -9_999, y: 0 }).width).toBe(1);
  });

  it('has four presets for every modality, and after them what else the object proposes', () => {
    const presets = [
      { name: 'SOFT', center: 40, width: 400 },
      { name: 'LUNG', center: -600, width: 1_500 },
    ];
    const image = grey(new Int16Array([0, 4_095]), { presets });
    expect(presetsFor('CT', image).map(({ name }) => name)).toEqual(['As stored: SOFT', 'Soft tissue', 'Lung', 'Bone', 'LUNG']);
    expect(presetsFor('CT', image)[4]?.voi(image)).toMatchObject({ center: -600, width: 1_500 });
    expect(presetsFor('MR', image)[1]?.voi(image)).toMatchObject({ center: 2048, width: 4096 });
    expect(presetsFor('PT', grey(new Int16Array([0]), { unit: 'HU' })).map(({ name }) => name)).toContain('Lung');
  });

  it('windows fractions by fractions', () => {
    const image = grey(new Float32Array([0, 0.5, 1]), {
      minimum: 0,
      maximum: 1,
      windowCenter: 0.5,
      windowWidth: 1,
      windowFunction: 'LINEAR_EXACT',
    });
    expect(levels(image)).toEqual([0, 128, 255]);
    expect(draggedVoi(storedVoi(image), image, { x: -256, y: 0 }).width).toBeCloseTo(0.5);
  });
});

describe('the viewport', () => {
  it('fits by the longer side, with tall pixels made tall', () => {
    expect(fittedSize({ width: 512, height: 512, aspect: 1 }, { width: 300, height: 200 })).toEqual({ width: 200, height: 200 });
    expect(fittedSize({ width: 512, height: 256, aspect: 2 }, { width: 300, height: 200 })).toEqual({ width: 200, height: 200 });
    expect(fittedSize({ width: 0, height: 0, aspect: 1 }, { width: 300, height: 200 })).toEqual({ width: 0, height: 0 });
  });

  it('keeps what is under the pointer there', () => {
    const moved = movedBy(FITTED, { x: 10, y: 0 });
    const zoomed = zoomedAt(moved, 2, { x: 30, y: 0 });
    expect(zoomed).toMatchObject({ zoom: 2, pan: { x: -10, y: 0 } });
    expect(zoomedAt(zoomed, 1_000, { x: 0, y: 0 }).zoom).toBe(64);
  });
});

describe('turning and mirroring', () => {
  it('fits what lies on its side', () => {
    expect(fittedSize({ width: 400, height: 200, aspect: 1 }, { width: 300, height: 200 }, 90)).toEqual({ width: 200, height: 100 });
  });

  it('comes back after four turns and after two mirrors, with what is in the middle staying there', () => {
    const moved = movedBy(FITTED, { x: 10, y: 4 });
    const once = turned(moved, 90);
    expect(once).toMatchObject({ turn: 90, pan: { x: -4, y: 10 } });
    expect(turned(turned(turned(once, 90), 90), 90)).toEqual(moved);
    expect(turned(once, -90)).toEqual(moved);
    expect(mirrored(mirrored(once))).toEqual(once);
  });

  it('mirrors what is seen, also when it is turned', () => {
    expect(mirrored(turned(FITTED, 90))).toMatchObject({ mirrored: true, turn: 270 });
    expect(transformOf(mirrored(FITTED))).toBe('translate(0px, 0px) rotate(0deg) scale(-1, 1)');
  });

  it('knows the zoom of one to one on a dense screen', () => {
    expect(oneToOne({ width: 1_024, height: 1_024 }, { width: 256, height: 256 }, 2)).toBe(2);
  });
});

describe('playing', () => {
  it('takes the speed from the object, and lets one go faster and slower', () => {
    expect([rateOf(40), rateOf(null), rateOf(1)]).toEqual([25, 10, 60]);
    expect([faster(25), slower(25), faster(60), slower(1), faster(33.3)]).toEqual([30, 20, 60, 1, 40]);
  });

  it('does not hurry after a late frame', () => {
    expect(nextDue(1_000, 1_010, 40)).toBe(1_040);
    expect(nextDue(1_000, 1_500, 40)).toBe(1_500);
  });
});

describe('traces', () => {
  it('fill their box, and leave a gap where samples are missing', () => {
    expect(tracePath({ samples: Float32Array.of(-1, NaN, 1), paired: false }, 56)).toBe('M0.0 53.0M1000.0 3.0');
    expect(tracePath({ samples: Float32Array.of(0, 1, 0, 2), paired: true }, 56)).toBe('M0.0 53.0L0.0 28.0L1000.0 53.0L1000.0 3.0');
    expect(tracePath({ samples: new Float32Array(0), paired: false }, 56)).toBe('');
  });

  it('are marked at whole seconds, unless there are too many', () => {
    expect([secondMarks(4), secondMarks(2.5), secondMarks(3_600), secondMarks(0)]).toEqual([[250, 500, 750], [400, 800], [], []]);
  });
});

describe('the stack', () => {
  const instance = (instanceId: number, frames: number) => ({ instanceId, frames }) as Parameters<typeof stackOf>[0][number];

  it('has an end, however many frames an object claims', () => {
    expect(stackOf([instance(1, 2), instance(2, 2_000_000_000), instance(3, 1)])).toHaveLength(100_000);
  });

  it('is sampled at even distances, or by its clips', () => {
    expect(samplesOf(stackOf(Array.from({ length: 120 }, (_, at) => instance(at, 1)))).slice(0, 3)).toEqual([5, 15, 25]);
    expect(samplesOf(stackOf([instance(1, 10), instance(2, 30)]))).toEqual([5, 25]);
    expect(samplesOf(stackOf([instance(1, 1)]))).toEqual([0]);
  });
});

describe('frames that are kept', () => {
  const frame = (bytes: number) => grey(new Uint8Array(bytes));
  const at = (instanceId: number) => ({ instanceId, frame: 0 });

  it('asks once for a frame that two want', async () => {
    let asked = 0;
    const cache = createFrameCache({ load: () => Promise.resolve((asked += 1)).then(() => frame(4)), maxBytes: 100 });
    await Promise.all([cache.get(at(1)), cache.get(at(1))]);
    await cache.get(at(1));
    expect(asked).toBe(1);
  });

  it('lets the one go that was not looked at for longest', async () => {
    const cache = createFrameCache({ load: () => Promise.resolve(frame(40)), maxBytes: 100 });
    await cache.get(at(1));
    await cache.get(at(2));
    cache.peek(at(1));
    await cache.get(at(3));
    expect([1, 2, 3].map((id) => cache.peek(at(id)) !== undefined)).toEqual([true, false, true]);
  });

  it('tries again after a failure', async () => {
    let fail = true;
    const cache = createFrameCache({ load: () => (fail ? Promise.reject(new Error('no')) : Promise.resolve(frame(1))), maxBytes: 100 });
    await expect(cache.get(at(1))).rejects.toThrow('no');
    fail = false;
    await expect(cache.get(at(1))).resolves.toMatchObject({ kind: 'grey' });
  });

  /** A cache over loads that are answered by hand. */
  const byHand = () => {
    const asked: string[] = [];
    const cancelled: number[] = [];
    const answers = new Map<number, () => void>();
    const cache = createFrameCache({
      load: ({ instanceId }, { ahead, signal }) => {
        asked.push(`${String(instanceId)}${ahead ? ' ahead' : ''}`);
        return new Promise((resolve, reject) => {
          answers.set(instanceId, () => resolve(frame(1)));
          signal.addEventListener('abort', () => {
            cancelled.push(instanceId);
            reject(new Error('cancelled'));
          });
        });
      },
      maxBytes: 100,
    });
    return { cache, asked, cancelled, answer: (instanceId: number) => answers.get(instanceId)?.() };
  };

  it('fetches four neighbours at a time and cancels those that are no longer near', async () => {
    const { cache, asked, cancelled, answer } = byHand();
    cache.prefetch([1, 2, 3, 4, 5].map(at));
    expect(asked).toEqual(['1 ahead', '2 ahead', '3 ahead', '4 ahead']);
    answer(1);
    await expect.poll(() => asked.at(-1)).toBe('5 ahead');
    cache.prefetch([at(3), at(4), at(5), at(7)]);
    expect(cancelled).toEqual([2]);
    expect(asked.at(-1)).toBe('7 ahead');
  });

  it('has room beforehand for half of what it keeps', () => {
    const cache = createFrameCache({ load: () => Promise.resolve(frame(1)), maxBytes: 100 });
    expect([cache.room(frame(10)), cache.room(frame(60))]).toEqual([5, 0]);
  });

  it('cancels what nobody waits for, and only that', async () => {
    const { cache, cancelled, answer } = byHand();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = cache.get(at(1), one.signal);
    const second = cache.get(at(1), two.signal);
    one.abort();
    await expect(first).rejects.toThrow('Nobody looks');
    expect(cancelled).toEqual([]);
    answer(1);
    await expect(second).resolves.toMatchObject({ kind: 'grey' });
    const third = cache.get(at(2), two.signal);
    two.abort();
    await expect(third).rejects.toThrow();
    expect(cancelled).toEqual([2]);
  });

  it('asks anew for what waits behind others when somebody looks at it', () => {
    const { cache, asked } = byHand();
    cache.prefetch([at(1)]);
    void cache.get(at(1));
    expect(asked).toEqual(['1 ahead', '1']);
  });

  it('looks ahead in the way of travel', () => {
    const travel = { direction: 1, around: false, room: 8 } as const;
    expect(neighbours(50, 100, travel)).toEqual([51, 52, 53, 54, 49, 55, 56, 57]);
    expect(neighbours(1, 3, { ...travel, direction: -1 })).toEqual([0, 2]);
    expect(neighbours(2, 3, { ...travel, around: true })).toEqual([0, 1]);
    expect(neighbours(50, 100, { ...travel, room: 0 })).toEqual([51, 52]);
    expect(neighbours(50, 200, { ...travel, room: 1_000 })).toHaveLength(40);
  });
});
