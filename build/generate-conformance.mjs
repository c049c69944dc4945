// Writes core/CONFORMANCE.md from the engine's own tables: node build/generate-conformance.mjs
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { bundleForNode } from './steps/bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'out/tools');
await bundleForNode({ root, folder, entries: { conformance: 'core/conformance.ts' } });
const { conformanceStatement } = await import(pathToFileURL(path.join(folder, 'conformance.js')).href);
await writeFile(path.join(root, 'core/CONFORMANCE.md'), await format(conformanceStatement(), { parser: 'markdown', printWidth: 140 }));
