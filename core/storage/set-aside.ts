/** What is damaged is never deleted: it gets a dated name beside its old place, so that a person can look at it. */
import { existsSync, renameSync, rmSync } from 'node:fs';

/** A damaged file that was put aside. Paths are for people; `reason` is the system's or the parser's word. */
export interface SetAside {
  readonly file: string;
  readonly keptAs: string;
  readonly reason: string;
}

export interface PutAside {
  /** The file, and those that belong to it. */
  readonly files: readonly [string, ...string[]];
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Without anything worth keeping. */
  readonly discard?: boolean;
}

export function putAside({ files, reason, now, discard = false }: PutAside): SetAside {
  const date = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const [main] = files;
  const keptAs = free(`${main}.damaged-${date}`);
  for (const file of files) {
    if (!existsSync(file)) continue;
    if (discard) rmSync(file, { force: true });
    else renameSync(file, keptAs + file.slice(main.length));
  }
  return { file: main, keptAs, reason };
}

function free(name: string): string {
  let candidate = name;
  for (let number = 2; existsSync(candidate); number += 1) candidate = `${name}-${number}`;
  return candidate;
}
