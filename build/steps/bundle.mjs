// What runs in Node is bundled in one way: for Node 20.18, as it was written, with the native SQLite and what is only sometimes there outside.
import path from 'node:path';
import { build } from 'vite';

const outside = ['electron', 'libsql', 'playwright-core', /^node:/];

/**
 * @param {object} part
 * @param {string} part.root
 * @param {string} part.folder whose other files stay
 * @param {Readonly<Record<string, string>>} part.entries names to paths from the root
 * @param {'es' | 'cjs'} [part.format]
 */
export async function bundleForNode({ root, folder, entries, format = 'es' }) {
  const suffix = format === 'cjs' ? 'cjs' : 'js';
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)])),
        external: outside,
        // The codecs load their WebAssembly by eval; they run in a worker thread of the main process only.
        checks: { eval: false },
        output: { format, entryFileNames: `[name].${suffix}`, chunkFileNames: `shared/[name]-[hash].${suffix}` },
      },
    },
  });
}
