/**
 * The files that the directory of a disc names (DICOMDIR, PS3.3 §F.3): what its records refer to, whatever their hierarchy says. Read
 * record by record, giving way in between, since a full disc has tens of thousands of them.
 */
import { setImmediate } from 'node:timers/promises';
import { ParsedDataSet } from '../../dicom/data-set.ts';
import { recogniseFile } from '../../dicom/object-file.ts';
import { parseDataSet } from '../../dicom/parse.ts';
import type { Range } from '../../dicom/walk.ts';

/** Components of a Referenced File ID (0004,1500), from the disc's root. */
export type FileId = readonly string[];

const RECORDS = 0x00041220;
const IN_USE = 0x00041410;
const FILE_ID = 0x00041500;
const AT_ONCE = 200;

/** @throws DataSetError, or Error in words, when it is no directory that can be read. */
export async function mediaFiles(bytes: Uint8Array, signal: AbortSignal): Promise<readonly FileId[]> {
  const file = recogniseFile(bytes);
  if (file.form === 'not-dicom') throw new Error('it is not DICOM');
  const top = parseDataSet(bytes.subarray(file.dataSetOffset), file.transferSyntaxUid);
  const records = top.element(RECORDS);
  if (!records) throw new Error('it has no records');
  const { valueField } = records;
  const start = valueField.byteOffset - top.source.walker.bytes.byteOffset;
  const ranges: Range[] = [];
  const { walker } = top.source;
  const range = { start, end: start + valueField.length };
  walker.items(range, top.coding, { depth: 1, delimited: records.undefinedLength, onItem: (item) => ranges.push(item) });
  const found: FileId[] = [];
  for (const [index, item] of ranges.entries()) {
    if (index % AT_ONCE === 0) await setImmediate();
    if (signal.aborted) return found;
    const record = new ParsedDataSet(top.source, top.coding, top);
    record.read(item);
    const fileId = record.texts(FILE_ID).filter((part) => part !== '');
    // 0000H: the record is no longer in use (PS3.3 §F.3.2.2).
    if (fileId.length > 0 && record.number(IN_USE) !== 0) found.push(fileId);
  }
  return found;
}
