/** A data set as indented lines for people: tag, name, value. */
import { lookUp } from '../dicom/dictionary.ts';
import { formatTag } from '../dicom/tag.ts';
import type { DataSet } from '../dicom/types.ts';

/** Where the values begin, after the tag. */
const NAME_WIDTH = 40;

export function describeDataSet(dataSet: DataSet): string {
  return `${linesOf(dataSet, '').join('\n')}\n`;
}

function linesOf(dataSet: DataSet, indent: string): readonly string[] {
  return Array.from(dataSet.elements).flatMap(({ tag, items }) => {
    const name = (lookUp(tag)?.name ?? 'unknown').padEnd(NAME_WIDTH - indent.length);
    const line = `${indent}${formatTag(tag)} ${name} ${items ? '' : dataSet.texts(tag).join('\\')}`.trimEnd();
    return [line, ...(items ?? []).flatMap((item) => [...linesOf(item, `${indent}  `), `${indent}  --`])];
  });
}
