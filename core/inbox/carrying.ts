/**
 * An inbox's files on their way into another folder. The old place stays whole until the new one is: on one disk a file gets a second name,
 * onto another disk it is copied, read back and compared before it gets its own. What is there already is passed over, so that a process
 * that was killed goes on where it was.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, opendir, rename, rm, rmdir, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemCode } from './files.ts';
import { BIN, isStudyFolder, QUARANTINE } from './layout.ts';

/** Files under way; the next try takes them away. */
const CARRY = '.carry';

export interface Carried {
  readonly files: number;
  readonly bytes: number;
}

export interface CarryOptions {
  readonly from: string;
  readonly to: string;
  readonly signal: AbortSignal;
  /** What stands in the new place so far. */
  readonly progress?: (carried: Carried) => void;
  /** A second name for a file. @throws what the system says, where there can be none */
  readonly link?: (file: string, name: string) => Promise<void>;
}

/** Names that stand in the root of an empty disk. */
const OF_THE_SYSTEM = new Set(['lost+found', 'System Volume Information', '$RECYCLE.BIN', 'desktop.ini', 'Thumbs.db']);

/** Whether a folder can take an inbox: it is not there, has nothing in it, or was being filled with this one. */
export async function canTake(to: string): Promise<boolean> {
  const names = await namesIn(to);
  if (names.includes(CARRY)) return true;
  return names.every((name) => OF_THE_SYSTEM.has(name) || (name.startsWith('.') && name !== BIN && name !== '.incoming'));
}

/** @throws what the system says; what was carried until then is whole and stays. */
export async function carryOver(options: CarryOptions): Promise<Carried> {
  const { from, to, signal, progress } = options;
  await rm(path.join(to, CARRY), { recursive: true, force: true });
  await mkdir(path.join(to, CARRY), { recursive: true });
  let files = 0;
  let bytes = 0;
  const counted = ({ size }: Stats): void => {
    files += 1;
    bytes += size;
    progress?.({ files, bytes });
  };
  for (const name of await rootsOf(from))
    await carryFolder({ ...options, from: path.join(from, name), to: path.join(to, name) }, { root: to, counted });
  signal.throwIfAborted();
  return { files, bytes };
}

/** Takes away from the new place what has left the old one meanwhile. */
export async function dropSurplus({ from, to }: Pick<CarryOptions, 'from' | 'to'>): Promise<void> {
  for (const name of await rootsOf(to)) await dropFrom(path.join(from, name), path.join(to, name), isGone);
}

/** Takes away what stands in the other place, too, and the folders that are empty then. What does not stays. */
export async function takeAway({ from, to }: Pick<CarryOptions, 'from' | 'to'>): Promise<void> {
  for (const name of await rootsOf(from)) await dropFrom(path.join(to, name), path.join(from, name), isThere);
}

/** The new place is an inbox now, or nothing any more. */
export const endCarrying = (to: string): Promise<void> => rm(path.join(to, CARRY), { recursive: true, force: true });

/** Both have the file, under the same length. */
const isThere = (other: Stats | undefined, own: Stats): boolean => other !== undefined && other.size === own.size;
const isGone = (other: Stats | undefined): boolean => other === undefined;

async function dropFrom(other: string, folder: string, drops: (other: Stats | undefined, own: Stats) => boolean): Promise<void> {
  for (const name of await namesIn(folder)) {
    const place = path.join(folder, name);
    const own = await look(place);
    const counterpart = path.join(other, name);
    if (own?.isDirectory()) await dropFrom(counterpart, place, drops);
    else if (own && drops(await look(counterpart), own)) await unlink(place);
  }
  // What was kept keeps its folder.
  await rmdir(folder).catch(() => undefined);
}

interface Into {
  readonly root: string;
  readonly counted: (file: Stats) => void;
}

async function carryFolder(options: CarryOptions, into: Into): Promise<void> {
  const { from, to, signal } = options;
  await mkdir(to, { recursive: true });
  let isFresh = false;
  for (const name of await namesIn(from)) {
    if (signal.aborted) return;
    const place = path.join(from, name);
    const found = await look(place);
    // It may have gone to the bin meanwhile.
    if (!found) continue;
    if (found.isDirectory()) await carryFolder({ ...options, from: place, to: path.join(to, name) }, into);
    else {
      isFresh = (await carryFile(options, { place, name: path.join(to, name), found, root: into.root })) || isFresh;
      into.counted(found);
    }
  }
  if (isFresh) await onDisk(to);
  const folder = await look(from);
  // The index tells changed folders by their times: these have not changed.
  if (folder) await sameTimes(to, folder);
}

interface CarriedFile {
  readonly place: string;
  readonly name: string;
  readonly found: Stats;
  readonly root: string;
}

/** False when it was there already. */
async function carryFile({ signal, link: name2 = link }: CarryOptions, { place, name, found, root }: CarriedFile): Promise<boolean> {
  const there = await look(name);
  if (there && (there.ino === found.ino ? there.dev === found.dev : there.size === found.size && times(there) === times(found)))
    return false;
  if (there) await unlink(name);
  try {
    await name2(place, name);
  } catch (error) {
    if (isRoom(error)) throw error;
    if (systemCode(error) !== 'ENOENT') await copyFile({ place, name, found, root }, signal);
  }
  return true;
}

/** Whatever else is said of a second name, a copy may be possible. */
const isRoom = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EROFS'].includes(systemCode(error));

async function copyFile({ place, name, found, root }: CarriedFile, signal: AbortSignal): Promise<void> {
  const part = path.join(root, CARRY, `${randomUUID()}.part`);
  try {
    const written = createHash('sha256');
    await pipeline(createReadStream(place), hashing(written), createWriteStream(part, { flags: 'wx', flush: true }), { signal });
    const read = createHash('sha256');
    for await (const piece of createReadStream(part, { signal })) read.update(piece as Uint8Array);
    if (!written.digest().equals(read.digest()))
      throw new Error('What was written could not be read back as it was: the disk may be broken');
    await sameTimes(part, found);
    await rename(part, name);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

const hashing = (hash: ReturnType<typeof createHash>) =>
  async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  };

/** Names of new files survive a power cut, where the system can promise that. */
async function onDisk(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no folders.
  }
}

const times = ({ mtimeMs }: Stats): number => Math.floor(mtimeMs);
/** In the middle of the millisecond, which no rounding leaves. */
const sameTimes = (place: string, like: Stats): Promise<void> => utimes(place, like.atime, times(like) / 1000 + 0.0005);

/** What belongs to an inbox, without what is under way. */
const rootsOf = async (folder: string): Promise<readonly string[]> =>
  (await namesIn(folder)).filter((name) => (isStudyFolder(name) && !OF_THE_SYSTEM.has(name)) || name === BIN || name === QUARANTINE);

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) names.push(name);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR') throw error;
  }
  return names;
}

async function look(place: string): Promise<Stats | undefined> {
  try {
    return await stat(place);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
