// Rewriting: what is not changed stays byte for byte, lengths around a change are right, in every coding.
import { describe, expect, it } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { recogniseFile } from '../../core/dicom/object-file.ts';
import { behindOffset, inMemory, type RandomBytes } from '../../core/dicom/random-bytes.ts';
import { lengthOf, partsOf, rewrite, type Visitor } from '../../core/dicom/rewrite.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import { concat } from '../../core/lib/bytes.ts';
import { sampleBytes, sampleNames } from './sample-files.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const written = (source: RandomBytes, syntax: string, visitor: Visitor, size?: number): Uint8Array => {
  const pieces = rewrite(source, transferSyntaxProperties(syntax), visitor);
  const bytes = concat([...partsOf(source, pieces, size)]);
  expect(bytes).toHaveLength(lengthOf(pieces));
  return bytes;
};
const keepAll: Visitor = { element: ({ vr }) => (vr === 'SQ' ? 'descend' : 'keep') };

const nested = buildDataSet({
  PatientName: 'DOE^JANE',
  RequestAttributesSequence: [
    { ScheduledProcedureStepID: 'S1', ScheduledProtocolCodeSequence: [{ CodeValue: 'A', CodeMeaning: 'first' }] },
    { ScheduledProcedureStepID: 'S2' },
  ],
  PixelData: { vr: 'OW', value: new Uint8Array(300_000).fill(9) },
});

describe('a rewritten data set', () => {
  it.each(['1.2.840.10008.1.2', EXPLICIT, '1.2.840.10008.1.2.2'])('in %s has the change at its depth and all else as it was', (syntax) => {
    const bytes = encodeDataSet(nested, syntax);
    const changed = written(inMemory(bytes), syntax, {
      element: ({ tag, vr, level }) => {
        if (tag === 0x00080104 && level.path.length === 2) return { vr: 'LO', value: new TextEncoder().encode('a longer one') };
        return vr === 'SQ' ? 'descend' : 'keep';
      },
      additions: ({ path }) =>
        path.length === 1 && path[0]?.item === 1 ? [{ tag: 0x00400007, vr: 'LO', value: new TextEncoder().encode('new') }] : [],
    });
    const read = parseDataSet(changed, syntax);
    const [first, second] = read.items('RequestAttributesSequence');
    expect(first?.items('ScheduledProtocolCodeSequence')[0]?.text('CodeMeaning')).toBe('a longer one');
    expect(second?.text('ScheduledProcedureStepDescription')).toBe('new');
    expect(second?.text('ScheduledProcedureStepID')).toBe('S2');
    expect(read.text('PatientName')).toBe('DOE^JANE');
    expect(read.element('PixelData')?.bytes).toEqual(nested.element('PixelData')?.bytes);
  });

  it('keeps undefined lengths where they are', () => {
    const item = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
    const id = [0x08, 0, 0, 1, 0x53, 0x48, 2, 0, 0x41, 0x42];
    const bytes = Uint8Array.of(
      0x40,
      0,
      0x75,
      2,
      0x53,
      0x51,
      0,
      0,
      0xff,
      0xff,
      0xff,
      0xff,
      ...item,
      ...id,
      0xfe,
      0xff,
      0x0d,
      0xe0,
      0,
      0,
      0,
      0,
      0xfe,
      0xff,
      0xdd,
      0xe0,
      0,
      0,
      0,
      0,
    );
    expect(written(inMemory(bytes), EXPLICIT, keepAll)).toEqual(bytes);
    const removed = written(inMemory(bytes), EXPLICIT, { element: ({ vr }) => (vr === 'SQ' ? 'descend' : 'remove') });
    expect(removed).toEqual(Uint8Array.from([...bytes.subarray(0, 20), ...bytes.subarray(30)]));
  });

  it('takes group lengths out and puts additions where they belong', () => {
    const bytes = encodeDataSet(buildDataSet({ PatientID: 'P1', Rows: 2 }), EXPLICIT);
    const group = Uint8Array.of(0x10, 0, 0, 0, 0x55, 0x4c, 4, 0, 10, 0, 0, 0);
    const changed = written(inMemory(concat([group, bytes])), EXPLICIT, {
      element: () => 'keep',
      additions: () => [
        { tag: 0x00100020, vr: 'LO', value: new TextEncoder().encode('P2') },
        { tag: 0x00100040, vr: 'CS', value: new TextEncoder().encode('F') },
        { tag: 0x00320012, vr: 'LO', value: new TextEncoder().encode('X') },
      ],
    });
    const read = parseDataSet(changed, EXPLICIT);
    expect(Array.from(read.elements, ({ tag }) => tag)).toEqual([0x00100020, 0x00100040, 0x00280010, 0x00320012]);
    expect(read.text('PatientID')).toBe('P2');
  });

  it('comes in parts of the size that is wanted', () => {
    const bytes = encodeDataSet(nested, EXPLICIT);
    const source = inMemory(bytes);
    const pieces = rewrite(source, transferSyntaxProperties(EXPLICIT), { element: ({ tag }) => (tag === 0x00100010 ? 'remove' : 'keep') });
    const parts = [...partsOf(source, pieces, 4_096)];
    expect(Math.max(...parts.map(({ length }) => length))).toBe(4_096);
    expect(concat(parts)).toEqual(bytes.subarray(16));
  });
});

describe('real files', () => {
  it('come out as they went in when nothing is changed', () => {
    let compared = 0;
    for (const name of sampleNames()) {
      const bytes = sampleBytes(name);
      const file = recogniseFile(bytes);
      if (file.form === 'not-dicom' || transferSyntaxProperties(file.transferSyntaxUid).deflated) continue;
      const source = behindOffset(inMemory(bytes), file.dataSetOffset);
      let groupLengths = false;
      try {
        const again = written(source, file.transferSyntaxUid, { element: keepAll.element });
        groupLengths = again.length !== source.length;
        if (!groupLengths) expect(Buffer.compare(again, source.read(0, source.length)), name).toBe(0);
      } catch (error) {
        expect(String(error), name).toMatch(/DataSetError/);
        continue;
      }
      compared += groupLengths ? 0 : 1;
    }
    expect(compared).toBeGreaterThan(100);
  });
});
