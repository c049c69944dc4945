/**
 * A value that changes and those who watch it. A watcher is told the current value at once and each later one; many may watch, none
 * answers. `watch` fits the contract's streams: it settles when its signal fires.
 */
export interface Live<T> {
  readonly value: T;
  /** Returns what ends the watching. */
  subscribe(watcher: (value: T) => void): () => void;
}

export interface LiveSource<T> extends Live<T> {
  set(value: T): void;
}

export function createLive<T>(initial: T): LiveSource<T> {
  let current = initial;
  const watchers = new Set<(value: T) => void>();
  return {
    get value() {
      return current;
    },
    set(value) {
      current = value;
      for (const watcher of [...watchers]) watcher(value);
    },
    subscribe(watcher) {
      watchers.add(watcher);
      watcher(current);
      return () => void watchers.delete(watcher);
    },
  };
}

/** A stream handler's body: emits the value and its changes until the signal fires. */
export function watch<T>(live: Live<T>, emit: (value: T) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const stop = live.subscribe(emit);
    signal.addEventListener(
      'abort',
      () => {
        stop();
        resolve();
      },
      { once: true },
    );
  });
}
