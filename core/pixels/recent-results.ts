/** The latest results, up to a number of bytes, so that scrolling back costs nothing. A file that changes is not noticed within seconds. */
import type { FrameRequest, FrameResult } from './types.ts';

/** A result older than this is read again, in case the file has changed. */
const FRESH_FOR = 10_000;

interface Kept {
  readonly result: Exclude<FrameResult, { readonly kind: 'unavailable' }>;
  readonly at: number;
}

export class RecentResults {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(
    readonly limit: number,
    readonly now: () => number = () => performance.now(),
  ) {}

  get(request: FrameRequest): FrameResult | undefined {
    const key = JSON.stringify(request);
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.#drop(key);
    if (this.now() - kept.at > FRESH_FOR) return undefined;
    this.#add(key, kept);
    return { ...kept.result, data: kept.result.data.slice(0) };
  }

  put(request: FrameRequest, result: FrameResult): void {
    if (result.kind === 'unavailable' || result.data.byteLength > this.limit / 4) return;
    const key = JSON.stringify(request);
    this.#drop(key);
    this.#add(key, { result: { ...result, data: result.data.slice(0) }, at: this.now() });
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.limit) return;
      this.#drop(oldest);
    }
  }

  #add(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    this.#bytes += kept.result.data.byteLength;
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.result.data.byteLength ?? 0;
    this.#kept.delete(key);
  }
}
