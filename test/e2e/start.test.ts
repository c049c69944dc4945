// The first command of the README, typed again: nothing is installed or built anew, the runtime and the inbox's address are printed, and
// it ends when it is told to.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { desktopEnvironment } from '../support/app.ts';
import { until } from '../support/until.ts';

async function typeStart(env: NodeJS.ProcessEnv): Promise<{ readonly printed: string; readonly code: number | null }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gantry-start-'));
  const child = spawn(process.execPath, ['build/start.mjs', `--user-data-dir=${folder}`], {
    cwd: inject('desktop').application,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await until(() => printed.includes('listening on') || child.exitCode !== null, { what: 'the inbox to listen', within: 60_000 });
  child.kill('SIGTERM');
  await until(() => child.exitCode !== null || child.signalCode !== null, { what: 'the command to end', within: 20_000 });
  // Chromium's children may outlive it for a moment.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  return { printed, code: child.exitCode };
}

it('opens Gantry again at once and says what it uses', async () => {
  const { printed, code } = await typeStart(desktopEnvironment());
  expect(printed).not.toMatch(/Installing|Building|Fetching/);
  expect(printed).toMatch(/^Electron \d+\.\d+\.\d+ \(.+\): \//m);
  expect(printed).toMatch(/^GANTRY listening on 127\.0\.0\.1:\d+/m);
  expect(code).toBe(0);
});

it.runIf(process.platform === 'linux')('opens on a virtual display where there is none, and says so (Linux only)', async () => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, XAUTHORITY: _authority, ...env } = desktopEnvironment();
  const { printed, code } = await typeStart(env);
  expect(printed).toMatch(/^This machine has no display: Gantry opens on a virtual one/m);
  expect(printed).toMatch(/^GANTRY listening on 127\.0\.0\.1:\d+/m);
  expect(code).toBe(0);
});
