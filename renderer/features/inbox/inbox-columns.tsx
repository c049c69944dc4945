/** The columns of the inbox: a row a group or a study, series and instances below it. */
import type { StudyCustody } from '../../../core/contract.ts';
import { dateText, dateTimeText } from '../../format/date-time.ts';
import { collator } from '../../format/locale.ts';
import { binaryBytesText, bytesText, countText } from '../../format/quantity.ts';
import { Uid } from '../../format/uid-view.tsx';
import type { ByKey } from '../../stores/keyed-rows.ts';
import type { Column } from '../../ui/grid/column.ts';
import { ChecksCell, checkWords } from './checks.tsx';
import type { Facts } from './facts.ts';
import {
  arrivedCell,
  bornSex,
  bytesOf,
  describe,
  factsAt,
  From,
  images,
  modality,
  nameCell,
  plainName,
  type Words,
} from './inbox-cells.tsx';
import type { InboxRow } from './rows.ts';
import { sentToColumn } from './sent-to-column.tsx';
import { StarCell } from './star-cell.tsx';

const byText = (read: (facts: Facts) => string) => {
  const { compare } = collator();
  return (a: InboxRow, b: InboxRow): number => {
    const [one, other] = [factsAt(a), factsAt(b)];
    return one && other ? compare(read(one), read(other)) : 0;
  };
};

const byPlain =
  (read: (facts: Facts) => string | number) =>
  (a: InboxRow, b: InboxRow): number => {
    const [one, other] = [factsAt(a), factsAt(b)];
    if (!one || !other) return 0;
    const [first, second] = [read(one), read(other)];
    return first < second ? -1 : first > second ? 1 : 0;
  };

/** A column of plain text that studies have, and groups where all of theirs have the same. */
const textColumn = (column: Pick<Column<InboxRow>, 'id' | 'label' | 'width'>, read: (facts: Facts) => string): Column<InboxRow> => ({
  ...column,
  optional: true,
  compare: byText(read),
  cell: (row) => {
    const facts = factsAt(row);
    return facts && <bdi className="cut">{read(facts)}</bdi>;
  },
});

const isShown = (row: InboxRow): boolean => row.kind === 'study' || row.kind === 'group';

export const inboxColumns = (words: Words, custody: () => ByKey<StudyCustody>): readonly Column<InboxRow>[] => [
  {
    id: 'star',
    label: '★',
    title: 'Starred',
    width: 40,
    compare: byPlain(({ flagged }) => flagged),
    cell: (row) => isShown(row) && <StarCell row={row} />,
  },
  {
    id: 'name',
    label: 'Name',
    width: 158,
    grow: true,
    tree: true,
    compare: byText(({ names }) => names),
    text: (row) => plainName(row, words),
    cell: (row) => nameCell(row, words),
  },
  {
    id: 'id',
    label: 'ID',
    width: 86,
    grow: true,
    compare: byText(({ patientId }) => patientId),
    cell: (row) => <bdi className="cut">{factsAt(row)?.patientId}</bdi>,
  },
  {
    id: 'born',
    label: 'Born, sex',
    width: 150,
    optional: true,
    compare: byPlain(({ birthDate }) => birthDate),
    cell: bornSex,
  },
  {
    id: 'date',
    label: 'Study date',
    width: 86,
    compare: byPlain(({ studyDate, studyTime }) => studyDate + studyTime),
    cell: (row) => {
      const facts = factsAt(row);
      return facts && <span title={dateTimeText(facts.studyDate, facts.studyTime)}>{dateText(facts.studyDate)}</span>;
    },
  },
  {
    id: 'description',
    label: 'Description',
    width: 86,
    grow: true,
    compare: byText(({ description }) => description),
    text: (row) => factsAt(row)?.description ?? '',
    cell: describe,
  },
  { id: 'modality', label: 'Mod', width: 50, compare: byPlain(({ modalities }) => modalities.join()), text: modality, cell: modality },
  { id: 'images', label: 'Ser/Img', width: 64, align: 'end', compare: byPlain(({ instanceCount }) => instanceCount), cell: images },
  { id: 'arrived', label: 'Arrived', width: 134, compare: byPlain(({ lastArrived }) => lastArrived), cell: arrivedCell },
  sentToColumn(custody),
  {
    id: 'checks',
    label: '⚠',
    title: 'Checks',
    width: 28,
    align: 'center',
    compare: byPlain(({ checks, duplicates }) => checks * 1_000_000 + duplicates),
    text: (row) => (row.kind === 'study' ? checkWords(row.study).join(' ') : ''),
    cell: (row) => <ChecksCell studies={row.kind === 'study' ? [row.study] : row.kind === 'group' ? row.group.studies : []} />,
  },
  {
    id: 'from',
    label: 'From',
    width: 56,
    grow: true,
    compare: byText((facts) => `${facts.fromTitle} ${facts.fromAddress}`),
    cell: (row) => <From row={row} />,
  },
  {
    id: 'size',
    label: 'Size',
    width: 58,
    align: 'end',
    compare: byPlain(({ bytes }) => bytes),
    cell: (row) => row.kind !== 'note' && <span title={binaryBytesText(bytesOf(row))}>{bytesText(bytesOf(row))}</span>,
  },
  textColumn({ id: 'accession', label: 'Accession', width: 104 }, ({ accession }) => accession),
  textColumn({ id: 'referring', label: 'Referring', width: 120 }, ({ referring }) => referring.replaceAll('^', ' ').trim()),
  textColumn({ id: 'institution', label: 'Institution', width: 140 }, ({ institution }) => institution),
  textColumn({ id: 'studyId', label: 'Study ID', width: 80 }, ({ studyId }) => studyId),
  {
    id: 'series',
    label: 'Series',
    width: 56,
    align: 'end',
    optional: true,
    compare: byPlain(({ seriesCount }) => seriesCount),
    cell: (row) => {
      const facts = factsAt(row);
      return facts && countText(facts.seriesCount);
    },
  },
  {
    id: 'duplicates',
    label: 'Came again',
    width: 86,
    align: 'end',
    optional: true,
    compare: byPlain(({ duplicates }) => duplicates),
    cell: (row) => countOrNothing(row.kind === 'instance' ? row.instance.duplicates : (factsAt(row)?.duplicates ?? 0)),
  },
  {
    id: 'uid',
    label: 'UID',
    width: 220,
    optional: true,
    compare: byText(({ studyUid }) => studyUid),
    cell: (row) => {
      const uid = uidOf(row);
      return uid !== '' && <Uid uid={uid} />;
    },
  },
];

const countOrNothing = (count: number): string => (count === 0 ? '' : countText(count));

const uidOf = (row: InboxRow): string => {
  switch (row.kind) {
    case 'study':
      return row.study.studyUid;
    case 'series':
      return row.series.seriesUid;
    case 'instance':
      return row.instance.sopInstanceUid;
    case 'group':
    case 'note':
      return '';
  }
};
