/** What is in a series at a glance: frames of it at even distances, or the middle of each clip. One of them leads the viewer there. */
import { useMemo, type ReactElement } from 'react';
import { countText } from '../../../format/quantity.ts';
import type { FrameCache } from './frame-cache.ts';
import { SmallFrame } from './small-frame.tsx';
import { samplesOf, type StackFrame } from './stack.ts';
import styles from './preview.module.css';

interface OverviewProps {
  readonly thumbnails: FrameCache;
  readonly stack: readonly StackFrame[];
  readonly onChoose: (index: number) => void;
}

export const Overview = ({ thumbnails, stack, onChoose }: OverviewProps): ReactElement => {
  const places = useMemo(() => samplesOf(stack), [stack]);
  return (
    <div className={styles.overview} role="group" aria-label="Overview">
      {places.map((index) => {
        const shown = stack[index];
        if (shown === undefined) return null;
        const label = `Image ${countText(index + 1)}`;
        return (
          <button key={index} type="button" className={styles.thumb} aria-label={label} title={label} onClick={() => onChoose(index)}>
            <SmallFrame thumbnails={thumbnails} shown={shown} label={label} />
          </button>
        );
      })}
    </div>
  );
};
