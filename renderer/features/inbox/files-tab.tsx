/** Where the selected thing lies on disk, and what its file is. */
import { useEffect, useState, type ReactElement } from 'react';
import { stampText } from '../../format/date-time.ts';
import { binaryBytesText, bytesText, countText } from '../../format/quantity.ts';
import { Uid } from '../../format/uid-view.tsx';
import { ActionButton } from '../../parts/action-button.tsx';
import { Facts, type Fact } from '../../parts/facts.tsx';
import { useGantry } from '../../use-gantry.ts';
import { copyUid, reveal } from './actions.ts';
import { subjectTarget, type Subject } from './workspace.ts';
import styles from './inbox.module.css';

/** Mounted anew for another thing; the same one does not move while its study grows. */
const usePath = (subject: Subject): string => {
  const { api } = useGantry();
  const [path, setPath] = useState('');
  const [target] = useState(() => subjectTarget(subject));
  useEffect(() => {
    const stop = new AbortController();
    api.call('inbox.path', { target }, stop.signal).then(setPath, (error: unknown) => {
      if (!stop.signal.aborted) setPath(error instanceof Error ? error.message : String(error));
    });
    return () => stop.abort();
  }, [api, target]);
  return path;
};

export const FilesTab = ({ subject }: { readonly subject: Subject }): ReactElement => {
  const path = usePath(subject);
  return (
    <div className={styles.files}>
      <div className={styles.buttons}>
        <ActionButton action={reveal} />
        <ActionButton action={copyUid} tone="quiet" />
      </div>
      <Facts
        facts={[
          ...factsOf(subject),
          { name: subject.kind === 'instance' ? 'File' : 'Folder', value: path, shown: <code className={styles.path}>{path}</code> },
        ]}
      />
    </div>
  );
};

const size = (bytes: number): string => `${bytesText(bytes)} (${binaryBytesText(bytes)})`;
const spanText = (first: string, last: string): string => {
  const [from, to] = [stampText(first, true), stampText(last, true)];
  return from === to ? from : `${from} to ${to}`;
};

const uid = (name: string, value: string): Fact => ({ name, value, shown: <Uid uid={value} width={26} /> });

const factsOf = (subject: Subject): readonly Fact[] => {
  const { study } = subject;
  switch (subject.kind) {
    case 'study':
      return [
        { name: 'Images', value: `${countText(study.instanceCount)} in ${countText(study.seriesCount)} series` },
        { name: 'Size', value: size(study.bytes) },
        { name: 'Arrived', value: spanText(study.firstArrived, study.lastArrived) },
        { name: 'From', value: `${study.fromTitle} at ${study.fromAddress}` },
        uid('Study UID', study.studyUid),
      ];
    case 'series':
      return [
        { name: 'Images', value: countText(subject.series.instanceCount) },
        { name: 'Size', value: size(subject.series.bytes) },
        { name: 'Arrived', value: stampText(subject.series.lastArrived, true) },
        uid('Series UID', subject.series.seriesUid),
        uid('Study UID', study.studyUid),
      ];
    case 'instance': {
      const { instance } = subject;
      const pixels =
        instance.rows === null || instance.columns === null
          ? ''
          : `${String(instance.columns)} × ${String(instance.rows)}${instance.frames > 1 ? `, ${countText(instance.frames)} frames` : ''}`;
      const facts: readonly Fact[] = [
        { name: 'SOP class', value: instance.sopClassName || instance.sopClassUid },
        { name: 'Transfer syntax', value: instance.transferSyntaxName || instance.transferSyntaxUid },
        { name: 'Pixels', value: pixels },
        { name: 'Size', value: size(instance.bytes) },
        { name: 'Version', value: instance.version > 1 ? `${String(instance.version)}: the UID came before with other bytes` : '' },
        { name: 'Came again', value: instance.duplicates > 0 ? `${countText(instance.duplicates)} ×, identical` : '' },
        { name: 'Arrived', value: stampText(instance.arrived, true) },
        { name: 'From', value: `${instance.fromTitle} at ${instance.fromAddress}` },
        uid('SOP Instance', instance.sopInstanceUid),
        uid('Series UID', instance.seriesUid),
      ];
      return facts.filter(({ value }) => value !== '');
    }
  }
};
