// How the command line starts: chunks with what V8 made of them when they were built, and as soon without where that cannot be used.
import { mkdir, readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheOf, createChunks } from '../../core/cli/launch/chunks.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const BUILT = fileURLToPath(new URL('../../out/cli/', import.meta.url));

let folder: TemporaryFolder;
let place: string;
const at = (name: string): string => path.join(folder.path, place, name);

beforeEach(async () => {
  folder = await temporaryFolder();
  place = 'here';
  await mkdir(at('shared'), { recursive: true });
  await writeFile(
    at('entry.cjs'),
    `const { greet } = require('./shared/greeting.cjs'); exports.says = () => greet(require('node:path').sep);`,
  );
  await writeFile(
    at('shared/greeting.cjs'),
    `exports.greet = (whom) => 'hello ' + whom + ' from ' + require('path').basename(__filename);`,
  );
});
afterEach(() => folder[Symbol.asyncDispose]());

interface Entry {
  says(): string;
}
const GREETING = `hello ${path.sep} from greeting.cjs`;

function load() {
  const chunks = createChunks();
  const { says } = chunks.load(at('entry.cjs')) as Entry;
  return { says, rejected: [...chunks.scripts.values()].map((script) => script.cachedDataRejected) };
}

async function keepCaches(): Promise<void> {
  const chunks = createChunks();
  (chunks.load(at('entry.cjs')) as Entry).says();
  for (const [file, script] of chunks.scripts) await writeFile(cacheOf(file), script.createCachedData());
  // V8 remembers by name and source what this process has compiled, and would not look at a cache for it.
  await rename(path.join(folder.path, 'here'), path.join(folder.path, 'there'));
  place = 'there';
}

describe('chunks', () => {
  it('find each other, and what is Node’s', () => {
    const { says, rejected } = load();
    expect(says()).toBe(GREETING);
    expect(rejected).toEqual([undefined, undefined]);
  });

  it('are taken as they were compiled', async () => {
    await keepCaches();
    const { says, rejected } = load();
    expect(rejected).toEqual([false, false]);
    expect(says()).toBe(GREETING);
  });

  it('run once, also when they need each other', async () => {
    await writeFile(
      at('one.cjs'),
      `exports.times = (globalThis.gantryTimes = (globalThis.gantryTimes ?? 0) + 1); exports.two = require('./two.cjs');`,
    );
    await writeFile(at('two.cjs'), `exports.one = require('./one.cjs');`);
    const one = createChunks().load(at('one.cjs')) as { times: number; two: { one: unknown } };
    expect(one.two.one).toBe(one);
    expect(one.times).toBe(1);
  });

  it.each([
    { what: 'is of another V8', spoil: (file: string) => writeFile(file, new Uint8Array(4096).fill(7)), spoilt: GREETING },
    { what: 'was cut off', spoil: (file: string) => truncate(file, 64), spoilt: GREETING },
    { what: 'is empty', spoil: (file: string) => truncate(file, 0), spoilt: GREETING },
    {
      what: 'belongs to other code',
      spoil: () => writeFile(at('shared/greeting.cjs'), `exports.greet = () => 'other';`),
      spoilt: 'other',
    },
  ])('do without a cache that $what', async ({ spoil, spoilt }) => {
    await keepCaches();
    await spoil(cacheOf(at('shared/greeting.cjs')));
    const { says, rejected } = load();
    expect(rejected).toEqual([false, true]);
    expect(says()).toBe(spoilt);
  });
});

describe('what is built', () => {
  it('holds what its V8 compiled of every command that was rehearsed, and nothing of the rehearsal', async () => {
    const names = await readdir(BUILT, { recursive: true });
    const caches = names.filter((name) => name.endsWith('.cache'));
    for (const command of ['echo', 'find', 'get', 'listen', 'store', 'verify'])
      expect(
        caches.some((name) => path.basename(name).startsWith(`${command}-`)),
        command,
      ).toBe(true);
    expect(names.filter((name) => name.includes('rehearsal'))).toEqual([]);
    const chunks = createChunks();
    chunks.load(path.join(BUILT, 'main.cjs'));
    expect([...chunks.scripts.values()].map((script) => script.cachedDataRejected)).not.toContain(true);
    expect((await readFile(path.join(BUILT, 'gantry.js'), 'utf8')).length).toBeLessThan(20_000);
  });
});
