/** Time as an argument, so that every timer of the engine is tested without waiting. */
export interface Clock {
  /** Milliseconds on a monotonic scale of no particular origin: only differences mean something. */
  now(): number;
  /** Calls `fire` once after `milliseconds`; the returned function cancels it and may be called at any time. */
  setTimer(milliseconds: number, fire: () => void): () => void;
}
