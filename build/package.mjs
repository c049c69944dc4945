// `npm run package`: packs Gantry into dist/ with the same Electron that runs it. Without a target it makes an unpacked application;
// `npm run package -- AppImage deb` makes installers on a machine with internet. `--smoke` starts what was packed and lets it prove itself.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { configuration } from './electron-builder.config.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { openVirtualDisplay } from './steps/display.mjs';
import { ensureBuilt } from './steps/freshness.mjs';
import { Refusal, run, say, script } from './steps/run.mjs';
import { findRuntime } from './steps/runtime.mjs';
import { ensureSandbox, hasDisplay } from './steps/system.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {Readonly<Record<string, string>>} where an unpacked application lies and what starts it */
const STARTERS = { linux: 'linux-unpacked/gantry', darwin: 'mac/Gantry.app/Contents/MacOS/Gantry', win32: 'win-unpacked/Gantry.exe' };

/** @param {readonly string[]} targets */
async function pack(targets) {
  // Not there yet on a fresh clone when this file is read.
  const { build, Platform } = await import('electron-builder');
  const { folder, version } = await findRuntime(root);
  await build({
    projectDir: root,
    targets: Platform.current().createTarget(targets.length > 0 ? [...targets] : 'dir'),
    config: {
      ...configuration,
      electronDist: folder,
      electronVersion: version,
      // The runtime from the npm registry brings a default application along: the packed one must be the only one.
      afterExtract: ({ appOutDir }) => rm(path.join(appOutDir, 'resources/app'), { recursive: true, force: true }),
    },
  });
}

/** @returns {Promise<number>} the exit code of the packed application's own proof */
async function smoke() {
  const starter = path.join(root, 'dist', STARTERS[process.platform] ?? '');
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  await ensureSandbox(starter);
  const display = hasDisplay() ? null : await openVirtualDisplay();
  try {
    const args = ['--smoke', '--log-level=3', ...(asRoot ? ['--no-sandbox'] : []), ...(display ? ['--disable-gpu'] : [])];
    return await run(starter, args, { env: { ...process.env, ...display?.env }, timeout: 60_000 });
  } finally {
    await display?.close();
  }
}

await script(async () => {
  const asked = process.argv.slice(2);
  await ensureDependencies(root);
  await ensureBuilt(root);
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await pack(asked.filter((word) => !word.startsWith('-')));
  say(`Packed into ${path.join(root, 'dist')}`);
  if (!asked.includes('--smoke')) return 0;
  const code = await smoke();
  if (code !== 0) throw new Refusal(`The packed application did not prove itself (exit code ${code})`);
  return 0;
});
