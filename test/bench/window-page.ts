/**
 * What runs in the page while the window is measured: frames as the browser gives them, and calls over the page's own port. It is put in
 * before the page's scripts and is self-contained, because it is carried over as text.
 */

export interface Frames {
  /** ms between one frame and the next, the longest. */
  readonly longest: number;
  /** Frames over 33 ms. */
  readonly late: number;
  readonly frames: number;
}

export interface BenchPage {
  /** Begins to watch. */
  watch(): void;
  /** What was seen since; ms of each round trip to main and back. */
  seen(): Frames & { readonly trips: readonly number[] };
  call(name: string, payload: unknown): Promise<unknown>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const LATE_MS = 33.4;

export function installBench(late: number): void {
  const own = 1e9;
  interface Answer {
    readonly id: number;
    readonly result?: unknown;
    readonly failure?: { readonly message: string };
  }
  const waiting = new Map<number, (answer: Answer) => void>();
  let port: MessagePort | undefined;
  let last = own;
  window.addEventListener('message', (event) => {
    const [given] = event.ports;
    if (!given) return;
    port = given;
    given.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      const settle = waiting.get(data.id);
      waiting.delete(data.id);
      settle?.(data);
    });
  });
  const call = (name: string, payload: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ result, failure }) => (failure ? reject(new Error(failure.message)) : resolve(result)));
      port?.postMessage({ verb: 'call', id: last, name, payload });
    });
  let gaps: number[] = [];
  let trips: number[] = [];
  let watching = false;
  let before = 0;
  const frame = (at: number): void => {
    if (!watching) return;
    // The page's clock goes in tenths of a millisecond; their difference comes out a hair beside one.
    if (before > 0) gaps.push(Math.round((at - before) * 10) / 10);
    before = at;
    requestAnimationFrame(frame);
  };
  const trip = async (): Promise<void> => {
    while (watching) {
      const started = performance.now();
      await call('desktop.info', {});
      trips.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  window.bench = {
    call,
    watch: () => {
      gaps = [];
      trips = [];
      before = 0;
      watching = true;
      requestAnimationFrame(frame);
      void trip();
    },
    seen: () => {
      watching = false;
      return { longest: Math.max(0, ...gaps), late: gaps.filter((gap) => gap > late).length, frames: gaps.length, trips };
    },
  };
}

export const benchScript = `(${installBench.toString()})(${LATE_MS});`;
