/**
 * Loads the command line's CommonJS chunks, each with what V8 made of it when it was built (its code cache): a short command otherwise spends
 * most of its time on reading and compiling what it calls once. Node 20 keeps no such cache of its own. The build makes the caches and throws
 * them away with the chunks; one that is missing, or made by another V8 or with other flags, is not used, and costs nothing but that time.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

type Require = (id: string) => unknown;
type Chunk = (...given: [exports: object, require: Require, module: { exports: object }, filename: string, dirname: string]) => void;

export interface Chunks {
  /** What the chunk exports. */
  load(file: string): object;
  /** Those that were loaded, by file. */
  readonly scripts: ReadonlyMap<string, Script>;
}

export const cacheOf = (file: string): string => `${file}.cache`;

export function createChunks(): Chunks {
  const modules = new Map<string, { exports: object }>();
  const scripts = new Map<string, Script>();
  const load = (file: string): object => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    // Known before it runs, as in Node: chunks may need each other.
    modules.set(file, module);
    const script = compile(file);
    scripts.set(file, script);
    const outside = createRequire(file);
    const folder = path.dirname(file);
    const require: Require = (id) => (id.startsWith('.') ? load(path.join(folder, id)) : (outside(id) as unknown));
    const chunk = script.runInThisContext() as Chunk;
    chunk(module.exports, require, module, file, folder);
    return module.exports;
  };
  return { load, scripts };
}

function compile(file: string): Script {
  // All on one line with the source's first: positions stay as they are in the file.
  const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'utf8')}\n})`;
  const cachedData = readIfThere(cacheOf(file));
  return new Script(source, { filename: file, ...(cachedData && { cachedData }) });
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
