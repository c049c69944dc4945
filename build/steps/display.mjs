// A virtual X display for machines without a screen, closed to everybody but us by a cookie of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Refusal } from './run.mjs';

/** @typedef {{ readonly env: Readonly<Record<string, string>>; close(): Promise<void> }} Display */

/** One entry of an Xauthority file that fits every address and display: family, address, number, name, data, each counted. */
function xauthority() {
  const counted = (/** @type {Uint8Array} */ bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const wild = Buffer.from([0xff, 0xff]);
  const [none, name] = [Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1')];
  return Buffer.concat([wild, counted(none), counted(none), counted(name), counted(randomBytes(16))]);
}

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} the number that the server chose */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdio[3]?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Refusal(`Xvfb ended at once (code ${code ?? 'none'})`)));
  });
}

/** @returns {Promise<Display>} */
export async function openVirtualDisplay() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gantry-display-'));
  const cookie = path.join(folder, 'Xauthority');
  await writeFile(cookie, xauthority(), { mode: 0o600 });
  const options = ['-displayfd', '3', '-auth', cookie, '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const number = await displayNumber(server);
  const gone = new Promise((resolve) => server.once('exit', resolve));
  return {
    env: { DISPLAY: `:${number}`, XAUTHORITY: cookie },
    async close() {
      server.kill();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
