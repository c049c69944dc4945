/**
 * Trace points: notifications that cost one comparison when nobody listens. They tell, they never ask: a listener has no answer to give,
 * and one that throws does not disturb the engine or the other listeners.
 */

export interface TracePoint<T> {
  /** Ask before building an expensive event. */
  readonly active: boolean;
  emit(event: T): void;
  /** Returns the function that ends the listening. */
  listen(listener: (event: T) => void): () => void;
}

export function createTracePoint<T>(): TracePoint<T> {
  let listeners: readonly ((event: T) => void)[] = [];
  return {
    get active() {
      return listeners.length > 0;
    },
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          // A broken observer must not break what it observes.
        }
      }
    },
    listen(listener) {
      const registered = (event: T): void => {
        listener(event);
      };
      listeners = [...listeners, registered];
      return () => {
        listeners = listeners.filter((other) => other !== registered);
      };
    },
  };
}
