// The page's one port, in the hands of a page that went astray: whatever it says is refused by name, and only what a person really dropped
// on the window may be sent.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';
import { dropFiles } from '../support/file-drop.ts';

interface HostedWindow {
  readonly gantryHost: { readonly pathOf: (file: File) => string };
}

let running: RunningApp;
let folder: string;

/** Takes hold of the port as a script in the page could, and reloads so that a fresh one is handed over. */
async function seizePort(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seize = (event: MessageEvent): void => {
      if (event.data === 'gantry:port') Reflect.set(window, 'seized', event.ports[0]);
    };
    window.addEventListener('message', seize, { capture: true });
  });
  await page.reload();
  await page.waitForFunction(() => Reflect.has(window, 'seized'));
}

/** Posts a message with a number of its own and returns the answer. */
async function ask(message: Readonly<Record<string, unknown>>): Promise<unknown> {
  return running.page.evaluate(async (asked) => {
    const port: unknown = Reflect.get(window, 'seized');
    if (!(port instanceof MessagePort)) throw new Error('no port');
    const id = 1_000_000 + Math.floor(Math.random() * 1_000_000_000);
    return new Promise<unknown>((resolve) => {
      port.addEventListener('message', ({ data }: MessageEvent<{ id: number }>) => {
        if (data.id === id) resolve(data);
      });
      port.postMessage({ ...asked, id });
    });
  }, message);
}

const refusedWith = (code: string): unknown =>
  expect.objectContaining({ verb: 'failure', failure: expect.objectContaining({ code }) as unknown });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gantry-port-'));
  running = await startGantry();
  await seizePort(running.page);
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('the port of the page', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['unknown-name', { verb: 'call', name: 'engine.close', payload: {} }],
    ['unknown-name', { verb: 'call', name: '__proto__', payload: {} }],
    ['unknown-name', { verb: 'listen', name: 'desktop.copy', payload: {} }],
    ['invalid-payload', { verb: 'call', name: 'nodes.parse', payload: { text: ['x'] } }],
    ['invalid-payload', { verb: 'call', name: 'inbox.path', payload: { target: { kind: 'file', path: '/etc/passwd' } } }],
    ['invalid-message', { verb: 'eval', name: 'nodes.parse', payload: {} }],
  ])('answers %s to %j', async (code, message) => {
    expect(await ask(message)).toEqual(refusedWith(code));
  });

  it('serves what fits', async () => {
    const message = { verb: 'call', name: 'nodes.parse', payload: { text: 'PACS1@10.1.2.3:104' } };
    expect(await ask(message)).toMatchObject({ verb: 'result', result: { title: 'PACS1', host: '10.1.2.3', port: 104 } });
  });

  it('sends no file that nobody gave, and the same one after it was really dropped on the window', async () => {
    const file = path.join(folder, 'dropped.dcm');
    await writeFile(file, 'not DICOM, but given');
    const send = { verb: 'call', name: 'transfers.send', payload: { nodeId: 'nobody', paths: [file] } };
    expect(await ask(send)).toEqual(refusedWith('path-not-given'));

    await running.page.evaluate(() => {
      const read = (event: DragEvent): void => {
        const [dropped] = event.dataTransfer?.files ?? [];
        const { gantryHost } = window as unknown as HostedWindow;
        if (dropped) Reflect.set(window, 'droppedPath', gantryHost.pathOf(dropped));
      };
      window.addEventListener('drop', read, { capture: true });
      window.addEventListener('dragover', (event) => event.preventDefault());
    });
    await dropFiles(running, [file], { x: 600, y: 400 });
    await running.page.waitForFunction(() => Reflect.has(window, 'droppedPath'));
    expect(await running.page.evaluate((): unknown => Reflect.get(window, 'droppedPath'))).toBe(file);
    expect(await ask(send)).not.toEqual(refusedWith('path-not-given'));
  });

  it('gives no path to a file that the page made itself', async () => {
    const made = await running.page.evaluate(() => {
      const { gantryHost } = window as unknown as HostedWindow;
      return gantryHost.pathOf(new File(['x'], '/etc/passwd'));
    });
    expect(made).toBe('');
  });
});
