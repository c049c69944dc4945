/** One frame as a small picture, or in words why there is none. */
import { useMemo, type ReactElement } from 'react';
import { FrameCanvas } from './frame-canvas.tsx';
import type { FrameCache } from './frame-cache.ts';
import type { StackFrame } from './stack.ts';
import { useFrame } from './use-frame.ts';
import { useSize } from './use-size.ts';
import { FITTED } from './viewport.ts';
import { COLOUR, storedVoi } from './voi.ts';
import styles from './preview.module.css';

interface SmallFrameProps {
  readonly thumbnails: FrameCache;
  /** null while it is not known which. */
  readonly shown: StackFrame | null;
  readonly label: string;
}

export const SmallFrame = ({ thumbnails, shown, label }: SmallFrameProps): ReactElement => {
  const { image } = useFrame(thumbnails, shown);
  const [watch, size] = useSize();
  const voi = useMemo(() => (image?.kind === 'grey' ? storedVoi(image) : COLOUR), [image]);
  return (
    <div ref={watch} className={styles.picture}>
      {image !== null && image.kind !== 'none' && <FrameCanvas picture={image} voi={voi} viewport={FITTED} frame={size} label={label} />}
      {image?.kind === 'none' && <p>{image.reason}</p>}
    </div>
  );
};
