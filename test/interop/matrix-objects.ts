// One object for each transfer syntax of the matrix, made from a CT image with DCMTK's programs, each a study of its own.
import path from 'node:path';
import { TransferSyntax } from '../../core/dicom/transfer-syntax.ts';
import { objectFile, pydicomFile, type ObjectFileItem } from '../support/object-files.ts';
import { run } from '../support/peer-process.ts';

export interface MatrixSyntax {
  readonly name: string;
  readonly uid: string;
  /** dcmqrscp's options: what it prefers when it receives, what it proposes when it sends. */
  readonly dcmqrscp: readonly [string, string];
}

/** In the order of the table's columns. */
export const SYNTAXES: readonly MatrixSyntax[] = [
  { name: 'implicit', uid: TransferSyntax.ImplicitLittleEndian, dcmqrscp: ['+xi', '-xi'] },
  { name: 'explicit', uid: TransferSyntax.ExplicitLittleEndian, dcmqrscp: ['+xe', '-xe'] },
  { name: 'big endian', uid: TransferSyntax.ExplicitBigEndian, dcmqrscp: ['+xb', '-xb'] },
  { name: 'deflated', uid: TransferSyntax.DeflatedLittleEndian, dcmqrscp: ['+xd', '-xd'] },
  { name: 'JPEG', uid: TransferSyntax.JpegLosslessSv1, dcmqrscp: ['+xs', '-xs'] },
  { name: 'JPEG-LS', uid: TransferSyntax.JpegLsLossless, dcmqrscp: ['+xt', '-xt'] },
  { name: 'JPEG 2000', uid: TransferSyntax.Jpeg2000Lossless, dcmqrscp: ['+xv', '-xv'] },
  { name: 'RLE', uid: TransferSyntax.RleLossless, dcmqrscp: ['+xr', '-xr'] },
];

export interface MatrixObject {
  readonly syntax: MatrixSyntax;
  readonly item: ObjectFileItem;
  readonly studyUid: string;
}

/** DCMTK's converters, from one uncompressed file to another; JPEG 2000 is not among them. */
const CONVERTERS: Readonly<Record<string, readonly string[]>> = {
  implicit: ['dcmconv', '+ti'],
  explicit: ['dcmconv', '+te'],
  'big endian': ['dcmconv', '+tb'],
  deflated: ['dcmconv', '+td'],
  JPEG: ['dcmcjpeg', '+e1'],
  'JPEG-LS': ['dcmcjpls', '+el'],
  RLE: ['dcmcrle'],
};

export async function matrixObjects(folder: string): Promise<readonly MatrixObject[]> {
  return Promise.all(SYNTAXES.map((syntax, index) => matrixObject(path.join(folder, `${index}.dcm`), syntax, index)));
}

async function matrixObject(file: string, syntax: MatrixSyntax, index: number): Promise<MatrixObject> {
  const uid = (what: number): string => `1.2.826.0.1.3680043.10.1462.${index + 1}.${what}`;
  const [command = 'cp', ...args] = CONVERTERS[syntax.name] ?? [];
  const from = pydicomFile(syntax.name === 'JPEG 2000' ? 'MR_small_jp2klossless.dcm' : 'CT_small.dcm').path;
  await done(command, [...args, from, file]);
  const changes = [`StudyInstanceUID=${uid(1)}`, `SeriesInstanceUID=${uid(2)}`, `SOPInstanceUID=${uid(3)}`, `PatientID=MATRIX${index}`];
  await done('dcmodify', ['-nb', '-ie', ...changes.flatMap((change) => ['-m', change]), file]);
  const item = objectFile(file);
  if (item.transferSyntaxUid !== syntax.uid) throw new Error(`${syntax.name}: made ${item.transferSyntaxUid}`);
  return { syntax, item, studyUid: uid(1) };
}

async function done(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Error(`${command}: ${output}`);
}
