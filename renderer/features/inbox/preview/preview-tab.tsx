/** Preview in the inspector: of a study a picture for each series, of a series or an image the stack itself. */
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { SeriesRow } from '../../../../core/contract.ts';
import type { InboxWorkspace, Subject } from '../workspace.ts';
import { ObjectFacts } from './object/object-panel.tsx';
import { Overview } from './overview.tsx';
import { stackOf } from './stack.ts';
import { StackViewer, type Jump } from './stack-viewer.tsx';
import { Thumbnail } from './thumbnail.tsx';
import styles from './preview.module.css';

interface PreviewProps {
  readonly workspace: InboxWorkspace;
  readonly subject: Subject;
}

export const PreviewTab = ({ workspace, subject }: PreviewProps): ReactElement =>
  subject.kind === 'study' ? (
    <StudyPreview workspace={workspace} subject={subject} />
  ) : (
    <SeriesPreview key={subject.series.seriesUid} workspace={workspace} subject={subject} />
  );

/** More would load for long and be seen by nobody. */
const SHOWN_SERIES = 40;

const StudyPreview = ({
  workspace,
  subject: { study },
}: {
  readonly workspace: InboxWorkspace;
  readonly subject: Subject;
}): ReactElement => {
  const { library, view } = workspace;
  const { studyUid } = study;
  useEffect(() => library.need(studyUid), [library, studyUid]);
  const below = useStore(library.store, ({ series }) => series.get(studyUid));
  if (below?.kind === 'failed') return <p className="faint">{below.why}</p>;
  if (below?.kind !== 'read') return <p className="faint">Reading…</p>;
  return (
    <div className={styles.thumbs}>
      {below.rows.slice(0, SHOWN_SERIES).map((series) => (
        <Thumbnail
          key={series.seriesUid}
          workspace={workspace}
          series={series}
          onOpen={() => view.setState({ large: { study, series, instanceId: null } })}
        />
      ))}
    </div>
  );
};

/** The stack of a series, null while it is read. */
export const useStack = ({ library }: InboxWorkspace, { studyUid, seriesUid }: SeriesRow) => {
  useEffect(() => library.need(studyUid, seriesUid), [library, studyUid, seriesUid]);
  const below = useStore(library.store, ({ instances }) => instances.get(seriesUid));
  return useMemo(() => {
    if (below === undefined || below.kind === 'reading') return null;
    return below.kind === 'failed' ? below.why : stackOf(below.rows);
  }, [below]);
};

/** Pictures that say little without what they are of. */
const speaksOfOthers = new Set(['SEG', 'RTDOSE', 'RTIMAGE']);

const SeriesPreview = ({
  workspace,
  subject,
}: {
  readonly workspace: InboxWorkspace;
  readonly subject: Exclude<Subject, { kind: 'study' }>;
}): ReactElement => {
  const { series, study } = subject;
  const stack = useStack(workspace, series);
  const [jump, setJump] = useState<Jump | null>(null);
  if (typeof stack === 'string') return <p className="faint">{stack}</p>;
  if (stack === null) return <p className="faint">Reading…</p>;
  const chosen = subject.kind === 'instance' ? subject.instance.instanceId : null;
  const [first] = stack;
  const start =
    chosen === null
      ? Math.floor(stack.length / 2)
      : Math.max(
          0,
          stack.findIndex(({ instanceId }) => instanceId === chosen),
        );
  return (
    <>
      <div className={styles.inspectorStack}>
        <StackViewer
          key={String(chosen)}
          frames={workspace.frames}
          stack={stack}
          start={start}
          jump={jump}
          modality={series.modality}
          seriesUid={series.seriesUid}
          label={`Series ${series.number}`}
          caption={seriesCaption(series)}
          onOpen={() => workspace.view.setState({ large: { study, series, instanceId: chosen } })}
        />
      </div>
      {stack.length > 1 && <Overview thumbnails={workspace.thumbnails} stack={stack} onChoose={(to) => setJump({ to })} />}
      {first !== undefined && speaksOfOthers.has(series.modality) && <ObjectFacts instanceId={chosen ?? first.instanceId} />}
    </>
  );
};

export const seriesCaption = ({ number, modality, description }: SeriesRow): string =>
  [number === '' ? '' : `Series ${number}`, modality, description].filter((part) => part !== '').join(' · ');
