/** The tag view of a stored object: every element of its meta group and data set as a row, values cut; or one element's value whole. */
import { inflateRawSync } from 'node:zlib';
import type { TagRow } from '../contract/inbox.ts';
import { hasPreamble } from '../dicom/file-meta.ts';
import { recogniseFile } from '../dicom/object-file.ts';
import { parseDataSet } from '../dicom/parse.ts';
import { hexTag } from '../dicom/tag.ts';
import { tagTree, type TagRow as TreeRow } from '../dicom/tag-tree.ts';
import { TransferSyntax, transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import { piecesOf, type DataSetBytes } from './data-set-pieces.ts';
import type { Files } from './files.ts';

const SHOWN = 256;
/** The longest text that is made of one value. */
const WHOLE = 1024 * 1024;
/** Rows of one object; what goes beyond is left out. */
const MOST_ROWS = 100_000;
const LARGEST_INFLATED = 512 * 1024 * 1024;

/** @throws what the system says, DataSetError for a file that is no object. */
export function tagsOf(files: Files, file: string): readonly TagRow[] {
  const rows: TagRow[] = [];
  for (const row of rowsOf(files, file, { maximum: SHOWN })) {
    rows.push(row);
    if (rows.length >= MOST_ROWS) break;
  }
  return rows;
}

/** The value at a path of `tagsOf` as text, up to a million characters; undefined when there is no such element. */
export function tagValueOf(files: Files, file: string, path: string): string | undefined {
  for (const row of rowsOf(files, file, { maximum: WHOLE, only: path.slice(0, 9) })) if (row.path === path) return row.value;
  return undefined;
}

interface RowOptions {
  readonly maximum: number;
  /** Path of the only element of the top level that is wanted. */
  readonly only?: string;
}

function* rowsOf(files: Files, file: string, options: RowOptions): Generator<TagRow> {
  const fd = files.openSync(file, 'r');
  try {
    const whole = bytesOf(files, fd);
    const start = whole.read(0, 64 * 1024);
    const form = recogniseFile(start);
    if (form.form === 'not-dicom') {
      yield faultRow('The file is not DICOM.');
      return;
    }
    const { transferSyntaxUid, dataSetOffset } = form;
    if (dataSetOffset > 0) {
      const group = parseDataSet(start.subarray(hasPreamble(start) ? 132 : 0, dataSetOffset), TransferSyntax.ExplicitLittleEndian);
      yield* levelRows(tagTree(group, { maximum: options.maximum }), options);
    }
    const source = dataSetOf(whole, dataSetOffset, transferSyntaxUid);
    for (const piece of piecesOf(source, { transferSyntaxUid, beginning: options.maximum * 2 })) {
      if (piece.kind === 'fault') {
        yield faultRow(piece.message);
        return;
      }
      const rows = tagTree(piece.dataSet, { maximum: options.maximum });
      yield* levelRows(piece.kind === 'elements' ? rows : rows.map((row) => ({ ...row, length: piece.length, cut: true })), options);
    }
  } finally {
    files.closeSync(fd);
  }
}

function dataSetOf(whole: DataSetBytes, offset: number, transferSyntaxUid: string): DataSetBytes {
  const length = whole.length - offset;
  if (!transferSyntaxProperties(transferSyntaxUid).deflated) return { length, read: (at, count) => whole.read(offset + at, count) };
  const inflated = inflateRawSync(whole.read(offset, length), { maxOutputLength: LARGEST_INFLATED });
  return { length: inflated.length, read: (at, count) => inflated.subarray(at, at + count) };
}

function bytesOf(files: Files, fd: number): DataSetBytes {
  const { size } = files.fstatSync(fd);
  const read = (at: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - at)));
    return bytes.subarray(0, files.readSync(fd, bytes, 0, bytes.length, at));
  };
  return { length: size, read };
}

function* levelRows(rows: readonly TreeRow[], { only }: Pick<RowOptions, 'only'>, at: { readonly path: string; readonly depth: number } = { path: '', depth: 0 }): Generator<TagRow> {
  for (const row of rows) {
    const hex = hexTag(row.tag).toLowerCase();
    const tag = `${hex.slice(0, 4)},${hex.slice(4)}`;
    if (only !== undefined && at.depth === 0 && tag !== only) continue;
    const path = at.path + tag;
    const { keyword, vr, length, value, cut } = row;
    const name = row.name || (row.privateCreator ?? '');
    const kind = row.items ? 'sequence' : 'element';
    yield { path, tag, keyword, name, vr, length, value: row.fault === undefined ? value : `${value} (${row.fault})`, cut, depth: at.depth, kind };
    for (const [index, item] of (row.items?.() ?? []).entries()) {
      const itemPath = `${path}[${index}]`;
      yield { path: itemPath, tag: '', keyword: '', name: `Item ${index + 1}`, vr: '', length: 0, value: '', cut: false, depth: at.depth + 1, kind: 'item' };
      yield* levelRows(item, {}, { path: `${itemPath}.`, depth: at.depth + 2 });
    }
  }
}

const faultRow = (message: string): TagRow => ({
  path: '', tag: '', keyword: '', name: 'What follows cannot be read', vr: '', length: 0, value: message, cut: false, depth: 0, kind: 'element',
});
