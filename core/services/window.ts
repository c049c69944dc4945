/** Places for our own operations on one association (PS3.7 §D.3.3.3): as many as were negotiated, given in the order in which they were asked for. */

export class OperationsWindow {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** `most`: 0 is unlimited. */
  constructor(most: number) {
    this.#free = most === 0 ? Number.POSITIVE_INFINITY : most;
  }

  get hasRoom(): boolean {
    return this.#free > 0;
  }

  /** Calls `go` when there is a place, at once where there is one. The place is taken until `leave`. */
  enter(go: () => void): void {
    if (!this.hasRoom) {
      this.#waiting.push(go);
      return;
    }
    this.#free -= 1;
    go();
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  /** The association has ended: who waits is let through to see that. */
  close(): void {
    this.#free = Number.POSITIVE_INFINITY;
    for (const go of this.#waiting.splice(0)) go();
  }
}
