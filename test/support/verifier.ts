// Real files for what makes copies, and dciodvfy (dicom3tools), which knows the definitions of objects, to hold the copies against them.
import { spawnSync } from 'node:child_process';
import { recogniseFile } from '../../core/dicom/object-file.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import { inflate, sampleBytes, sampleNames } from '../dicom/sample-files.ts';

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

/** Errors without the values in them. */
export function errorsOf(file: string): ReadonlySet<string> {
  const { stderr, stdout } = spawnSync('dciodvfy', ['-new', file], { encoding: 'utf8' });
  const errors = `${stderr}${stdout}`.split('\n').filter((line) => line.startsWith('Error'));
  return new Set(errors.map((line) => line.replace(/<[^<>]*>/g, '<>')));
}
