/** A series as a stack of frames to scroll through, and which series of a study is worth looking at. */
import type { InstanceRow, SeriesRow } from '../../../../core/contract.ts';
import type { FrameAddress } from './frame-cache.ts';

export interface StackFrame extends FrameAddress {
  readonly instance: InstanceRow;
}

/** What a stack may hold: an object may claim any number of frames. */
const MOST_FRAMES = 100_000;

/** In the order of the instances as the inbox gives them, frames of one instance after each other. */
export const stackOf = (instances: readonly InstanceRow[]): readonly StackFrame[] => {
  const stack: StackFrame[] = [];
  for (const instance of instances) {
    const frames = Math.min(Math.max(1, instance.frames), MOST_FRAMES - stack.length);
    for (let frame = 0; frame < frames; frame += 1) stack.push({ instanceId: instance.instanceId, frame, instance });
  }
  return stack;
};

const SAMPLES = 12;

/** Places of a stack that show what is in it: the middle of each object with several frames, else some at even distances. */
export const samplesOf = (stack: readonly StackFrame[]): readonly number[] => {
  const starts = stack.flatMap(({ frame }, index) => (frame === 0 ? [index] : []));
  const clips = starts.length > 1 && starts.length < stack.length;
  if (clips && starts.length <= SAMPLES * 2)
    return starts.map((start, index) => Math.floor((start + (starts[index + 1] ?? stack.length)) / 2));
  const count = Math.min(SAMPLES, stack.length);
  return Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * stack.length) / count));
};

/** Modalities whose objects are no pictures. */
const withoutPictures = new Set(['SR', 'PR', 'KO', 'SEG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'REG', 'ECG', 'AU', 'DOC', 'FID']);

export const hasPictures = ({ modality }: Pick<SeriesRow, 'modality'>): boolean => !withoutPictures.has(modality);

/** The first one with pictures, else the first. */
export const firstImageSeries = (series: readonly SeriesRow[]): SeriesRow | null => series.find(hasPictures) ?? series[0] ?? null;

/** Where a picture of a series is likely to show what it is. */
export const middle = (stack: readonly StackFrame[]): StackFrame | null => stack[Math.floor(stack.length / 2)] ?? null;
