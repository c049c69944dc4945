// The columns of the list of callers.
import type { KnockView } from '../../../core/contract.ts';
import { stampText } from '../../format/date-time.ts';
import { relativeText } from '../../format/relative-time.ts';
import { Ago } from '../../parts/ago.tsx';
import { knockMark, knockWords } from '../../parts/knock-words.ts';
import type { Column } from '../../ui/grid/column.ts';
import { StatusMark } from '../../ui/status-mark.tsx';

const byText = (text: (knock: KnockView) => string) => (a: KnockView, b: KnockView) => text(a).localeCompare(text(b));
const lastCalled = ({ lastAt }: KnockView) => relativeText(lastAt, Date.now());

export const knockSentence = (knock: KnockView): string =>
  `${knock.callingTitle || 'no title'} from ${knock.address}, ${knockWords(knock)}, ${lastCalled(knock)}`;

export const knockColumns: readonly Column<KnockView>[] = [
  {
    id: 'calling',
    label: 'Calling',
    width: 140,
    grow: true,
    cell: (knock) => (
      <>
        <StatusMark mark={knockMark(knock)} />
        {knock.callingTitle === '' ? <span className="faint">no title</span> : <span className="mono cut">{knock.callingTitle}</span>}
      </>
    ),
    text: ({ callingTitle }) => callingTitle,
    compare: byText(({ callingTitle }) => callingTitle),
  },
  {
    id: 'address',
    label: 'Address',
    width: 112,
    grow: true,
    cell: ({ address }) => <span className="mono cut">{address}</span>,
    text: ({ address }) => address,
    compare: byText(({ address }) => address),
  },
  {
    id: 'called',
    label: 'Asked for',
    width: 112,
    cell: ({ calledTitle }) => <span className="mono cut">{calledTitle}</span>,
    text: ({ calledTitle }) => calledTitle,
    compare: byText(({ calledTitle }) => calledTitle),
  },
  {
    id: 'outcome',
    label: 'Outcome',
    width: 190,
    grow: true,
    cell: (knock) => (
      <span className="cut" title={knockWords(knock)}>
        {knockWords(knock)}
      </span>
    ),
    text: knockWords,
    compare: byText(knockWords),
  },
  {
    id: 'wanted',
    label: 'Wanted',
    width: 160,
    grow: true,
    cell: ({ wanted }) => (
      <span className="cut" title={wanted}>
        {wanted}
      </span>
    ),
    text: ({ wanted }) => wanted,
    compare: byText(({ wanted }) => wanted),
  },
  {
    id: 'times',
    label: 'Times',
    width: 64,
    align: 'end',
    cell: ({ times }) => times.toLocaleString(),
    compare: (a, b) => a.times - b.times,
  },
  {
    id: 'last',
    label: 'Last',
    width: 96,
    cell: ({ firstAt, lastAt }) => <Ago at={lastAt} title={`First ${stampText(firstAt, true)}, last ${stampText(lastAt, true)}`} />,
    text: ({ lastAt }) => stampText(lastAt, true),
    compare: byText(({ lastAt }) => lastAt),
  },
];
