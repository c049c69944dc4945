// What Gantry and its tests need from the operating system, and its installation from Debian's packages where that is permitted.
import { statSync } from 'node:fs';
import path from 'node:path';
import { isInstalled, read, Refusal, run, say } from './run.mjs';

/** Libraries of Chromium that a bare Debian lacks, by the beginning of the file's name; Ubuntu and newer Debians suffix some with t64. */
const LIBRARY_PACKAGES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1'];

/** @type {Readonly<Record<string, string>>} programs that the tests talk to, and the package that holds each */
const PEERS = {
  storescp: 'dcmtk',
  Orthanc: 'orthanc',
  dciodvfy: 'dicom3tools',
  opj_decompress: 'libopenjp2-tools',
  xdotool: 'xdotool',
};

/** @param {string} name @returns {string} the name under which this release carries the package */
const nameHere = (name) =>
  read('apt-cache', ['show', '--no-all-versions', name]) === null && read('apt-cache', ['show', `${name}t64`]) ? `${name}t64` : name;

/** @param {string} executable @returns {string[]} shared libraries that it would not find */
export function missingLibraries(executable) {
  if (process.platform !== 'linux') return [];
  return (read('ldd', [executable]) ?? '').split('\n').flatMap((line) => (/not found/.test(line) ? [line.trim().split(' ')[0] ?? ''] : []));
}

export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** @param {string} executable @returns {string[]} packages without which a window cannot open */
export function packagesForWindow(executable) {
  const packages = missingLibraries(executable).length > 0 ? LIBRARY_PACKAGES.map(nameHere) : [];
  return hasDisplay() || isInstalled('Xvfb') ? packages : [...packages, 'xvfb'];
}

/** @returns {string[]} packages without which the tests cannot run */
export function packagesForTests() {
  const packages = Object.entries(PEERS).flatMap(([program, name]) => (isInstalled(program) ? [] : [name]));
  if (!isInstalled('Xvfb')) packages.push('xvfb');
  if (read('/usr/bin/python3', ['-c', 'import pydicom']) === null) packages.push('python3-pydicom');
  if (read('/usr/bin/python3', ['-c', "import gi; gi.require_version('Gtk', '3.0')"]) === null)
    packages.push('python3-gi', 'gir1.2-gtk-3.0');
  return packages;
}

/** @returns {readonly string[] | null} the words before apt-get that make it permitted, or null */
function permission() {
  if (process.getuid?.() === 0) return [];
  return read('sudo', ['-n', 'true']) === null ? null : ['sudo', '-n'];
}

/** @param {readonly string[]} packages @throws {Refusal} with the one line to run */
export async function ensurePackages(packages) {
  if (packages.length === 0) return;
  const wanted = [...new Set(packages)];
  if (!isInstalled('apt-get'))
    throw new Refusal(`Install what Debian calls ${wanted.join(' ')} with your system's package tool, then run the command again`);
  const line = `apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
  const words = permission();
  if (!words) throw new Refusal(`Some system packages are missing. Run this once, then the command again:  sudo ${line}`);
  say(`Installing ${wanted.join(' ')}`);
  const apt = async (/** @type {readonly string[]} */ ...args) => {
    const [command = 'apt-get', ...rest] = [...words, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    return (await run(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] })) === 0;
  };
  const install = ['install', '-y', '--no-install-recommends', ...wanted];
  if (!(await apt(...install)) && !((await apt('update')) && (await apt(...install))))
    throw new Refusal(`apt-get failed. Try it by hand:  ${line}`);
}

/** What Chromium builds its sandbox from: a user's own namespaces. Containers and some systems forbid them. */
const hasNamespaces = () => read('unshare', ['--user', '--map-root-user', '--net', 'true']) !== null;

/** @param {string} file */
function isSetuidRoot(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && found.uid === 0 && (found.mode & 0o4000) !== 0;
}

/**
 * Sees to it that an ordinary user's page runs in a sandbox: where namespaces are forbidden Chromium's helper beside the executable must belong to root.
 * @param {string} executable
 * @throws {Refusal} with the one line to run
 */
export async function ensureSandbox(executable) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return;
  const helper = path.join(path.dirname(executable), 'chrome-sandbox');
  if (hasNamespaces() || isSetuidRoot(helper)) return;
  const line = `chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
  const words = permission();
  if (!words) throw new Refusal(`This system forbids the sandbox of the window. Run this once, then the command again:  sudo ${line}`);
  say('Setting up the sandbox of the window');
  await run('sudo', ['-n', 'chown', 'root:root', helper]);
  await run('sudo', ['-n', 'chmod', '4755', helper]);
  if (!isSetuidRoot(helper)) throw new Refusal(`The sandbox could not be set up. Try it by hand:  sudo ${line}`);
}
