// Bundles a TypeScript file for Node into memory-fresh JavaScript under out/tools/ and runs it: `node test/support/run.mjs test/bench/pure-layers.ts [arguments]`.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleForNode } from '../../build/steps/bundle.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = process.argv[2];
if (entry === undefined) throw new Error('name the TypeScript file to run');

const folder = path.join(root, 'out/tools');
const name = path.basename(entry, '.ts');
await bundleForNode({ root, folder, entries: { [name]: path.relative(root, path.resolve(entry)) } });
await import(pathToFileURL(path.join(folder, `${name}.js`)).href);
