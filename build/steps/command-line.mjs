// The command line as it is started: chunks in CommonJS, beside them what V8 made of each in a rehearsal, and the small file that loads both.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleForNode } from './bundle.mjs';
import { Refusal, run } from './run.mjs';

/** @param {string} root @param {string} folder emptied before */
export async function buildCommandLine(root, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await bundleForNode({ root, folder, entries: { program: 'core/cli/main.ts' }, format: 'cjs' });
  // Each alone: a chunk that they shared would be one more file to load.
  await bundleForNode({ root, folder, entries: { gantry: 'core/cli/launch/gantry.ts' } });
  await bundleForNode({ root, folder, entries: { rehearsal: 'core/cli/launch/rehearsal.ts' } });
  const rehearsal = path.join(folder, 'rehearsal.js');
  if ((await run(process.execPath, [rehearsal])) !== 0)
    throw new Refusal('The command line that was built failed its rehearsal: see its message above');
  await rm(rehearsal);
  await rm(`${rehearsal}.map`);
}
