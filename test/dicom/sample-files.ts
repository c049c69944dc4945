// pydicom's sample files as Debian's python3-pydicom ships them: real data in many transfer syntaxes and character sets.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inflateRawSync, constants } from 'node:zlib';
import type { ParsedDataSet } from '../../core/dicom/data-set.ts';
import { recogniseFile } from '../../core/dicom/object-file.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';

/** The first may be a Python of another origin than Debian's packages. */
const INTERPRETERS = ['python3', '/usr/bin/python3'];
let interpreter: string | undefined;

function findInterpreter(): string {
  const found = INTERPRETERS.find(
    (candidate) => spawnSync(candidate, ['-c', 'import importlib.util as u; exit(u.find_spec("pydicom") is None)']).status === 0,
  );
  if (found === undefined) throw new Error('These tests read the sample files of pydicom: apt-get install python3-pydicom');
  return found;
}

/** What a Python program that may import pydicom prints. */
export function pythonWithPydicom(program: string): string {
  interpreter ??= findInterpreter();
  return execFileSync(interpreter, ['-W', 'ignore', '-c', program], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

let folder: string | undefined;

/** Folder of pydicom's data: test_files, charset_files, palettes. */
export const sampleFolder = (): string =>
  (folder ??= pythonWithPydicom(
    'import importlib.util as u, os; print(os.path.join(os.path.dirname(u.find_spec("pydicom").origin), "data"))',
  ).trim());

export const sampleBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(join(sampleFolder(), name)));

/** Paths from the folder of all files that are meant to be DICOM. */
export function sampleNames(): readonly string[] {
  return readdirSync(sampleFolder(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:pyc?|json|md|txt|dump|gz)$/.test(entry.name) && entry.name !== 'README')
    .map((entry) => relative(sampleFolder(), join(entry.parentPath, entry.name)))
    .sort();
}

/** Takes a prefix of a deflate stream as far as it goes. */
export const inflate = (bytes: Uint8Array): Uint8Array => new Uint8Array(inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }));

export function readSample(name: string): ParsedDataSet {
  const bytes = sampleBytes(name);
  const file = recogniseFile(bytes);
  if (file.form === 'not-dicom') throw new Error(`${name} is not DICOM`);
  return parseDataSet(bytes.subarray(file.dataSetOffset), file.transferSyntaxUid, { inflate });
}
