// `--smoke`: proves in a few seconds, without a person, that this build works: the page loads, the inbox opens on a free port of a
// temporary profile, and Gantry echoes itself through a real socket. Prints one line of JSON; ends with 0 when all of it worked.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { ListenerView, NodeView, Rung } from '../core/contract.ts';
import type { EngineClient } from './engine-client.ts';

const PATIENCE_MS = 30_000;

export const smokeFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'gantry-smoke-'));

export interface SmokeOptions {
  readonly engine: EngineClient;
  readonly window: BrowserWindow;
  readonly folder: string;
  readonly quit: () => void;
}

export async function runSmoke({ engine, window, folder, quit }: SmokeOptions): Promise<void> {
  const result = await Promise.race([prove(engine, window), tooLate()]).catch((error: unknown) => ({
    ok: false,
    reason: error instanceof Error ? error.message : String(error),
  }));
  process.stdout.write(`${JSON.stringify({ ...result, version: app.getVersion(), electron: process.versions.electron })}\n`);
  process.exitCode = result.ok ? 0 : 1;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  quit();
}

async function prove(engine: EngineClient, window: BrowserWindow): Promise<{ readonly ok: boolean }> {
  const page = loaded(window);
  const { title, host, port } = await listening(engine);
  const echo = await verified(engine, await thisComputer(engine));
  const echoed = echo.some((rung) => rung.name === 'echo' && rung.state === 'ok');
  const rungs = echo.map(({ name, state, ms, failure }) => ({ name, state, ms, ...(failure && { failure: failure.headline }) }));
  return { ok: echoed && (await page), page: await page, listening: { title, host, port }, rungs } as { readonly ok: boolean };
}

const tooLate = (): Promise<never> =>
  new Promise((_resolve, reject) => setTimeout(() => reject(new Error(`Not done after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS));

function loaded({ webContents }: BrowserWindow): Promise<boolean> {
  return new Promise((resolve) => {
    webContents.once('did-finish-load', () => resolve(true));
    webContents.once('did-fail-load', () => resolve(false));
  });
}

function listening(engine: EngineClient): Promise<ListenerView> {
  return new Promise((resolve, reject) => {
    engine.listen('status', {}, ({ listener }) => {
      if (listener.state === 'listening') resolve(listener);
      if (listener.state === 'failed') reject(new Error(listener.failure?.headline ?? 'The inbox did not open'));
    });
  });
}

function thisComputer(engine: EngineClient): Promise<NodeView> {
  return new Promise((resolve) => {
    engine.listen('nodes', {}, (event) => {
      const own = event.kind === 'remove' ? undefined : event.rows.find((row) => row.kind === 'this-computer');
      if (own) resolve(own);
    });
  });
}

function verified(engine: EngineClient, node: NodeView): Promise<readonly Rung[]> {
  return new Promise((resolve) => {
    engine.listen('nodes.verify', { id: node.id }, (rungs) => {
      if (rungs.every((rung) => rung.state !== 'waiting' && rung.state !== 'running')) resolve(rungs);
    });
  });
}
