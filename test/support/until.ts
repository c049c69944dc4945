// Waiting for something to become true, when there is no event to wait for: the only place of the tests that polls.

const PAUSE_MS = 20;

export interface UntilOptions {
  /** Ends the sentence "Waited 20 s for …". */
  readonly what: string;
  /** ms. Default 20 000. */
  readonly within?: number;
}

export async function until(condition: () => boolean | Promise<boolean>, { what, within = 20_000 }: UntilOptions): Promise<void> {
  const end = performance.now() + within;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited ${within / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
