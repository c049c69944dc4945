// Bundles a TypeScript file for Node into memory-fresh JavaScript under out/tools/ and runs it: `node test/support/run.mjs test/bench/pure-layers.ts [arguments]`.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = process.argv[2];
if (entry === undefined) throw new Error('name the TypeScript file to run');

const outDir = path.join(root, 'out/tools');
const name = path.basename(entry, '.ts');
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: path.resolve(entry),
    target: 'node20.18',
    outDir,
    emptyOutDir: false,
    minify: false,
    rolldownOptions: { external: [/^node:/], output: { format: 'es', entryFileNames: `${name}.mjs` } },
  },
});
await import(pathToFileURL(path.join(outDir, `${name}.mjs`)).href);
