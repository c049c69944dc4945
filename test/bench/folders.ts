/** Folders that a single measurement writes to, and whether everything arrived there. */
import { linkSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

export interface Folder extends AsyncDisposable {
  readonly path: string;
  /** @throws when another number of objects lies there. */
  expect(objects: number): void;
  /** Takes away what arrived; an inbox keeps its index. */
  empty(): Promise<void>;
}

export async function freshFolder(parent: string): Promise<Folder> {
  const place = await mkdtemp(path.join(parent, 'run-'));
  return {
    path: place,
    expect(objects) {
      const found = readdirSync(place, { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && !/^\.gantry\.db/.test(entry.name) && !entry.parentPath.includes('.incoming'),
      ).length;
      if (found !== objects) throw new Error(`${objects} objects were sent, ${found} arrived`);
    },
    async empty() {
      const arrived = (await readdir(place)).filter((name) => !name.startsWith('.'));
      await Promise.all(arrived.map((name) => rm(path.join(place, name), { recursive: true })));
    },
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }),
  };
}

/** The folder's files dealt out to as many folders beside it, without copying them. */
export function sharesOf(folder: string, count: number): readonly string[] {
  const shares = Array.from({ length: count }, (_, index) => `${folder}-${count}-${index}`);
  if (count === 1) return [folder];
  for (const share of shares) mkdirSync(share, { recursive: true });
  for (const [index, name] of readdirSync(folder).entries()) {
    const share = shares[index % count];
    if (share) link(path.join(folder, name), path.join(share, name));
  }
  return shares;
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
