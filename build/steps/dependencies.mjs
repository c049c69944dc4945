// Installs the npm packages when what is in node_modules is not what the lock file names.
// npm's own record of an installation, node_modules/.package-lock.json, is written last: an interrupted one is repeated.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal, npm, run, say } from './run.mjs';

/** @typedef {{ readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean; readonly devOptional?: boolean }>> }} Lock */

/** @param {string} file @returns {Promise<Lock | null>} */
async function readLock(file) {
  try {
    return /** @type {Lock} */ (JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** @param {Lock} wanted @param {Lock | null} present */
export function isInstalledAsLocked(wanted, present) {
  if (!present) return false;
  return Object.entries(wanted.packages).every(([at, entry]) => {
    if (at === '') return true;
    const there = present.packages[at];
    return there ? there.version === entry.version : entry.optional === true || entry.devOptional === true;
  });
}

/** @param {string} root */
export async function ensureDependencies(root) {
  const wanted = await readLock(path.join(root, 'package-lock.json'));
  if (!wanted) throw new Refusal('package-lock.json cannot be read: restore it with git');
  if (isInstalledAsLocked(wanted, await readLock(path.join(root, 'node_modules/.package-lock.json')))) return;
  say('Installing npm packages');
  const [command, args] = npm();
  if ((await run(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root })) !== 0)
    throw new Refusal('npm could not install the packages: see its message above, then run the command again');
}
