/** The built application in a real window, on a screen or a virtual one. Needs `npm run build` first. */
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { openVirtualDisplay } from '../../build/steps/display.mjs';
import { findRuntime } from '../../build/steps/runtime.mjs';
import { hasDisplay } from '../../build/steps/system.mjs';
import { freePort } from '../support/peer-process.ts';

export interface Application extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Of its inbox. */
  readonly port: number;
  /** Milliseconds since 1970 at which its process was started. */
  readonly started: number;
}

const APPLICATION = fileURLToPath(new URL('../..', import.meta.url));

/** @param data the folder of its settings and, unless they say otherwise, of its inbox. */
export async function openApplication(data: string): Promise<Application> {
  const display = hasDisplay() ? null : await openVirtualDisplay();
  const { executable } = await findRuntime(APPLICATION);
  const port = await freePort();
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const known = Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const started = Date.now();
  const app = await _electron.launch({
    executablePath: executable,
    args: [APPLICATION, ...asRoot, '--disable-gpu', `--user-data-dir=${data}`, `--inbox-port=${port}`],
    env: { ...known, ...display?.env },
  });
  return {
    app,
    page: await app.firstWindow(),
    port,
    started,
    async [Symbol.asyncDispose]() {
      await app.close();
      await display?.close();
    },
  };
}
