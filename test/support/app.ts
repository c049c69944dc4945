// Starts the real application in a real Electron window with a data folder of its own, and drives it as a person does.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { inject } from 'vitest';

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What the page complained of: console errors, uncaught errors, what the security policy blocked. */
  readonly complaints: readonly string[];
  /** Ends the application as a person does, and waits for it. The data folder stays for another start. */
  quit(): Promise<void>;
  /** Takes the application's life without a word, and waits until it is dead. */
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface StartOptions {
  /** To start again with what an earlier run left; it is then not removed. */
  readonly dataFolder?: string;
  readonly args?: readonly string[];
}

/** The environment of a person at this display: without what would turn Electron into Node. */
export function desktopEnvironment(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  const known = Object.entries(inherited).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { ...Object.fromEntries(known), ...inject('desktop').display };
}

/** Arguments that this machine needs before those of the test. */
export function machineArguments(): readonly string[] {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return [...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu'];
}

export async function startGantry({ dataFolder, args = [] }: StartOptions = {}): Promise<RunningApp> {
  const { executable, application } = inject('desktop');
  const folder = dataFolder ?? (await mkdtemp(path.join(os.tmpdir(), 'gantry-e2e-')));
  const app = await _electron.launch({
    executablePath: executable,
    args: [
      application,
      ...machineArguments(),
      `--user-data-dir=${folder}`,
      ...(dataFolder === undefined ? ['--inbox-port=0'] : []),
      ...args,
    ],
    env: desktopEnvironment(),
  });
  // Asked for now: Playwright forgets a process as soon as it is gone.
  const main = app.process();
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const lives = (): boolean => main.exitCode === null && main.signalCode === null;
  const quit = async (): Promise<void> => {
    if (lives()) await app.close();
  };
  const kill = async (): Promise<void> => {
    if (!lives()) return;
    const dead = once(main, 'exit');
    main.kill('SIGKILL');
    await dead;
  };
  return {
    app,
    page,
    dataFolder: folder,
    complaints,
    quit,
    kill,
    async [Symbol.asyncDispose]() {
      await quit();
      if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
