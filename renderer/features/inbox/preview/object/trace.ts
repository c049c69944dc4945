/** A trace of samples as a line: pure. */
import type { WaveformChannel } from '../../../../../core/contract.ts';

/** Lowest and highest that are numbers; zeros when there are none. */
export const rangeOf = (samples: Float32Array): readonly [number, number] => {
  let [low, high] = [Infinity, -Infinity];
  for (const value of samples) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
};

const MARGIN = 3;

/** SVG path over a box of 1000 by `height`. Missing samples leave a gap. */
export const tracePath = ({ samples, paired }: Pick<WaveformChannel, 'samples' | 'paired'>, height: number): string => {
  const [low, high] = rangeOf(samples);
  const scale = (height - 2 * MARGIN) / (high - low || 1);
  const points = paired ? samples.length / 2 : samples.length;
  const step = points > 1 ? WIDTH / (points - 1) : 0;
  const parts: string[] = [];
  let open = false;
  samples.forEach((value, at) => {
    if (Number.isNaN(value)) {
      open = false;
      return;
    }
    const x = (paired ? at >> 1 : at) * step;
    const y = height - MARGIN - (value - low) * scale;
    parts.push(`${open ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`);
    open = true;
  });
  return parts.join('');
};

export const WIDTH = 1_000;

const MOST_MARKS = 60;

/** Where whole seconds lie in the box; none when they would lie too close. */
export const secondMarks = (seconds: number): readonly number[] =>
  seconds <= 0 || seconds > MOST_MARKS ? [] : Array.from({ length: Math.ceil(seconds) - 1 }, (_, index) => ((index + 1) / seconds) * WIDTH);
