/** Items of a sequence as a table with an end. */
import type { ObjectTable } from '../contract/objects.ts';
import type { DataSet } from '../dicom/types.ts';
import { cut } from './words.ts';

const MOST_ROWS = 200;
const LONGEST_CELL = 200;

export function tableOf(
  ...[title, columns, items, cells]: [string, readonly string[], readonly DataSet[], (item: DataSet) => readonly string[]]
): ObjectTable {
  return {
    title,
    columns,
    rows: items.slice(0, MOST_ROWS).map((item) => cells(item).map((cell) => cut(cell, LONGEST_CELL))),
    leftOut: Math.max(0, items.length - MOST_ROWS),
  };
}
