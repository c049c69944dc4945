// `npm run build`: bundles the parts of Gantry into out/; `npm run build cli` only one. Node's parts are ES modules, but for the sandboxed preload
// and the command line's chunks, which are CommonJS; the page is for Chromium 130.
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { bundleForNode } from './steps/bundle.mjs';
import { buildCommandLine } from './steps/command-line.mjs';
import { Refusal, say, script } from './steps/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'out');

async function bundlePage() {
  await build({
    root: path.join(root, 'renderer'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: path.join(out, 'renderer'),
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 3000,
      sourcemap: true,
    },
  });
  await copyFile(path.join(root, 'build/icons/256.png'), path.join(out, 'renderer/icon.png'));
  await copyPdfParts();
}

/** What PDF.js loads when a document needs it: character maps, the standard fonts, and decoders in plain JavaScript. */
async function copyPdfParts() {
  const library = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const kinds = { cmaps: /\.bcmap$/, standard_fonts: /\.(?:pfb|ttf)$/, wasm: /nowasm_fallback\.js$/ };
  for (const [folder, wanted] of Object.entries(kinds)) {
    await mkdir(path.join(out, 'renderer/pdf', folder), { recursive: true });
    const names = (await readdir(path.join(library, folder))).filter((name) => wanted.test(name));
    for (const name of names) await copyFile(path.join(library, folder, name), path.join(out, 'renderer/pdf', folder, name));
  }
}

/** The decoders' WebAssembly lies beside the thread that loads it. */
async function copyCodecs() {
  const codecs = path.dirname(createRequire(import.meta.url).resolve('dcmjs-codecs'));
  await copyFile(path.join(codecs, 'dcmjs-native-codecs.wasm'), path.join(out, 'electron/dcmjs-native-codecs.wasm'));
}

async function bundleElectron() {
  await mkdir(path.join(out, 'electron'), { recursive: true });
  const entries = { main: 'electron/main.ts', 'engine-thread': 'electron/engine-thread.ts', 'pixel-worker': 'core/pixels/pixel-worker.ts' };
  const folder = path.join(out, 'electron');
  await bundleForNode({ root, folder, entries });
  await bundleForNode({ root, folder, entries: { preload: 'electron/preload.ts' }, format: 'cjs' });
  await copyCodecs();
}

const PARTS = {
  electron: bundleElectron,
  cli: () => buildCommandLine(root, path.join(out, 'cli')),
  renderer: bundlePage,
};

/** @param {readonly string[]} wanted parts by name; none means all */
async function buildParts(wanted) {
  const started = performance.now();
  if (wanted.length === 0) await rm(path.join(out, '.built-from'), { force: true });
  for (const [name, build] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await rm(path.join(out, name), { recursive: true, force: true });
    await build();
  }
  say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

await script(async () => {
  await buildParts(process.argv.slice(2)).catch((/** @type {unknown} */ error) => {
    // The bundler's message names file and line; its stack is of no use.
    throw new Refusal(error instanceof Error ? error.message : String(error));
  });
  return 0;
});
