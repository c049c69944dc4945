/** One transfer in the inspector: what it is, why it stands, and its objects with their statuses. */
import { useState, type ReactElement } from 'react';
import type { TransferView } from '../../../core/contract.ts';
import { relativeText } from '../../format/relative-time.ts';
import { stampText } from '../../format/date-time.ts';
import { bytesText, countText, durationText } from '../../format/quantity.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Facts, type Fact } from '../../parts/facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Inspect } from '../../parts/screen-frame.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { cancel, copyReport, pause, remove, retry } from './actions.ts';
import { ObjectList } from './object-list.tsx';
import { progressOf, quietText, stateText } from './progress.ts';
import { routeText } from '../../parts/transfer-progress.ts';
import { toneOf } from './transfer-columns.tsx';
import styles from './transfers.module.css';

interface DetailsProps {
  readonly transfers: readonly TransferView[];
  readonly now: number;
}

export const TransferDetails = ({ transfers, now }: DetailsProps): ReactElement | null => {
  const [only, setOnly] = useState<'all' | 'problems'>('all');
  const [transfer] = transfers;
  if (transfer === undefined) return null;
  if (transfers.length > 1) {
    return (
      <Inspect title={`${countText(transfers.length)} transfers`}>
        <Buttons transfer={transfer} />
      </Inspect>
    );
  }
  const { fraction, count, note } = progressOf(transfer);
  const problems = transfer.failed + transfer.warning + transfer.setAside;
  return (
    <Inspect title={<bdi>{transfer.label}</bdi>}>
      <div className={styles.lead}>
        <Chip tone={toneOf(transfer)}>{stateText(transfer, now)}</Chip>
        <span className="secondary">
          {routeText(transfer)} · {transfer.via}
        </span>
      </div>
      {transfer.ended === null && (
        <div className={styles.moving}>
          <Progress label="Progress" value={fraction} text={count} />
          <p className="faint">{[count, note, quietText(transfer)].filter((part) => part !== '').join(' · ')}</p>
        </div>
      )}
      {transfer.summary !== '' && <p>{transfer.summary}</p>}
      {transfer.failure !== null && <Failure failure={transfer.failure} subject={{ nodeId: transfer.nodeId, transferId: transfer.id }} />}
      <Buttons transfer={transfer} />
      <Facts facts={factsOf(transfer, now)} />
      <Tabs
        label="Objects"
        tabs={[
          { id: 'all', label: 'Objects', ...(transfer.total === null ? {} : { count: transfer.total }) },
          { id: 'problems', label: 'Problems', count: problems, tone: 'error' },
        ]}
        value={only}
        onChange={setOnly}
      >
        <ObjectList key={`${transfer.id} ${only}`} transfer={transfer} only={only} />
      </Tabs>
    </Inspect>
  );
};

const Buttons = ({ transfer }: { readonly transfer: TransferView }): ReactElement => {
  const subject = { kind: 'transfers', ids: [transfer.id] } as const;
  const isOver = transfer.ended !== null || ['done', 'partial', 'failed', 'cancelled'].includes(transfer.state);
  const needsRetry = ['partial', 'failed', 'cancelled'].includes(transfer.state);
  return (
    <div className={styles.buttons}>
      {!isOver && <ActionButton action={pause} subject={subject} hideShortcut />}
      {!isOver && <ActionButton action={cancel} subject={subject} hideShortcut />}
      {needsRetry && <ActionButton action={retry} subject={subject} tone="primary" hideShortcut />}
      <ActionButton action={copyReport} subject={subject} tone="quiet" hideShortcut />
      {isOver && <ActionButton action={remove} subject={subject} tone="quiet" hideShortcut />}
    </div>
  );
};

const factsOf = (transfer: TransferView, now: number): readonly Fact[] => {
  const count = (value: number): string => (value === 0 ? '' : countText(value));
  const took = transfer.started !== null && transfer.ended !== null ? Date.parse(transfer.ended) - Date.parse(transfer.started) : null;
  const facts: readonly Fact[] = [
    { name: transfer.direction === 'import' ? 'Imported' : 'Stored', value: count(transfer.completed) },
    { name: 'With warnings', value: count(transfer.warning) },
    { name: 'Failed', value: count(transfer.failed) },
    { name: 'Set aside', value: count(transfer.setAside) },
    { name: 'Arrived here', value: transfer.direction === 'pull' ? count(transfer.arrived) : '' },
    {
      name: 'Bytes',
      value: transfer.totalBytes === null ? bytesText(transfer.bytes) : `${bytesText(transfer.bytes)} of ${bytesText(transfer.totalBytes)}`,
    },
    {
      name: 'Created',
      value: `${stampText(transfer.created, true)} (${relativeText(transfer.created, Math.max(now, Date.parse(transfer.created)))})`,
    },
    { name: 'Took', value: took === null ? '' : durationText(took) },
    { name: 'Attempt', value: transfer.attempt > 1 ? String(transfer.attempt) : '' },
    { name: 'Next try', value: transfer.nextAttempt === null ? '' : stampText(transfer.nextAttempt, true) },
  ];
  return facts.filter(({ value }) => value !== '');
};
