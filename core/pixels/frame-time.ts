/** How long a frame is shown when a multi-frame object is played (PS3.3 §C.7.6.5): what it recommends, else how it was taken. */
import type { DataSet } from '../dicom/types.ts';

const SLOWEST_MS = 10_000;
const FASTEST_MS = 1;

/** Milliseconds; undefined for what is no cine. */
export function frameTimeOf(dataSet: DataSet): number | undefined {
  const perSecond = (keyword: string): number | undefined => reciprocal(dataSet.number(keyword));
  const candidates = [
    perSecond('RecommendedDisplayFrameRate'),
    dataSet.number('FrameTime'),
    meanOf(dataSet.numbers('FrameTimeVector')),
    perSecond('CineRate'),
  ];
  return candidates.find((ms) => ms !== undefined && ms >= FASTEST_MS && ms <= SLOWEST_MS);
}

const reciprocal = (rate: number | undefined): number | undefined => (rate !== undefined && rate > 0 ? 1000 / rate : undefined);

/** The vector says how long after the frame before each comes; the first has none before it. */
function meanOf(increments: readonly number[]): number | undefined {
  const [, ...rest] = increments;
  return rest.length === 0 ? undefined : rest.reduce((sum, ms) => sum + ms, 0) / rest.length;
}
