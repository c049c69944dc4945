// `npm test`: installs what the tests need, runs every stage, and ends with the sum of all of them on the last line.
// `npm test -- unit e2e` runs only the stages named.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './steps/dependencies.mjs';
import { Refusal, run, say, script } from './steps/run.mjs';
import { findRuntime } from './steps/runtime.mjs';
import { ensurePackages, ensureSandbox, packagesForTests, packagesForWindow } from './steps/system.mjs';

/** @typedef {{ readonly passed: number; readonly failed: number }} Count */
/** @typedef {{ readonly name: string; readonly count: () => Promise<Count> }} Stage */

const root = fileURLToPath(new URL('..', import.meta.url));
const STAGE_LIMIT_MS = 25 * 60_000;

/** @param {readonly string[]} args */
const node = (args) => run(process.execPath, args, { cwd: root, timeout: STAGE_LIMIT_MS });

/** A command that passes or fails as a whole. @param {string} name @param {readonly string[]} args @returns {Stage} */
const command = (name, args) => ({
  name,
  count: async () => ((await node(args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
});

/**
 * Projects of vitest.config.ts, counted test by test.
 * @param {string} name @param {readonly string[]} projects @param {readonly string[]} more options @returns {Stage}
 */
const tests = (name, projects = [name], more = []) => ({
  name,
  count: async () => {
    const report = path.join(root, 'out/test', `${name}.json`);
    await rm(report, { force: true });
    const chosen = projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await node(['node_modules/vitest/vitest.mjs', 'run', '-c', 'build/vitest.config.ts', ...chosen, ...more, ...reporters]);
    const { numPassedTests: passed, numFailedTests: failed } = await readReport(report);
    // A file that could not even be read, an error outside of any test: no test failed, yet the run did.
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  },
});

/** @param {string} file @returns {Promise<{ readonly numPassedTests: number; readonly numFailedTests: number }>} */
async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}

const STAGES = [
  command('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.']),
  command('lint', ['node_modules/eslint/bin/eslint.js', '-c', 'build/eslint.config.mjs', '--max-warnings', '0', '.']),
  command('typecheck', ['node_modules/typescript/bin/tsc', '-b']),
  command('build', ['build/build.mjs']),
  // Vitest leaves one core free, which is half of a small machine; these wait for nobody.
  tests('unit', ['unit', 'renderer'], ['--maxWorkers=100%']),
  tests('interop', ['interop', 'cli']),
  tests('e2e'),
  command('package', ['build/package.mjs', '--smoke']),
];

/** @param {readonly string[]} names @returns {readonly Stage[]} */
function chosenStages(names) {
  const known = STAGES.map((stage) => stage.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Refusal(`There is no stage "${unknown}": choose of ${known.join(', ')}`);
  return names.length === 0 ? STAGES : STAGES.filter((stage) => names.includes(stage.name));
}

await script(async () => {
  const stages = chosenStages(process.argv.slice(2));
  await ensureDependencies(root);
  const runtime = await findRuntime(root);
  await ensurePackages([...packagesForWindow(runtime.executable), ...packagesForTests()]);
  await ensureSandbox(runtime.executable);
  say(`Electron ${runtime.version} (${runtime.origin})`);
  let [passed, failed] = [0, 0];
  const summary = [];
  for (const stage of stages) {
    say(`\n== ${stage.name}`);
    const started = performance.now();
    const count = await stage.count();
    passed += count.passed;
    failed += count.failed;
    summary.push(
      `${stage.name.padEnd(10)} ${count.passed} passed, ${count.failed} failed, ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
  }
  say(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
