// `npm start`: installs what is missing, builds what is stale, finds an Electron and a display, opens Gantry.
// Runs on Node's own modules alone, because on a fresh clone there is nothing else yet.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './steps/dependencies.mjs';
import { openVirtualDisplay } from './steps/display.mjs';
import { ensureBuilt } from './steps/freshness.mjs';
import { say, script } from './steps/run.mjs';
import { findRuntime } from './steps/runtime.mjs';
import { ensurePackages, ensureSandbox, hasDisplay, packagesForWindow } from './steps/system.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} executable
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} extra
 * @returns {Promise<number>} the exit code
 */
function open(executable, env, extra = []) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  // Chromium's own remarks about the machine (no system bus, no graphics card) are not for the person who types the command.
  const args = [root, '--log-level=3', ...(asRoot ? ['--no-sandbox'] : []), ...extra, ...process.argv.slice(2)];
  const { ELECTRON_RUN_AS_NODE: _, ...clean } = env;
  const app = spawn(executable, args, { stdio: ['ignore', 'inherit', 'inherit'], env: clean });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => app.kill(signal));
  endWithNpm(() => app.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    app.once('error', reject);
    app.once('exit', (code, signal) => resolve(code ?? (signal ? 0 : 1)));
  });
}

/** npm passes a signal on to its shell only; when npm has gone this way, so do we. @param {() => void} end */
function endWithNpm(end) {
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] !== 'start') return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
}

await script(async () => {
  await ensureDependencies(root);
  await ensureBuilt(root);
  const runtime = await findRuntime(root);
  await ensurePackages(packagesForWindow(runtime.executable));
  await ensureSandbox(runtime.executable);
  say(`Electron ${runtime.version} (${runtime.origin}): ${runtime.folder}`);
  if (hasDisplay()) return open(runtime.executable, process.env);
  const display = await openVirtualDisplay();
  say(`This machine has no display: Gantry opens on a virtual one (${display.env['DISPLAY']})`);
  try {
    return await open(runtime.executable, { ...process.env, ...display.env }, ['--disable-gpu']);
  } finally {
    await display.close();
  }
});
