// Writes core/CONFORMANCE.md from the engine's own tables: node build/generate-conformance.mjs
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = path.join(root, 'out/tools');
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'core/conformance.ts',
    target: 'node20.18',
    outDir,
    emptyOutDir: false,
    minify: false,
    rolldownOptions: { external: ['libsql', /^node:/], output: { format: 'es', entryFileNames: 'conformance.mjs' } },
  },
});
const { conformanceStatement } = await import(pathToFileURL(path.join(outDir, 'conformance.mjs')).href);
await writeFile(path.join(root, 'core/CONFORMANCE.md'), await format(conformanceStatement(), { parser: 'markdown', printWidth: 140 }));
