/** The middle frame of a series, small. Opens the series large. */
import { useEffect, useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { SeriesRow } from '../../../../core/contract.ts';
import type { InboxWorkspace } from '../workspace.ts';
import { amountWords } from './series-words.ts';
import { SmallFrame } from './small-frame.tsx';
import { middle, stackOf } from './stack.ts';
import styles from './preview.module.css';

interface ThumbnailProps {
  readonly workspace: InboxWorkspace;
  readonly series: SeriesRow;
  readonly onOpen: () => void;
}

export const Thumbnail = ({ workspace, series, onOpen }: ThumbnailProps): ReactElement => {
  const { library, thumbnails } = workspace;
  const { studyUid, seriesUid } = series;
  useEffect(() => library.need(studyUid, seriesUid), [library, studyUid, seriesUid]);
  const below = useStore(library.store, ({ instances }) => instances.get(seriesUid));
  const stack = useMemo(() => (below?.kind === 'read' ? stackOf(below.rows) : null), [below]);
  const shown = stack === null ? null : middle(stack);
  const words = [series.number || '?', series.modality, series.description].filter((part) => part !== '').join(' · ');
  return (
    <button type="button" className={styles.thumb} onClick={onOpen} title={words}>
      <SmallFrame thumbnails={thumbnails} shown={shown} label={`Series ${series.number}`} />
      <div className={styles.thumbWords}>
        <div className="cut">
          <bdi>{words}</bdi>
        </div>
        <div className="faint">{amountWords(series, stack?.length)}</div>
      </div>
    </button>
  );
};
