// `npm run bench`: bundles the command line and the bench from the sources as they are now, side by side under out/bench/, and runs the bench.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outDir = path.join(root, 'out/bench');

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    target: 'node20.18',
    outDir,
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        gantry: path.join(root, 'core/cli/main.ts'),
        bench: path.join(root, 'test/bench/bench.ts'),
        'index-probe': path.join(root, 'test/bench/index-probe.ts'),
      },
      external: ['libsql', 'playwright-core', /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
    },
  },
});
await import(pathToFileURL(path.join(outDir, 'bench.js')).href);
