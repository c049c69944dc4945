/** What de-identifying would make of one object. */
import type { PreviewRow } from '../contract/copies.ts';
import { deidentify, type Deidentified } from '../deidentification/deidentify.ts';
import type { Action } from '../deidentification/profile.ts';
import type { ProfileOptions, Pseudonyms } from '../deidentification/types.ts';
import type { Change, Visited } from '../dicom/rewrite.ts';
import type { ObjectBytes } from '../objects/open-object.ts';
import { previewRow } from './preview.ts';

const MOST_ROWS = 2_000;

const words: Readonly<Record<Action, string>> = {
  X: 'removed',
  Z: 'emptied',
  D: 'replaced',
  U: 'new UID',
  K: 'kept',
  C: 'cleaned',
};

export interface Previewed {
  readonly rows: readonly PreviewRow[];
  readonly cut: boolean;
  readonly result: Deidentified;
}

const wordOf = ({ vr }: Visited, action: Action, change: Change): string =>
  change === 'remove' ? words.X : action === 'C' && (vr === 'DA' || vr === 'DT') ? 'shifted' : words[action];

/** @throws DataSetError */
export function previewDeidentified(object: ObjectBytes, options: ProfileOptions, pseudonyms: Pseudonyms): Previewed {
  const rows: PreviewRow[] = [];
  let count = 0;
  const result = deidentify(object.source, object.coding, {
    options,
    pseudonyms,
    changed(element, action, change) {
      count += 1;
      if (count <= MOST_ROWS) rows.push(previewRow(element, wordOf(element, action, change), change));
    },
  });
  return { rows, cut: count > MOST_ROWS, result };
}
