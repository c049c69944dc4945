/**
 * Finds the files that a disc's directory names below its folder. Names are compared without case and without the version that ISO 9660
 * writes behind them; each step is looked up in what the folder really holds, so that no file ID leads out of it.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileId } from './media-directory.ts';

/** 'IM000001.;1' and 'im000001' are the same file. */
export const discName = (name: string): string => name.toUpperCase().replace(/;\d+$/, '').replace(/\.$/, '');

export class DiscFolder {
  readonly #root: string;
  readonly #known = new Map<string, Promise<ReadonlyMap<string, string>>>();

  /** @param root where the DICOMDIR lies. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Where the file lies, or undefined when it is not there. */
  async find(fileId: FileId): Promise<string | undefined> {
    let at = this.#root;
    for (const part of fileId) {
      const name = (await this.#names(at)).get(discName(part));
      if (name === undefined) return undefined;
      at = path.join(at, name);
    }
    return at;
  }

  #names(folder: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#known.get(folder);
    if (known) return known;
    const names = readdir(folder).then(
      (found) => new Map(found.map((name) => [discName(name), name])),
      () => new Map<string, string>(),
    );
    this.#known.set(folder, names);
    return names;
  }
}
