// Before the tests in real windows: the application is built from the sources as they are, an Electron is found, and where there is no
// screen a virtual one is opened for all of them.
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { openVirtualDisplay } from '../../build/steps/display.mjs';
import { ensureBuilt } from '../../build/steps/freshness.mjs';
import { findRuntime } from '../../build/steps/runtime.mjs';
import { hasDisplay } from '../../build/steps/system.mjs';

export interface DesktopUnderTest {
  readonly executable: string;
  /** The folder that Electron starts: the repository. */
  readonly application: string;
  /** What the environment needs for a display; empty when there is one. */
  readonly display: Readonly<Record<string, string>>;
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly desktop: DesktopUnderTest;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const application = fileURLToPath(new URL('../..', import.meta.url));
  await ensureBuilt(application);
  const { executable } = await findRuntime(application);
  const display = hasDisplay() ? null : await openVirtualDisplay();
  project.provide('desktop', { executable, application, display: display?.env ?? {} });
  return async () => display?.close();
}
