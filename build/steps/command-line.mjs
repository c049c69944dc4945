// The command line as it is started: chunks in CommonJS, beside them what V8 made of each in a rehearsal, and the small file that loads both,
// in CommonJS too, because Node's loader of ES modules takes longer than all of it.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleForNode } from './bundle.mjs';
import { Refusal, run } from './run.mjs';

/** @param {string} root @param {string} folder emptied before */
export async function buildCommandLine(root, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundle = (/** @type {Record<string, string>} */ entries) => bundleForNode({ root, folder, entries, format: 'cjs' });
  // Each alone: a chunk that they shared would be one more file to load.
  await bundle({ main: 'core/cli/main.ts' });
  await bundle({ gantry: 'core/cli/launch/gantry.ts' });
  await bundle({ rehearsal: 'core/cli/launch/rehearsal.ts' });
  await rename(path.join(folder, 'gantry.cjs'), path.join(folder, 'gantry.js'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  const rehearsal = path.join(folder, 'rehearsal.cjs');
  if ((await run(process.execPath, [rehearsal])) !== 0)
    throw new Refusal('The command line that was built failed its rehearsal: see its message above');
  await rm(rehearsal);
  await rm(`${rehearsal}.map`);
}
