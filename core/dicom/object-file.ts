/**
 * What a file or a prefix of it is: Part 10, a data set with a meta group but no preamble, a bare data set, or no DICOM at all; and where
 * its data set begins, in which transfer syntax.
 */
import { readFileMeta, type FileMeta } from './file-meta.ts';
import { TransferSyntax } from './transfer-syntax.ts';
import { vrFromBytes } from './vr.ts';

export interface ObjectFile {
  /** part-10: with preamble; meta-only: group 0002 without preamble; data-set: no meta information, the syntax is found from the bytes. */
  readonly form: 'part-10' | 'meta-only' | 'data-set';
  readonly dataSetOffset: number;
  readonly transferSyntaxUid: string;
  readonly meta?: FileMeta;
}

export interface NotDicom {
  readonly form: 'not-dicom';
  /** What it seems to be ('a PDF document'), or undefined. */
  readonly seems: string | undefined;
}

const SIGNATURES: readonly (readonly [signature: string, seems: string])[] = [
  ['%PDF', 'a PDF document'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['\x89PNG', 'a PNG picture'],
  ['PK\x03\x04', 'a ZIP archive'],
  ['GIF8', 'a GIF picture'],
  ['BM', 'a bitmap picture'],
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
  ['\x1f\x8b', 'a gzip archive'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
  ['<?xml', 'an XML document'],
  ['<', 'a web page or XML document'],
  ['{', 'a JSON document'],
  ['\xd0\xcf\x11\xe0', 'an Office document'],
  ['Rar!', 'a RAR archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
];

/** @throws DataSetError 'truncated' when the bytes end within the meta group. */
export function recogniseFile(bytes: Uint8Array): ObjectFile | NotDicom {
  const meta = readFileMeta(bytes);
  if (!meta) return bareDataSet(bytes);
  const rest = bytes.subarray(meta.dataSetOffset);
  const transferSyntaxUid =
    meta.transferSyntaxUid === '' ? (syntaxOf(rest) ?? TransferSyntax.ImplicitLittleEndian) : meta.transferSyntaxUid;
  const form = meta.dataSet.element(0x00020010)?.offset !== undefined && bytes[0] === 2 ? 'meta-only' : 'part-10';
  return { form, dataSetOffset: meta.dataSetOffset, transferSyntaxUid, meta };
}

function bareDataSet(bytes: Uint8Array): ObjectFile | NotDicom {
  const transferSyntaxUid = syntaxOf(bytes);
  if (transferSyntaxUid !== undefined) return { form: 'data-set', dataSetOffset: 0, transferSyntaxUid };
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  return { form: 'not-dicom', seems: SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1] };
}

/** The syntax of a data set that must begin in group 0008 or lower even groups, told from its first element. */
function syntaxOf(bytes: Uint8Array): string | undefined {
  if (bytes.length < 16) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const explicit = vrFromBytes(view.getUint8(4), view.getUint8(5)) !== undefined;
  const group = view.getUint16(0, true);
  if (group === 0x0800 && explicit) return TransferSyntax.ExplicitBigEndian;
  if (group !== 0x0008 && !(group === 0x0004 && explicit)) return undefined;
  if (explicit) return TransferSyntax.ExplicitLittleEndian;
  return view.getUint32(4, true) < 0x10000 ? TransferSyntax.ImplicitLittleEndian : undefined;
}
