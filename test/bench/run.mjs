// `npm run bench`: builds the command line and the bench from the sources as they are now, side by side under out/bench/, and runs the bench.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleForNode } from '../../build/steps/bundle.mjs';
import { buildCommandLine } from '../../build/steps/command-line.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'out/bench');

await buildCommandLine(root, path.join(folder, 'cli'));
await bundleForNode({ root, folder, entries: { bench: 'test/bench/bench.ts', 'index-probe': 'test/bench/index-probe.ts' } });
await import(pathToFileURL(path.join(folder, 'bench.js')).href);
