/**
 * One small JSON document in one file: versioned, replaced as a whole (temporary file, fsync, rename), so that a reader or a crash sees
 * the old or the new one and nothing between. A file that cannot be read is put aside and the initial value taken; the caller is told.
 */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { putAside, type SetAside } from './set-aside.ts';

export interface JsonFile<T> {
  /** What was read, or written last. */
  readonly value: T;
  /** Settles when this value, or a later one, is on the disk. */
  write(value: T): Promise<void>;
}

export interface JsonFileOptions<T> {
  readonly file: string;
  /** Of the document's form; grows with each change that an older Gantry could not read. */
  readonly version: number;
  /** What was read, as written under `version`; throws when it makes no sense. */
  readonly parse: (value: unknown, version: number) => T;
  /** For a file that is not there or was put aside. */
  readonly initial: () => T;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

export interface JsonFileOpening<T> {
  readonly json: JsonFile<T>;
  readonly setAside: SetAside | null;
}

/** @throws what the system says when the file is there and cannot be read. */
export async function openJsonFile<T>(options: JsonFileOptions<T>): Promise<JsonFileOpening<T>> {
  const text = await readIfThere(options.file);
  if (text === undefined) return { json: new AtomicFile(options, options.initial()), setAside: null };
  try {
    return { json: new AtomicFile(options, parse(options, text)), setAside: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const setAside = putAside({ files: [options.file], reason, now: options.wallClock() });
    return { json: new AtomicFile(options, options.initial()), setAside };
  }
}

function parse<T>(options: JsonFileOptions<T>, text: string): T {
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null || !('version' in document) || !('value' in document)) {
    throw new TypeError('it is not a document of Gantry');
  }
  const { version, value } = document;
  if (typeof version !== 'number' || version > options.version) throw new TypeError('it was written by a newer Gantry');
  return options.parse(value, version);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

class AtomicFile<T> implements JsonFile<T> {
  value: T;
  readonly #options: JsonFileOptions<T>;
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(options: JsonFileOptions<T>, value: T) {
    this.#options = options;
    this.value = value;
  }

  /** While one write is under way, all later ones wait for a single next, which takes the newest value. */
  write(value: T): Promise<void> {
    this.value = value;
    if (!this.#writing) return this.#begin();
    this.#next ??= this.#writing.then(ignore, ignore).then(() => {
      this.#next = undefined;
      return this.#begin();
    });
    return this.#next;
  }

  #begin(): Promise<void> {
    const writing = this.#replace().finally(() => {
      if (this.#writing === writing) this.#writing = undefined;
    });
    this.#writing = writing;
    return writing;
  }

  async #replace(): Promise<void> {
    const { file, version } = this.#options;
    const temporary = `${file}.new`;
    await mkdir(path.dirname(file), { recursive: true });
    try {
      const handle = await open(temporary, 'w', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify({ version, value: this.value }, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(path.dirname(file));
  }
}

const ignore = (): void => undefined;

/** Makes the rename itself durable; systems that cannot open a folder do without. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows.
  }
}
