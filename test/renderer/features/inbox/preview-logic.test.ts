import { describe, expect, it } from 'vitest';
import { createFrameCache, neighbours } from '../../../../renderer/features/inbox/preview/frame-cache.ts';
import { FITTED, fittedSize, movedBy, zoomedAt } from '../../../../renderer/features/inbox/preview/viewport.ts';
import { draggedVoi, drawGrey, presetsFor, storedVoi, voiLevel, type GreyImage } from '../../../../renderer/features/inbox/preview/voi.ts';

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
  inverted: false,
  aspect: 1,
  ...over,
});

const levels = (image: GreyImage, voi = storedVoi(image)): readonly number[] => {
  const words = new Uint32Array(image.pixels.length);
  drawGrey(image, voi, words);
  const bytes = new Uint8ClampedArray(words.buffer);
  return [...words.keys()].map((at) => {
    expect(bytes[at * 4 + 3]).toBe(255);
    return bytes[at * 4] ?? -1;
  });
};

describe('window centre and width (PS3.3 C.11.2.1.2)', () => {
  it('is black below, white above, linear between', () => {
    const voi = { center: 2048, width: 4096, invert: false };
    expect([voiLevel(0, voi), voiLevel(4095, voi), voiLevel(-5, voi), voiLevel(9_000, voi)]).toEqual([0, 255, 0, 255]);
    expect(voiLevel(2047.5, voi)).toBe(128);
    expect([voiLevel(0, { center: 1, width: 1, invert: false }), voiLevel(1, { center: 1, width: 1, invert: false })]).toEqual([0, 255]);
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

  it('follows a drag and never closes the window', () => {
    const image = grey(new Int16Array([-1_024, 3_071]));
    expect(draggedVoi(storedVoi(image), image, { x: 10, y: -5 })).toEqual({ center: 0, width: 480, invert: false });
    expect(draggedVoi(storedVoi(image), image, { x: -9_999, y: 0 }).width).toBe(1);
  });

  it('has four presets for every modality', () => {
    const image = grey(new Int16Array([0, 4_095]));
    expect(presetsFor('CT').map(({ name }) => name)).toEqual(['As stored', 'Soft tissue', 'Lung', 'Bone']);
    expect(presetsFor('MR')[1].voi(image)).toEqual({ center: 2048, width: 4096 });
  });
});

describe('the viewport', () => {
  it('fits by the longer side, with tall pixels made tall', () => {
    expect(fittedSize({ width: 512, height: 512 }, 1, { width: 300, height: 200 })).toEqual({ width: 200, height: 200 });
    expect(fittedSize({ width: 512, height: 256 }, 2, { width: 300, height: 200 })).toEqual({ width: 200, height: 200 });
    expect(fittedSize({ width: 0, height: 0 }, 1, { width: 300, height: 200 })).toEqual({ width: 0, height: 0 });
  });

  it('keeps what is under the pointer there', () => {
    const moved = movedBy(FITTED, { x: 10, y: 0 });
    const zoomed = zoomedAt(moved, 2, { x: 30, y: 0 });
    expect(zoomed).toEqual({ zoom: 2, pan: { x: -10, y: 0 } });
    expect(zoomedAt(zoomed, 1_000, { x: 0, y: 0 }).zoom).toBe(32);
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

  it('fetches neighbours one after the other and drops the ones that are no longer near', async () => {
    const asked: number[] = [];
    const gates: (() => void)[] = [];
    const cache = createFrameCache({
      load: ({ instanceId }) => {
        asked.push(instanceId);
        return new Promise((resolve) => gates.push(() => resolve(frame(1))));
      },
      maxBytes: 100,
    });
    cache.prefetch([at(1), at(2)]);
    cache.prefetch([at(7)]);
    expect(asked).toEqual([1]);
    gates[0]?.();
    await expect.poll(() => asked).toEqual([1, 7]);
  });

  it('looks ahead in the way of travel', () => {
    expect(neighbours(5, 100, 1)).toEqual([6, 7, 8, 9, 4]);
    expect(neighbours(1, 3, -1)).toEqual([0, 2]);
  });
});
