/** Calls back when any of several stores has changed; what it returns ends it. */
export const subscribeAll =
  (stores: readonly { readonly subscribe: (changed: () => void) => () => void }[]) =>
  (changed: () => void): (() => void) => {
    const stops = stores.map((store) => store.subscribe(changed));
    return () => {
      for (const stop of stops) stop();
    };
  };
