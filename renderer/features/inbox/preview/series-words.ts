/** How much there is of a series, by what its objects are: 240 images, 1 report, 2,000 frames. */
import type { SeriesRow } from '../../../../core/contract.ts';
import { pluralText } from '../../../format/quantity.ts';
import { hasPictures } from './stack.ts';

const OTHERS: Readonly<Record<string, readonly [string, string]>> = {
  SR: ['report', 'reports'],
  PR: ['presentation state', 'presentation states'],
  KO: ['selection', 'selections'],
  SEG: ['segmentation', 'segmentations'],
  RTSTRUCT: ['structure set', 'structure sets'],
  RTPLAN: ['plan', 'plans'],
  RTDOSE: ['dose', 'doses'],
  REG: ['registration', 'registrations'],
  ECG: ['recording', 'recordings'],
  AU: ['recording', 'recordings'],
  DOC: ['document', 'documents'],
};

/** @param frames of all its objects, where that is known. */
export const amountWords = (series: Pick<SeriesRow, 'modality' | 'instanceCount'>, frames = 0): string => {
  if (frames > series.instanceCount) return pluralText(frames, 'frame', 'frames');
  const [one, many] = OTHERS[series.modality] ?? (hasPictures(series) ? ['image', 'images'] : ['object', 'objects']);
  return pluralText(series.instanceCount, one, many);
};
