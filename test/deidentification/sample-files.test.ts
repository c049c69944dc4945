// Real files: each de-identified with no option and with all of them, readable again, with its pixels as they were, and with no new errors
// found by dciodvfy (dicom3tools), which knows the definitions of objects.
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../core/dicom/parse.ts';
import type { ProfileOptions } from '../../core/deidentification/types.ts';
import { hasVerifier, newErrors, sampleObjects } from '../support/verifier.ts';
import { every, made, none } from './support.ts';

const variants: readonly (readonly [string, ProfileOptions])[] = [
  ['with no option', none],
  ['with all of them', every],
];

describe.each(variants)('real files %s', (_, options) => {
  it('are readable again and keep their pixels', () => {
    let pictures = 0;
    for (const { name, plainSyntax, dataSet } of sampleObjects()) {
      const before = parseDataSet(dataSet, plainSyntax);
      const after = parseDataSet(made(dataSet, plainSyntax, options).bytes, plainSyntax);
      expect(after.text('PatientIdentityRemoved'), name).toBe('YES');
      const pixels = before.element('PixelData')?.valueField;
      if (!pixels) continue;
      pictures += 1;
      expect(Buffer.compare(after.element('PixelData')?.valueField ?? new Uint8Array(0), pixels), name).toBe(0);
    }
    expect(pictures).toBeGreaterThan(80);
  }, 60_000);

  it.runIf(hasVerifier)(
    'have no errors that they did not have',
    () => {
      let checked = 0;
      for (const { name, syntax, plainSyntax, dataSet } of sampleObjects()) {
        if (syntax !== plainSyntax) continue;
        expect(newErrors({ name, syntax, ...made(dataSet, plainSyntax, options) }), name).toEqual([]);
        checked += 1;
      }
      expect(checked).toBeGreaterThan(100);
    },
    180_000,
  );
});
