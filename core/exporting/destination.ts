/**
 * Where an export is made: in a folder of its own beside its final place, under whose name it appears only when it is whole. Nothing that is
 * there is written over; a taken name gets a number.
 */
import { lstat, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';

export interface Part {
  /** What is to be written: a file or a folder that is not there yet. */
  readonly content: string;
  /** Gives the content its final name, and returns that path. */
  publish(): Promise<string>;
  discard(): Promise<void>;
}

interface Wanted {
  readonly folder: string;
  readonly name: string;
  /** '.zip', or '' for a folder. */
  readonly ending: string;
}

export async function createPart({ folder, name, ending }: Wanted): Promise<Part> {
  const part = await firstFree({ folder, name: `${name} unfinished`, ending: '' }, (place) => mkdir(place));
  const content = path.join(part, `content${ending}`);
  return {
    content,
    async publish() {
      const claim = ending === '' ? (place: string) => takeFolder(content, place) : (place: string) => takeFile(content, place);
      const place = await firstFree({ folder, name, ending }, claim);
      await rmdir(part);
      return place;
    },
    discard: () => rm(part, { recursive: true, force: true }),
  };
}

/** The first of name, name (2), name (3) … that `claim` does not find taken. */
async function firstFree({ folder, name, ending }: Wanted, claim: (place: string) => Promise<unknown>): Promise<string> {
  for (let count = 1; ; count += 1) {
    const place = path.join(folder, `${count === 1 ? name : `${name} (${count})`}${ending}`);
    try {
      await claim(place);
      return place;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const isTaken = (error: unknown): boolean => ['EEXIST', 'ENOTEMPTY'].includes(String(codeOf(error)));

/** The name is claimed by an empty file, so that the renaming replaces nothing else. */
async function takeFile(content: string, place: string): Promise<void> {
  await (await open(place, 'wx')).close();
  await rename(content, place);
}

/** Systems rename no folder over one that holds something. */
async function takeFolder(content: string, place: string): Promise<void> {
  const there = await lstat(place).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    return null;
  });
  if (there !== null) throw Object.assign(new Error('taken'), { code: 'EEXIST' });
  await rename(content, place);
}
