/** The first selected study, series or image in the inspector: picture, tags, file. */
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { PersonName } from '../../format/person-name-view.tsx';
import { bytesText, pluralText } from '../../format/quantity.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Inspect } from '../../parts/screen-frame.tsx';
import { exportFrom, sendTo } from '../../shell/actions.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { useSettings } from '../../use-gantry.ts';
import { compare, preview, remove } from './actions.ts';
import { Checks } from './checks.tsx';
import { FilesTab } from './files-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { PreviewTab, seriesCaption } from './preview/preview-tab.tsx';
import { firstImageSeries } from './preview/stack.ts';
import type { InboxSelection } from './selected.ts';
import { TagsTab } from './tags-tab.tsx';
import type { InboxWorkspace, Subject } from './workspace.ts';
import styles from './inbox.module.css';

interface DetailsProps {
  readonly workspace: InboxWorkspace;
  readonly subject: Subject | null;
  readonly selection: InboxSelection;
}

export const InboxDetails = ({ workspace, subject, selection }: DetailsProps): ReactElement | null => {
  const tab = useStore(workspace.view, (view) => view.tab);
  if (subject === null) return null;
  if (selection.targets.length > 1) {
    return (
      <Inspect title={selection.label}>
        <p className="secondary">
          {bytesText(selection.bytes)}
          {selection.patients > 1 && ` of ${pluralText(selection.patients, 'patient', 'patients')}`}
        </p>
        <Buttons many />
      </Inspect>
    );
  }
  return (
    <Inspect title={<Title subject={subject} />}>
      <Buttons many={false} />
      <Checks study={subject.study} />
      {subject.study.checks.includes('other-bytes') && <ActionButton action={compare} tone="quiet" />}
      <Tabs
        label="Details"
        tabs={[
          { id: 'preview', label: 'Preview' },
          { id: 'tags', label: 'Tags' },
          { id: 'files', label: 'Files' },
          { id: 'history', label: 'History' },
        ]}
        value={tab}
        onChange={(next) => workspace.view.setState({ tab: next })}
      >
        <div className={styles.panel}>
          {tab === 'preview' && <PreviewTab workspace={workspace} subject={subject} />}
          {tab === 'tags' && <TagsOf workspace={workspace} subject={subject} />}
          {tab === 'history' && <HistoryTab key={subject.study.studyUid} study={subject.study} />}
          {tab === 'files' && <FilesTab key={keyOf(subject)} subject={subject} />}
        </div>
      </Tabs>
    </Inspect>
  );
};

const keyOf = (subject: Subject): string =>
  subject.kind === 'study'
    ? subject.study.studyUid
    : subject.kind === 'series'
      ? subject.series.seriesUid
      : String(subject.instance.instanceId);

const Title = ({ subject }: { readonly subject: Subject }): ReactElement => {
  const names = useSettings()?.appearance.names ?? 'both';
  const below =
    subject.kind === 'study'
      ? subject.study.description
      : subject.kind === 'series'
        ? seriesCaption(subject.series)
        : `${seriesCaption(subject.series)} · Image ${subject.instance.number || '?'}`;
  return (
    <>
      <PersonName name={subject.study.patientName} show={names} />
      {below !== '' && (
        <span className={styles.subtitle}>
          <bdi>{below}</bdi>
        </span>
      )}
    </>
  );
};

const Buttons = ({ many }: { readonly many: boolean }): ReactElement => (
  <div className={styles.buttons}>
    <ActionButton action={sendTo} tone="primary" hideShortcut />
    {!many && <ActionButton action={preview} hideShortcut />}
    <ActionButton action={exportFrom} tone="quiet" hideShortcut />
    <ActionButton action={remove} tone="quiet" hideShortcut />
  </div>
);

/** Of a study or series the tags of its first image are shown, and it says so. */
const TagsOf = ({ workspace, subject }: { readonly workspace: InboxWorkspace; readonly subject: Subject }): ReactElement => {
  const { library } = workspace;
  const { studyUid } = subject.study;
  const seriesBelow = useStore(library.store, ({ series }) => series.get(studyUid));
  const series = subject.kind === 'study' ? (seriesBelow?.kind === 'read' ? firstImageSeries(seriesBelow.rows) : null) : subject.series;
  const seriesUid = series?.seriesUid;
  useEffect(() => library.need(studyUid, seriesUid), [library, studyUid, seriesUid]);
  const below = useStore(library.store, ({ instances }) => (seriesUid === undefined ? undefined : instances.get(seriesUid)));
  const instanceId =
    subject.kind === 'instance' ? subject.instance.instanceId : below?.kind === 'read' ? below.rows[0]?.instanceId : undefined;
  if (below?.kind === 'failed') return <p className="faint">{below.why}</p>;
  if (instanceId === undefined) return <p className="faint">Reading…</p>;
  return (
    <>
      {subject.kind !== 'instance' && (
        <p className={styles.hint}>
          The first image of {subject.kind === 'study' ? 'the first series' : 'the series'}; open the tree to choose another.
        </p>
      )}
      <TagsTab key={instanceId} workspace={workspace} instanceId={instanceId} />
    </>
  );
};
