// Tells whether what is in out/ was made from the sources as they are now.
import { createHash } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal, run, say } from './run.mjs';

const SOURCES = ['core', 'electron', 'renderer', 'build/build.mjs', 'build/steps', 'package.json', 'package-lock.json'];

/** @param {string} root @param {string} part '' for all of it */
const stampOf = (root, part) => path.join(root, 'out', part, '.built-from');

/** @param {string} at @returns {Promise<string[]>} every file under a path, with its size and time of change */
async function listing(at) {
  const found = await stat(at).catch(() => null);
  if (!found) return [];
  if (!found.isDirectory()) return [`${at} ${found.size} ${found.mtimeMs}`];
  const names = await readdir(at);
  return (await Promise.all(names.sort().map((name) => listing(path.join(at, name))))).flat();
}

/** @param {string} root @returns {Promise<string>} with the Node that builds: the command line holds code that it compiled */
export async function fingerprint(root) {
  const lists = await Promise.all(SOURCES.map((source) => listing(path.join(root, source))));
  return createHash('sha256')
    .update([process.version, ...lists.flat()].join('\n'))
    .digest('hex');
}

/** @param {string} root @param {'' | 'cli' | 'electron' | 'renderer'} [part] one part alone; default all of it */
export async function ensureBuilt(root, part = '') {
  const now = await fingerprint(root);
  if ((await readFile(stampOf(root, part), 'utf8').catch(() => '')) === now) return;
  say('Building');
  if ((await run(process.execPath, ['build/build.mjs', ...(part ? [part] : [])], { cwd: root })) !== 0)
    throw new Refusal('The build failed: see its message above');
  await writeFile(stampOf(root, part), now);
}
