// Which files and folders a person has given to the page: dropped, pasted or chosen in a dialog. The page may name only these, or what lies
// in them, so that a page that went astray cannot read the disk through the engine.
import path from 'node:path';

/** The news of a drop and the page's request travel by different ways: the request may be first, and waits this long. */
const PATIENCE_MS = 2_000;
const KEPT = 200_000;

export class GivenPaths {
  readonly #given = new Set<string>();
  readonly #waiting = new Set<() => void>();

  add(given: string): void {
    if (!isPlain(given)) return;
    this.#given.add(path.resolve(given));
    const oldest = this.#given.values().next();
    if (this.#given.size > KEPT && !oldest.done) this.#given.delete(oldest.value);
    for (const look of this.#waiting) look();
  }

  /** Resolves to the first path that nobody gave, or to null when all were given. */
  async firstForeign(paths: readonly string[]): Promise<string | null> {
    const foreign = (): string | null => paths.find((wanted) => !this.#covers(wanted)) ?? null;
    if (foreign() === null || !paths.every(isPlain)) return foreign();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (foreign() === null) done();
      };
      const timer = setTimeout(done, PATIENCE_MS);
      this.#waiting.add(look);
    });
    return foreign();
  }

  #covers(wanted: string): boolean {
    if (!isPlain(wanted)) return false;
    for (let at = path.resolve(wanted); ; at = path.dirname(at)) {
      if (this.#given.has(at)) return true;
      if (at === path.dirname(at)) return false;
    }
  }
}

/** Absolute, and without the zero that ends a name in the operating system's eyes. */
const isPlain = (wanted: string): boolean => path.isAbsolute(wanted) && !wanted.includes('\0');
