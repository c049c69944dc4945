// Starting other programs from the build scripts: one way to run them, one way to read what they print, one way to give up.
import { spawn, spawnSync } from 'node:child_process';

/** Ends a build script with one printed line instead of a stack. */
export class Refusal extends Error {}

/** @param {string} line */
export const say = (line) => process.stdout.write(`${line}\n`);

/**
 * Runs a program to its end and passes on what it prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code, 1 when it could not be started or was killed
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {string | null} what the program printed, null when it failed
 */
export function read(command, args) {
  const { status, stdout } = spawnSync(command, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 << 20 });
  return status === 0 ? stdout : null;
}

/** @param {string} name */
export const isInstalled = (name) => read('sh', ['-c', `command -v ${name}`]) !== null;

/** npm's own command line, the same npm that runs us when there is one. @returns {readonly [string, readonly string[]]} */
export function npm() {
  const cli = process.env['npm_execpath'];
  return cli && /\.[cm]?js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []];
}

/** Runs a script's main function; a Refusal is printed as one line. @param {() => Promise<number>} main */
export async function script(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
