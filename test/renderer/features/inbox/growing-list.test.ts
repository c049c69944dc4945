// A list that changes a little many times a second: what is renewed is the same as what is made at once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudyRow } from '../../../../core/contract.ts';
import type { LibraryState } from '../../../../renderer/features/inbox/library.ts';
import { createRowMaker } from '../../../../renderer/features/inbox/rows.ts';
import { createSums } from '../../../../renderer/features/inbox/sums.ts';
import { makeStudy } from '../../../support/window/samples.ts';

const change = fc.record({
  put: fc.array(fc.record({ uid: fc.nat(9), instances: fc.nat(5) }), { maxLength: 3 }),
  drop: fc.array(fc.nat(9), { maxLength: 2 }),
  open: fc.option(fc.array(fc.nat(9), { maxLength: 2 })),
});

interface Step {
  readonly studies: readonly StudyRow[];
  readonly library: LibraryState;
}

/** What the list and the tree are after each change. */
function* stepsOf(changes: Iterable<typeof change extends fc.Arbitrary<infer Change> ? Change : never>): Iterable<Step> {
  const studies = new Map<string, StudyRow>();
  let library: LibraryState = { open: new Set(), series: new Map(), instances: new Map() };
  for (const { put, drop, open } of changes) {
    for (const { uid, instances } of put) studies.set(`1.${uid}`, makeStudy({ studyUid: `1.${uid}`, instanceCount: instances }));
    for (const uid of drop) studies.delete(`1.${uid}`);
    if (open) library = { ...library, open: new Set(open.map((uid) => `1.${uid}`)) };
    yield { studies: [...studies.values()], library };
  }
}

describe('a list that changes a little', () => {
  it('has the rows that a new one would have, and keeps those that stay what they were', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const rowsOf = createRowMaker();
        let before: ReturnType<typeof rowsOf> = [];
        let last: LibraryState | null = null;
        for (const { studies, library } of stepsOf(changes)) {
          const rows = rowsOf({ groups: null, studies }, library);
          expect(rows).toEqual(createRowMaker()({ groups: null, studies }, library));
          if (library === last) {
            const same = new Map(before.map((row) => [row.key, row]));
            for (const row of rows) {
              const there = same.get(row.key);
              if (there?.kind === 'study' && row.kind === 'study' && there.study === row.study) expect(row).toBe(there);
            }
          }
          before = rows;
          last = library;
        }
      }),
    );
  });

  it('comes to what its studies come to', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const sumsOf = createSums();
        for (const { studies } of stepsOf(changes)) {
          const images = studies.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
          const bytes = studies.reduce((sum, study) => sum + study.bytes, 0);
          expect(sumsOf(studies)).toEqual({ images, bytes });
        }
      }),
    );
  });
});
