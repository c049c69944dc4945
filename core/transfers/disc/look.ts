/** A disc's directory held against what is there: in a folder, or in an archive, whose names are kept while its entries go by. */
import type { OpenFile } from '../open-file.ts';
import { discName } from './disc-folder.ts';
import { mediaFiles, type FileId } from './media-directory.ts';

/** A DICOMDIR of a hundred thousand records has some 50 MB. */
const LONGEST = 256 * 1024 * 1024;

/** The files that it names, or in words why it cannot be read. */
export async function readDirectoryFile(
  open: () => OpenFile | Promise<OpenFile>,
  size: number | undefined,
  signal: AbortSignal,
): Promise<{ readonly files: readonly FileId[] } | { readonly words: string }> {
  try {
    const file = await open();
    try {
      const length = size ?? (await file.size());
      if (length > LONGEST) throw new Error('it is too long');
      return { files: await mediaFiles(await wholeOf(file, length), signal) };
    } finally {
      await file.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return { words: `The DICOMDIR cannot be read (${why}): the files themselves were looked at` };
  }
}

async function wholeOf(file: OpenFile, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const read = await file.read([bytes.subarray(at)], at);
    if (read === 0) return bytes.subarray(0, at);
    at += read;
  }
  return bytes;
}

/** Names of an archive's entries as a disc would compare them. */
export interface DiscNames {
  add(name: string): void;
  has(name: string): boolean;
  /** There were too many to be kept: nothing can be said to be missing. */
  readonly full: boolean;
}

const MOST_NAMES = 500_000;

export function discTable(): DiscNames {
  const names = new Set<string>();
  return {
    add(name) {
      if (names.size < MOST_NAMES) names.add(pathOnDisc(name.split('/')));
    },
    has: (name) => names.has(name),
    get full() {
      return names.size >= MOST_NAMES;
    },
  };
}

const pathOnDisc = (parts: readonly string[]): string => parts.map(discName).join('/');

/** What the directory at that name in the archive names and the archive has not. */
export function missingFrom(names: DiscNames, directory: string, files: readonly FileId[]): readonly FileId[] {
  const root = directory.split('/').slice(0, -1);
  return names.full ? [] : files.filter((fileId) => !names.has(pathOnDisc([...root, ...fileId])));
}
