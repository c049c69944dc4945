/** A series as a stack of frames to scroll through, and which series of a study is worth looking at. */
import type { InstanceRow, SeriesRow } from '../../../../core/contract.ts';
import type { FrameAddress } from './frame-cache.ts';

export interface StackFrame extends FrameAddress {
  readonly instance: InstanceRow;
}

/** In the order of the instances as the inbox gives them, frames of one instance after each other. */
export const stackOf = (instances: readonly InstanceRow[]): readonly StackFrame[] =>
  instances.flatMap((instance) =>
    Array.from({ length: Math.max(1, instance.frames) }, (_, frame) => ({ instanceId: instance.instanceId, frame, instance })),
  );

/** Modalities whose objects are no pictures. */
const withoutPictures = new Set(['SR', 'PR', 'KO', 'SEG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'REG', 'ECG', 'AU', 'DOC', 'FID']);

export const hasPictures = ({ modality }: SeriesRow): boolean => !withoutPictures.has(modality);

/** The first one with pictures, else the first. */
export const firstImageSeries = (series: readonly SeriesRow[]): SeriesRow | null => series.find(hasPictures) ?? series[0] ?? null;

/** Where a picture of a series is likely to show what it is. */
export const middle = (stack: readonly StackFrame[]): StackFrame | null => stack[Math.floor(stack.length / 2)] ?? null;
