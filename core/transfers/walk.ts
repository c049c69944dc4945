/**
 * Files below what a person chose, one by one: folders of any size and depth, links followed once, nothing opened that is no file. What
 * cannot be read is told instead of thrown, and never stops the rest.
 */
import type { Dirent, Stats } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileWords } from './file-words.ts';

export type Look = (place: string) => Stats | Promise<Stats>;

export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly size: number }
  | { readonly kind: 'problem'; readonly path: string; readonly words: string };

/** @param look tells what a place is; through Node's pool unless the caller has nothing else to do. */
export async function* walkFiles(sources: Iterable<string>, signal: AbortSignal, look: Look = stat): AsyncGenerator<Found> {
  const visited = new Set<string>();
  for (const source of sources) {
    if (signal.aborted) return;
    yield* walkOne(source, { visited, signal, look });
  }
}

interface Walk {
  /** Device and inode of the folders that were entered. */
  readonly visited: Set<string>;
  readonly signal: AbortSignal;
  readonly look: Look;
}

async function* walkOne(place: string, walk: Walk): AsyncGenerator<Found> {
  let found: Stats;
  try {
    const looked = walk.look(place);
    found = looked instanceof Promise ? await looked : looked;
  } catch (error) {
    yield { kind: 'problem', path: place, words: fileWords(error) };
    return;
  }
  if (found.isFile()) yield { kind: 'file', path: place, size: found.size };
  else if (!found.isDirectory()) yield { kind: 'problem', path: place, words: 'It is no file: a device, a pipe or a socket' };
  else yield* walkFolder(place, found, walk);
}

async function* walkFolder(folder: string, found: Stats, walk: Walk): AsyncGenerator<Found> {
  const identity = `${found.dev}:${found.ino}`;
  if (walk.visited.has(identity)) return;
  walk.visited.add(identity);
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (walk.signal.aborted) return;
      const place = path.join(folder, entry.name);
      if (isFolder(entry)) folders.push(place);
      else yield* walkOne(place, walk);
    }
  } catch (error) {
    yield { kind: 'problem', path: folder, words: fileWords(error) };
  }
  for (const inner of folders) {
    if (walk.signal.aborted) return;
    yield* walkOne(inner, walk);
  }
}

const isFolder = (entry: Dirent): boolean => entry.isDirectory();
