/** The middle frame of a series, small. Opens the series large. */
import { useEffect, useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { SeriesRow } from '../../../../core/contract.ts';
import { pluralText } from '../../../format/quantity.ts';
import type { InboxWorkspace } from '../workspace.ts';
import { FrameCanvas } from './frame-canvas.tsx';
import { hasPictures, middle, stackOf } from './stack.ts';
import { useFrame } from './use-frame.ts';
import { useSize } from './use-size.ts';
import { FITTED } from './viewport.ts';
import { storedVoi, type Voi } from './voi.ts';
import styles from './preview.module.css';

interface ThumbnailProps {
  readonly workspace: InboxWorkspace;
  readonly series: SeriesRow;
  readonly onOpen: () => void;
}

const PLAIN: Voi = { center: 128, width: 256, invert: false };

export const Thumbnail = ({ workspace, series, onOpen }: ThumbnailProps): ReactElement => {
  const { library, frames } = workspace;
  const { studyUid, seriesUid } = series;
  const isPicture = hasPictures(series);
  useEffect(() => {
    if (isPicture) library.need(studyUid, seriesUid);
  }, [library, studyUid, seriesUid, isPicture]);
  const below = useStore(library.store, ({ instances }) => instances.get(seriesUid));
  const shown = useMemo(() => (below?.kind === 'read' ? middle(stackOf(below.rows)) : null), [below]);
  const { image } = useFrame(frames, shown);
  const [watch, size] = useSize();
  const voi = useMemo(() => (image?.kind === 'grey' ? storedVoi(image) : PLAIN), [image]);
  const words = [series.number || '?', series.modality, series.description].filter((part) => part !== '').join(' · ');
  return (
    <button type="button" className={styles.thumb} onClick={onOpen} title={words}>
      <div ref={watch} className={styles.picture}>
        {!isPicture && <p>{series.modality}: no picture</p>}
        {isPicture && image !== null && image.kind !== 'none' && (
          <FrameCanvas picture={image} voi={voi} viewport={FITTED} frame={size} label={`Series ${series.number}`} />
        )}
        {isPicture && image?.kind === 'none' && <p>{image.reason}</p>}
      </div>
      <div className={styles.thumbWords}>
        <div className="cut">
          <bdi>{words}</bdi>
        </div>
        <div className="faint">{pluralText(series.instanceCount, 'image', 'images')}</div>
      </div>
    </button>
  );
};
