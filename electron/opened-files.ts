// Files that the operating system hands over: named when Gantry is started, named to a second start, or opened by the file manager. They may
// come before anything is there to take them, and wait then.

export interface OpenedFiles {
  add(paths: readonly string[]): void;
  /** Takes what waits, and everything that comes. */
  follow(take: (paths: readonly string[]) => void): void;
}

export function createOpenedFiles(): OpenedFiles {
  let waiting: readonly string[] = [];
  let taker: ((paths: readonly string[]) => void) | null = null;
  return {
    add(paths) {
      if (paths.length === 0) return;
      if (taker) taker(paths);
      else waiting = [...waiting, ...paths];
    },
    follow(take) {
      taker = take;
      const before = waiting;
      waiting = [];
      if (before.length > 0) take(before);
    },
  };
}
