/** Where a study is besides here and who vouches for it, and what has happened to it since it came. */
import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { HistoryEntry, NodeCustody, StudyRow } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { askForCommitment, countListed } from '../../commands/commitment.ts';
import { stampText } from '../../format/date-time.ts';
import { pluralText } from '../../format/quantity.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Failure } from '../../parts/failure.tsx';
import { commitTo } from '../../shell/actions.ts';
import { Button } from '../../ui/button.tsx';
import { useGantry } from '../../use-gantry.ts';
import { keepersOf, nodeWords } from './custody-words.ts';
import { entryWords } from './history-words.ts';
import { signIcons } from './sent-to-cell.tsx';
import styles from './custody.module.css';

export const HistoryTab = ({ study }: { readonly study: StudyRow }): ReactElement => {
  const gantry = useGantry();
  const custody = useStore(gantry.custody, (s) => s.byKey.get(study.studyUid));
  const entries = useHistory(study);
  return (
    <div className={styles.history}>
      {custody === undefined || custody.nodes.length === 0 ? (
        <p className="secondary">Nobody else is known to have this study.</p>
      ) : (
        <ul className={styles.nodes} aria-label="Who else has it">
          {keepersOf(custody).map(({ node }) => (
            <NodeLine key={node.nodeId} node={node} instances={custody.instances} study={study} />
          ))}
        </ul>
      )}
      <div>
        <ActionButton action={commitTo} hideShortcut />
      </div>
      <h3 className={styles.heading}>What has happened</h3>
      {typeof entries === 'string' ? (
        <p className="secondary">{entries}</p>
      ) : (
        <ol className={styles.story} aria-label="History">
          {entries.map((entry, index) => (
            <Entry key={`${entry.at} ${entry.kind} ${String(index)}`} entry={entry} />
          ))}
        </ol>
      )}
    </div>
  );
};

/** Read when the tab opens and again when the study, its shields or a request change. */
const useHistory = (study: StudyRow): readonly HistoryEntry[] | string => {
  const gantry = useGantry();
  const { studyUid } = study;
  const custody = useStore(gantry.custody, (s) => s.byKey.get(studyUid));
  const commitments = useStore(gantry.commitments, (s) => s.rows);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | string>('reading…');
  useEffect(() => {
    const stop = new AbortController();
    gantry.api.call('custody.history', { studyUid }, stop.signal).then(setEntries, (error: unknown) => {
      if (!stop.signal.aborted) setEntries(error instanceof Error ? error.message : String(error));
    });
    return () => stop.abort();
  }, [gantry, studyUid, study.lastArrived, study.instanceCount, custody, commitments]);
  return entries;
};

interface NodeLineProps {
  readonly node: NodeCustody;
  readonly instances: number;
  readonly study: StudyRow;
}

const NodeLine = ({ node, instances, study }: NodeLineProps): ReactElement => {
  const gantry = useGantry();
  const known = useStore(gantry.nodes, (s) => s.byKey.get(node.nodeId));
  const { sign, tone, word, sentence } = nodeWords(node, instances);
  const Icon = signIcons[sign];
  const targets = [{ kind: 'study', studyUid: study.studyUid }] as const;
  const asked = { node: { id: node.nodeId, name: node.nodeName }, targets, label: pluralText(study.instanceCount, 'image', 'images') };
  const offersNone = known?.abilities.commitment === false;
  return (
    <li className={styles.node} data-tone={tone}>
      <Icon size={15} strokeWidth={1.8} role="img" aria-label={word} className={styles.nodeSign} />
      <bdi className={styles.nodeName}>{node.nodeName}</bdi>
      <span className={styles.nodeSentence}>{sentence}.</span>
      {known !== undefined && sign !== 'safe' && sign !== 'waiting' && (
        <span className={styles.acts}>
          {!offersNone && <Button onClick={() => void askForCommitment(gantry, asked)}>Ask for commitment</Button>}
          <Button onClick={() => void countListed(gantry, asked)}>Count what it lists</Button>
        </span>
      )}
    </li>
  );
};

const Entry = ({ entry }: { readonly entry: HistoryEntry }): ReactElement => {
  const { text, tone } = entryWords(entry);
  return (
    <li className={styles.entry} data-tone={tone}>
      <time dateTime={entry.at}>{stampText(entry.at)}</time>
      <div>{text}</div>
      {entry.kind === 'asked' && <Asked entry={entry} />}
    </li>
  );
};

/** What can be done about a request that is under way or came to nothing. */
const Asked = ({ entry: { commitment } }: { readonly entry: Extract<HistoryEntry, { kind: 'asked' }> }): ReactElement | null => {
  const gantry = useGantry();
  const { id, nodeId, nodeName, state, failure, notOffered } = commitment;
  const again = (): void => void attempt(gantry, () => gantry.api.call('commitments.again', { id }));
  const subject = useStore(gantry.selection);
  const count = (): void => {
    if (subject.kind === 'inbox') void countListed(gantry, { node: { id: nodeId, name: nodeName }, targets: subject.targets });
  };
  const underWay = state === 'asking' || state === 'waiting';
  return (
    <div className={styles.whole}>
      {failure && <Failure failure={failure} subject={{ nodeId, again }} />}
      <span className={styles.acts}>
        {underWay && (
          <Button tone="quiet" onClick={() => void attempt(gantry, () => gantry.api.call('commitments.stop', { id }))}>
            Wait no longer
          </Button>
        )}
        {!underWay && state !== 'reported' && (
          <Button tone="quiet" onClick={again}>
            Ask again
          </Button>
        )}
        {(notOffered || state === 'expired') && <Button onClick={count}>Count what it lists</Button>}
      </span>
    </div>
  );
};
