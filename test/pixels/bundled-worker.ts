// The pixel worker as a file that a thread can load, bundled once a run into a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';

export const wasmPath = join(dirname(createRequire(import.meta.url).resolve('dcmjs-codecs')), 'dcmjs-native-codecs.wasm');

export interface BundledWorker {
  readonly workerPath: string;
  readonly wasmPath: string;
  remove(): Promise<void>;
}

export async function bundleWorker(): Promise<BundledWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-pixels-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: new URL('../../core/pixels/pixel-worker.ts', import.meta.url).pathname,
      outDir: folder,
      target: 'node20.18',
      rolldownOptions: { output: { entryFileNames: 'pixel-worker.mjs' } },
    },
  });
  return { workerPath: join(folder, 'pixel-worker.mjs'), wasmPath, remove: () => rm(folder, { recursive: true, force: true }) };
}
