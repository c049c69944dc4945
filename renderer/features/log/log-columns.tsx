/** The columns of the network log. How an association ended is a shape and a word; colour only repeats it. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import type { LogRow } from '../../../core/contract.ts';
import { stampText } from '../../format/date-time.ts';
import { collator } from '../../format/locale.ts';
import { bytesText, countText, durationText } from '../../format/quantity.ts';
import type { Column } from '../../ui/grid/column.ts';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import styles from './log.module.css';

export const endMark = ({ end }: Pick<LogRow, 'end'>): Mark => {
  switch (end) {
    case 'open':
      return { shape: 'busy', tone: 'running', word: 'open' };
    case 'released':
      return { shape: 'full', tone: 'ok', word: 'released' };
    case 'aborted-by-us':
      return { shape: 'triangle', tone: 'warn', word: 'aborted by us' };
    case 'aborted-by-peer':
      return { shape: 'triangle', tone: 'error', word: 'aborted by them' };
    case 'rejected':
      return { shape: 'cross', tone: 'error', word: 'rejected' };
    case 'failed':
      return { shape: 'cross', tone: 'error', word: 'failed' };
    case 'knock':
      return { shape: 'half', tone: 'warn', word: 'knock, not DICOM' };
  }
};

const Direction = ({ direction }: Pick<LogRow, 'direction'>): ReactElement => {
  const Icon = direction === 'in' ? ArrowDown : ArrowUp;
  const word = direction === 'in' ? 'in: they called us' : 'out: we called them';
  return (
    <span title={word} className={styles.direction}>
      <Icon size={15} strokeWidth={1.8} aria-label={word} role="img" />
    </span>
  );
};

const byText = (read: (row: LogRow) => string) => {
  const { compare } = collator();
  return (a: LogRow, b: LogRow): number => compare(read(a), read(b));
};

const byNumber =
  (read: (row: LogRow) => number) =>
  (a: LogRow, b: LogRow): number =>
    read(a) - read(b);

const byTime = (a: LogRow, b: LogRow): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** The end's own words where they begin as the mark's do ('released by them'), otherwise the mark's with theirs behind. */
export const endWords = (row: Pick<LogRow, 'end' | 'endText'>): { readonly mark: Mark; readonly detail: string } => {
  const mark = endMark(row);
  const saysMore = row.endText.toLowerCase().startsWith(mark.word);
  return saysMore ? { mark: { ...mark, word: row.endText }, detail: '' } : { mark, detail: row.endText };
};

/** Of today the time is enough; its seconds tell associations apart. */
const clockOrDay = (at: string): string => {
  const [day = '', clock = ''] = stampText(at, true).split(' ');
  return stampText(new Date().toISOString()).startsWith(day) ? clock : `${day} ${clock.slice(0, 5)}`;
};

export const logColumns: readonly Column<LogRow>[] = [
  { id: 'at', label: 'Time', width: 112, compare: byTime, cell: ({ at }) => <span title={stampText(at, true)}>{clockOrDay(at)}</span> },
  { id: 'direction', label: '', width: 36, align: 'center', cell: (row) => <Direction direction={row.direction} /> },
  {
    id: 'peer',
    label: 'Peer',
    width: 104,
    grow: true,
    text: ({ peer }) => peer,
    compare: byText(({ peer }) => peer),
    cell: ({ peer }) => <span className="mono cut">{peer}</span>,
  },
  {
    id: 'titles',
    label: 'Calling → called',
    width: 142,
    grow: true,
    text: ({ callingTitle, calledTitle }) => `${callingTitle} → ${calledTitle}`,
    compare: byText(({ callingTitle, calledTitle }) => `${callingTitle} ${calledTitle}`),
    cell: ({ callingTitle, calledTitle }) =>
      callingTitle + calledTitle !== '' && (
        <span className="cut" dir="ltr">
          <span className="mono">{callingTitle}</span> <span className="faint">→</span> <span className="mono">{calledTitle}</span>
        </span>
      ),
  },
  {
    id: 'duration',
    label: 'Duration',
    width: 70,
    align: 'end',
    compare: byNumber(({ durationMs }) => durationMs ?? Infinity),
    cell: ({ durationMs }) => (durationMs === null ? '' : durationText(durationMs)),
  },
  {
    id: 'messages',
    label: 'Msgs',
    width: 52,
    align: 'end',
    compare: byNumber(({ messages }) => messages),
    cell: ({ messages }) => countText(messages),
  },
  {
    id: 'in',
    label: 'In',
    width: 66,
    align: 'end',
    compare: byNumber(({ bytesIn }) => bytesIn),
    cell: ({ bytesIn }) => (bytesIn === 0 ? '' : bytesText(bytesIn)),
  },
  {
    id: 'out',
    label: 'Out',
    width: 66,
    align: 'end',
    compare: byNumber(({ bytesOut }) => bytesOut),
    cell: ({ bytesOut }) => (bytesOut === 0 ? '' : bytesText(bytesOut)),
  },
  {
    id: 'end',
    label: 'End',
    width: 150,
    grow: true,
    text: (row) => row.endText,
    compare: byText((row) => row.end + row.endText),
    cell: (row) => {
      const { mark, detail } = endWords(row);
      return (
        <>
          <span className={styles.end}>
            <StatusMark mark={mark} withWord />
          </span>
          <span className="faint cut">{detail}</span>
        </>
      );
    },
  },
];

export const logSentence = (row: LogRow): string =>
  [
    stampText(row.at, true),
    row.direction === 'in' ? 'in' : 'out',
    row.peer,
    `${row.callingTitle} to ${row.calledTitle}`,
    row.durationMs === null ? '' : durationText(row.durationMs),
    `${countText(row.messages)} messages`,
    endWords(row).mark.word,
    endWords(row).detail,
  ]
    .filter((part) => part !== '')
    .join(', ');
