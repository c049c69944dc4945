import { describe, expect, test } from 'vitest';
import type { DataSet } from '../../core/dicom/types.ts';
import { vrOf } from '../../core/dicom/vr.ts';
import { pythonWithPydicom, readSample } from './sample-files.ts';

/** Every text element as pydicom decodes it: [file, path of tags, values]. */
const EXPECTED = `
import glob, json, os, pydicom, pydicom.data
from pydicom.multival import MultiValue
folder = os.path.dirname(pydicom.data.__file__)
out = []
def visit(name, ds, path):
    for e in ds:
        at = path + '%08X' % e.tag
        if e.VR == 'SQ':
            for i, item in enumerate(e.value): visit(name, item, at + '[%d]' % i)
        elif e.VR in ('SH', 'LO', 'ST', 'LT', 'UC', 'UT', 'PN') and e.value not in (None, ''):
            values = e.value if isinstance(e.value, MultiValue) else [e.value]
            out.append([name, at, [str(v) for v in values]])
for path in sorted(glob.glob(os.path.join(folder, 'charset_files', '*.dcm'))):
    ds = pydicom.dcmread(path)
    ds.decode()
    visit('charset_files/' + os.path.basename(path), ds, '')
print(json.dumps(out))
`;

function textAt(dataSet: DataSet, path: string): readonly string[] {
  const [, tag, index, rest] = /^([0-9A-F]{8})(?:\[(\d+)\](.*))?$/.exec(path) ?? [];
  const number = parseInt(tag ?? '', 16);
  if (rest === undefined) return dataSet.texts(number);
  const item = dataSet.items(number)[Number(index)];
  return item ? textAt(item, rest) : [];
}

const plain = (value: string): string => value.replace(/=+$/, '').trim();

describe('character sets of the sample files', () => {
  const rows = JSON.parse(pythonWithPydicom(EXPECTED)) as [string, string, string[]][];

  test('every text is right, in sequences too', () => {
    const wrong = rows.filter(
      ([file, path, values]) => JSON.stringify(textAt(readSample(file), path).map(plain)) !== JSON.stringify(values.map(plain)),
    );
    const count = (of: readonly (readonly [string, string, string[]])[]): number =>
      of.reduce((sum, [, , values]) => sum + values.length, 0);
    console.log(`character sets: ${count(rows) - count(wrong)} of ${count(rows)} texts of pydicom's files are right`);
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(130);
  });

  test('none of them is a guess', () => {
    const files = [...new Set(rows.map(([file]) => file))];
    const guessed = (dataSet: DataSet): string[] =>
      [...dataSet.elements].flatMap((element) => [
        ...(vrOf(element.vr).kind === 'text' && dataSet.guessed(element.tag) ? [dataSet.text(element.tag)] : []),
        ...(element.items ?? []).flatMap(guessed),
      ]);
    expect(files.flatMap((file) => guessed(readSample(file)))).toEqual([]);
  });
});
