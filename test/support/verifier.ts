// Real files for what makes copies, and dciodvfy (dicom3tools), which knows the definitions of objects, to hold the copies against them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { recogniseFile } from '../../core/dicom/object-file.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import { concat } from '../../core/lib/bytes.ts';
import { inflate, sampleBytes, sampleFolder, sampleNames } from '../dicom/sample-files.ts';

/** Objects as the inbox holds them: with a class and a UID, in a file that says its syntax, whole. */
export function sampleObjects(): readonly {
  readonly name: string;
  readonly syntax: string;
  readonly plainSyntax: string;
  readonly dataSet: Uint8Array;
}[] {
  return sampleNames().flatMap((name) => {
    const bytes = sampleBytes(name);
    const file = recogniseFile(bytes);
    if (file.form !== 'part-10' || !file.meta?.transferSyntaxUid) return [];
    const { deflated } = transferSyntaxProperties(file.transferSyntaxUid);
    const dataSet = deflated ? inflate(bytes.subarray(file.dataSetOffset)) : bytes.subarray(file.dataSetOffset);
    const plainSyntax = deflated ? '1.2.840.10008.1.2.1' : file.transferSyntaxUid;
    try {
      const read = parseDataSet(dataSet, plainSyntax);
      return read.has('SOPClassUID') && read.has('SOPInstanceUID') ? [{ name, syntax: file.transferSyntaxUid, plainSyntax, dataSet }] : [];
    } catch {
      return [];
    }
  });
}

export const hasVerifier = spawnSync('dciodvfy', ['-version']).error === undefined;
if (!hasVerifier) console.log('skipped: new errors are looked for with dciodvfy (Debian: dicom3tools)');

export interface MadeObject {
  /** Of the sample that it was made from. */
  readonly name: string;
  readonly syntax: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly bytes: Uint8Array;
}

/** Errors that the sample did not have. */
export function newErrors({ name, syntax, sopClassUid, sopInstanceUid, bytes }: MadeObject): readonly string[] {
  const meta = encodeFileMeta({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: syntax,
    implementationClassUid: '1.2.3',
    implementationVersionName: 'TEST',
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'gantry-verified-'));
  try {
    const file = path.join(folder, 'made.dcm');
    writeFileSync(file, concat([meta, bytes]));
    const known = errorsOf(path.join(sampleFolder(), name));
    return [...errorsOf(file)].filter((error) => !known.has(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the values in them. */
function errorsOf(file: string): ReadonlySet<string> {
  const { stderr, stdout } = spawnSync('dciodvfy', ['-new', file], { encoding: 'utf8' });
  const errors = `${stderr}${stdout}`.split('\n').filter((line) => line.startsWith('Error'));
  return new Set(errors.map((line) => line.replace(/<[^<>]*>/g, '<>')));
}
