// The engine's lines inside the runtime that people start: read buffers that take over a socket's handle must work in its worker threads.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { build } from 'vite';
import { findRuntime } from '../../build/steps/runtime.mjs';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PARENT = `const { Worker } = require('node:worker_threads');
new Worker(require('node:path').join(__dirname, 'line-worker.mjs')).on('message', (result) => console.log(JSON.stringify(result)));
`;

test('an object goes through a line of a worker thread whole, in large pieces', { timeout: 60_000 }, async () => {
  await using folder = await temporaryFolder();
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: new URL('line-worker.ts', import.meta.url).pathname,
      outDir: folder.path,
      target: 'node20.18',
      rolldownOptions: { output: { entryFileNames: 'line-worker.mjs' } },
    },
  });
  await writeFile(join(folder.path, 'parent.cjs'), PARENT);
  const { executable } = await findRuntime(new URL('../..', import.meta.url).pathname);
  const { stdout } = await promisify(execFile)(executable, [join(folder.path, 'parent.cjs')], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const result: unknown = JSON.parse(stdout);
  expect(result).toMatchObject({ electron: expect.stringMatching(/^\d+\./) as string, stored: 0, ended: 'released', same: true });
  // A socket that reads in Node's own way gives pieces of 64 KiB at most.
  const { pieces } = result as { readonly pieces: number };
  expect(pieces).toBeLessThan((24 * 1024) / 64);
});
