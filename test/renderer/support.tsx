// What tests of the window share: the whole window over the engine in memory, in a document that has sizes.
import { act, cleanup, configure, render } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { App } from '../../renderer/app.tsx';
import { createGantry, type Gantry } from '../../renderer/gantry.ts';
import { screens } from '../../renderer/screens.ts';
import { createFakeEngine, type FakeEngine, type FakeWorld } from '../support/fake-engine.ts';

export interface OpenWindow {
  readonly gantry: Gantry;
  readonly engine: FakeEngine;
}

/** Elements of happy-dom have no size of their own; a table then shows no rows. */
export function giveSizes({ width = 1_440, height = 900 } = {}): void {
  const sizes = { offsetWidth: width, offsetHeight: height, clientWidth: width, clientHeight: height } as const;
  for (const [name, value] of Object.entries(sizes)) vi.spyOn(HTMLElement.prototype, name as 'offsetWidth', 'get').mockReturnValue(value);
  vi.spyOn(HTMLElement.prototype, 'getClientRects').mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  window.innerWidth = width;
  window.innerHeight = height;
}

/** Call at the top of a test file. */
export function useWindowTests(): void {
  // Without a layout nothing is hidden by style; asking each ancestor for its style is what takes a query by role seconds.
  configure({ defaultHidden: true, asyncUtilTimeout: 15_000 });
  beforeEach(() => {
    localStorage.clear();
    giveSizes();
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });
}

/** Lets every promise and microtask of the engine in memory come to its end. */
export const settle = (): Promise<void> =>
  act(async () => {
    for (let turn = 0; turn < 40; turn++) await Promise.resolve();
  });

export async function openWindow(world: Partial<FakeWorld> = {}): Promise<OpenWindow> {
  const engine = createFakeEngine(world);
  const gantry = createGantry({ api: engine.api, host: engine.host, platform: 'other' });
  render(<App gantry={gantry} screens={screens} />);
  await settle();
  return { gantry, engine };
}

export async function press(target: Element | null, key: string, more: KeyboardEventInit = {}): Promise<void> {
  await act(async () => {
    (target ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    await Promise.resolve();
  });
  await settle();
}
