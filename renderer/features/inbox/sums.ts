/** What the studies that are shown come to. Of thousands only those are looked into that are not what they were. */
import type { StudyRow } from '../../../core/contract.ts';
import { changedPlaces } from '../../lib/changed-places.ts';

export interface Sums {
  readonly images: number;
  readonly bytes: number;
}

export const createSums = (): ((studies: readonly StudyRow[]) => Sums) => {
  let known: readonly StudyRow[] = [];
  let sums: Sums = { images: 0, bytes: 0 };
  return (studies) => {
    let { images, bytes } = sums;
    for (const at of changedPlaces(known, studies)) {
      const [before, now] = [known[at], studies[at]];
      images += (now?.instanceCount ?? 0) - (before?.instanceCount ?? 0);
      bytes += (now?.bytes ?? 0) - (before?.bytes ?? 0);
    }
    known = studies;
    sums = { images, bytes };
    return sums;
  };
};
