/** The columns of the transfers. Progress is data, never an animation. */
import { ArrowDown, ArrowLeftRight, ArrowUp, FileInput } from 'lucide-react';
import type { ReactElement } from 'react';
import type { TransferView } from '../../../core/contract.ts';
import { stampText } from '../../format/date-time.ts';
import { bytesText, rateText } from '../../format/quantity.ts';
import { routeText } from '../../parts/transfer-progress.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import type { Column } from '../../ui/grid/column.ts';
import { Progress } from '../../ui/progress.tsx';
import { progressOf, stateText, timeLeftText } from './progress.ts';
import styles from './transfers.module.css';

const directions = {
  send: { icon: ArrowUp, word: 'send' },
  pull: { icon: ArrowDown, word: 'pull' },
  move: { icon: ArrowLeftRight, word: 'move' },
  import: { icon: FileInput, word: 'import' },
} as const;

const Direction = ({ direction }: Pick<TransferView, 'direction'>): ReactElement => {
  const { icon: Icon, word } = directions[direction];
  return (
    <span title={word} className={styles.direction}>
      <Icon size={15} strokeWidth={1.8} aria-label={word} role="img" />
    </span>
  );
};

export const toneOf = ({ state }: TransferView): Tone => {
  switch (state) {
    case 'preparing':
    case 'running':
      return 'running';
    case 'waiting':
      return 'info';
    case 'paused':
    case 'cancelled':
      return 'idle';
    case 'done':
      return 'ok';
    case 'partial':
      return 'warn';
    case 'failed':
      return 'error';
  }
};

const barTone = (transfer: TransferView): 'running' | 'ok' | 'warn' | 'error' | 'idle' => {
  const tone = toneOf(transfer);
  return tone === 'info' ? 'idle' : tone;
};

/** How the bar reads to a screen reader and beside the bar. */
const ProgressCell = ({ transfer }: { readonly transfer: TransferView }): ReactElement => {
  const { fraction, count, note } = progressOf(transfer);
  const isOver = transfer.ended !== null;
  return (
    <span className={styles.progress} title={note}>
      <Progress label={`Progress of ${transfer.label}`} value={isOver ? (fraction ?? 1) : fraction} tone={barTone(transfer)} text={count} />
      <span className={styles.count}>{count}</span>
    </span>
  );
};

const comparePlain =
  (read: (transfer: TransferView) => string) =>
  (a: TransferView, b: TransferView): number =>
    read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0;

/** `now` moves the words that count down. */
export const transferColumns = (now: () => number): readonly Column<TransferView>[] => [
  { id: 'direction', label: '', width: 36, align: 'center', cell: (transfer) => <Direction direction={transfer.direction} /> },
  {
    id: 'what',
    label: 'What',
    width: 150,
    grow: true,
    text: ({ label }) => label,
    cell: ({ label }) => <bdi className="cut">{label}</bdi>,
  },
  {
    id: 'node',
    label: 'Node',
    width: 124,
    grow: true,
    text: routeText,
    compare: comparePlain(({ nodeName }) => nodeName),
    cell: (transfer) => <bdi className="cut">{routeText(transfer)}</bdi>,
  },
  { id: 'progress', label: 'Progress', width: 168, cell: (transfer) => <ProgressCell transfer={transfer} /> },
  {
    id: 'bytes',
    label: 'Size',
    width: 68,
    align: 'end',
    cell: ({ bytes, totalBytes }) => (bytes === 0 && totalBytes === null ? '' : bytesText(Math.max(bytes, totalBytes ?? 0))),
  },
  {
    id: 'speed',
    label: 'Speed',
    width: 72,
    align: 'end',
    cell: ({ bytesPerSecond, state }) => (state === 'running' ? rateText(bytesPerSecond) : ''),
  },
  { id: 'left', label: 'Left', width: 52, align: 'end', cell: (transfer) => timeLeftText(transfer, now()) },
  { id: 'via', label: 'Via', width: 74, optional: true, cell: ({ via }) => via },
  {
    id: 'state',
    label: 'State',
    width: 112,
    compare: comparePlain(({ state }) => state),
    cell: (transfer) => <Chip tone={toneOf(transfer)}>{stateText(transfer, now())}</Chip>,
  },
  {
    id: 'created',
    label: 'Created',
    width: 130,
    optional: true,
    compare: comparePlain(({ created }) => created),
    cell: ({ created }) => stampText(created),
  },
];

export const transferSentence = (transfer: TransferView): string => {
  const { count } = progressOf(transfer);
  return [directions[transfer.direction].word, transfer.label, routeText(transfer), count, transfer.state, transfer.summary]
    .filter((part) => part !== '')
    .join(', ');
};
