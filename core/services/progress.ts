/** The newest of a row of values for a consumer that reads at its own pace: what it has not read is replaced, never queued. */

export interface Progress<T> extends AsyncIterable<T> {
  push(value: T): void;
  close(): void;
}

export function createProgress<T>(onLeave: () => void): Progress<T> {
  let newest: { readonly value: T } | undefined;
  let closed = false;
  let wake: () => void = () => undefined;
  async function* read(): AsyncGenerator<T, void> {
    try {
      for (;;) {
        if (newest) {
          const { value } = newest;
          newest = undefined;
          yield value;
        } else if (closed) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      if (!closed) onLeave();
    }
  }
  return {
    push(value) {
      newest = { value };
      wake();
    },
    close() {
      closed = true;
      wake();
    },
    [Symbol.asyncIterator]: read,
  };
}
