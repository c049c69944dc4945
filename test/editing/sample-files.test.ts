// Real files, edited with their original attributes told: readable again, and with no new errors found by dciodvfy (dicom3tools).
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { codingFound, parseDataSet } from '../../core/dicom/parse.ts';
import { inMemory } from '../../core/dicom/random-bytes.ts';
import { partsOf } from '../../core/dicom/rewrite.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import { edit, type Edit } from '../../core/editing/edit.ts';
import { concat } from '../../core/lib/bytes.ts';
import { hasVerifier, newErrors, sampleObjects } from '../support/verifier.ts';

const edits: readonly Edit[] = [
  { kind: 'set', path: 'PatientName', value: 'DOE^JANE' },
  { kind: 'set', path: 'PatientID', value: 'P9' },
  { kind: 'set', path: 'StudyDescription', value: 'Chest' },
];
const uid = (original: string): string => `2.25.${createHash('sha256').update(original).digest().readBigUInt64BE(0)}`;
const modification = { reason: 'CORRECT', system: 'GANTRY', dateTime: '20261128120000+0000' } as const;

it.runIf(hasVerifier)(
  'have no errors that they did not have',
  () => {
    let checked = 0;
    for (const { name, syntax, plainSyntax, dataSet } of sampleObjects()) {
      if (syntax !== plainSyntax) continue;
      const before = parseDataSet(dataSet, plainSyntax);
      const source = inMemory(dataSet);
      const coding = codingFound(
        new DataView(dataSet.buffer, dataSet.byteOffset, 8),
        dataSet.length,
        transferSyntaxProperties(plainSyntax),
      );
      const copy = edit(source, coding, {
        edits,
        newUids: 'study',
        uid,
        modification,
      });
      const bytes = concat([...partsOf(source, copy.pieces)]);
      const told = parseDataSet(bytes, plainSyntax).items(0x04000561).at(-1)?.items(0x04000550)[0];
      expect(told?.text('PatientID'), name).toBe(before.text('PatientID'));
      expect(newErrors({ name, syntax, bytes, sopClassUid: copy.sopClassUid, sopInstanceUid: copy.sopInstanceUid }), name).toEqual([]);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(100);
  },
  180_000,
);
