/**
 * What runs in the page while a stack is scrolled: steps as a held key or a turning wheel gives them, and which picture is on the canvas at
 * each frame of the browser. Carried over as text, therefore self-contained.
 */

export interface Scrolling {
  readonly by: 'key' | 'wheel';
  readonly steps: number;
  /** ms from one step to the next. */
  readonly every: number;
  /** Where the stack ends. */
  readonly last: number;
  /** Edge of a block of the place that is drawn into each picture, and how many there are. */
  readonly block: number;
  readonly bits: number;
}

export interface Scrolled {
  /** ms from each step to the frame in which its picture, or a later one, was drawn. */
  readonly delays: readonly number[];
  /** Different pictures that were seen. */
  readonly pictures: number;
  /** ms from the first step to the last. */
  readonly took: number;
  /** ms from the last step until its picture was drawn. */
  readonly settled: number;
  /** ms from one frame of the browser to the next. */
  readonly frames: readonly number[];
  /** ms of what kept the page's thread for more than 50 ms. */
  readonly long: readonly number[];
}

declare global {
  interface Window {
    scrollStack(wanted: Scrolling): Promise<Scrolled>;
  }
}

export function installScrolling(): void {
  window.scrollStack = async ({ by, steps, every, last, block, bits }) => {
    const stage = document.querySelector('[role="dialog"] [aria-roledescription="image stack"]');
    if (!(stage instanceof HTMLElement)) throw new Error('no stack is open');
    const drawn = (): number => {
      const canvas = stage.querySelector('canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, block / 2, block * bits, 1).data;
      let place = 0;
      for (let bit = 0; bit < bits; bit += 1) if ((data?.[(bit * block + block / 2) * 4] ?? 0) > 128) place |= 1 << bit;
      return place;
    };
    const start = drawn();
    const taken: number[] = [];
    const delays: number[] = [];
    const frames: number[] = [];
    const long: number[] = [];
    const seen = new Set<number>();
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
    const step = (): void => {
      taken.push(performance.now());
      if (by === 'key')
        stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true, repeat: true }));
      else stage.dispatchEvent(new WheelEvent('wheel', { deltaY: 40, bubbles: true, cancelable: true }));
    };
    let before = 0;
    let settled = 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => (taken.length < steps ? step() : clearInterval(timer)), every);
      const frame = (at: number): void => {
        if (before > 0) frames.push(at - before);
        before = at;
        const now = drawn();
        seen.add(now);
        const reached = Math.min(taken.length, now - start);
        while (delays.length < reached) delays.push(performance.now() - (taken[delays.length] ?? 0));
        const end = performance.now() - (taken[taken.length - 1] ?? 0);
        const arrived = now >= Math.min(last, start + steps);
        if (taken.length === steps && (arrived || end > 20_000)) {
          settled = end;
          resolve();
        } else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    observer.disconnect();
    return { delays, pictures: seen.size - 1, took: (taken[taken.length - 1] ?? 0) - (taken[0] ?? 0), settled, frames, long };
  };
}

export const scrollScript = `(${installScrolling.toString()})();`;
