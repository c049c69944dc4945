/** The columns of the inbox: a row a group or a study, series and instances below it. */
import type { ReactElement } from 'react';
import type { StudyCustody } from '../../../core/contract.ts';
import { ageInYears, dateText, dateTimeText, stampText } from '../../format/date-time.ts';
import { collator } from '../../format/locale.ts';
import { namePlain, type NameChoice } from '../../format/person-name.ts';
import { PersonName } from '../../format/person-name-view.tsx';
import { binaryBytesText, bytesText, countText, pluralText } from '../../format/quantity.ts';
import { relativeText } from '../../format/relative-time.ts';
import { Uid } from '../../format/uid-view.tsx';
import type { Column } from '../../ui/grid/column.ts';
import { ArrivedCell } from './arrived-cell.tsx';
import { ChecksCell, checkWords, versionWords } from './checks.tsx';
import { countsText, factsOf, type Facts } from './facts.ts';
import type { Group } from './groups.ts';
import type { InboxRow } from './rows.ts';
import { CustodyMark } from './sent-to-cell.tsx';
import { sentToColumn } from './sent-to-column.tsx';
import { StarCell } from './star-cell.tsx';
import styles from './inbox.module.css';

/** How values are written, as the person has it. */
export interface Words {
  readonly names: NameChoice;
  /** The address book's name of a sender, else its title. */
  readonly senderName: (title: string, address: string) => string;
}

const factsAt = (row: InboxRow): Facts | null =>
  row.kind === 'study' ? factsOf(row.study) : row.kind === 'group' ? factsOf(row.group) : null;

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

/** 'today 10:12', '01-26 10:12' within the year, the whole date before it. */
const momentText = (at: number): string => {
  const stamp = stampText(new Date(at).toISOString());
  const [day = '', time = ''] = stamp.split(' ');
  const today = stampText(new Date().toISOString());
  if (today.startsWith(day)) return `today ${time}`;
  return today.slice(0, 4) === day.slice(0, 4) ? stamp.slice(5) : stamp;
};

const groupName = (group: Group, { names, senderName }: Words): ReactElement => {
  if (group.kind === 'session')
    return (
      <>
        <bdi className="cut">{senderName(group.fromTitle, group.fromAddress)}</bdi>
        <span className={styles.moment}>{momentText(group.first)}</span>
      </>
    );
  const [first] = group.studies;
  return <span className="cut">{first && <PersonName name={first.patientName} show={names} />}</span>;
};

const nameCell = (row: InboxRow, words: Words): ReactElement => {
  switch (row.kind) {
    case 'group':
      return groupName(row.group, words);
    case 'study':
      return (
        <>
          <span className="cut">
            <PersonName name={row.study.patientName} show={words.names} />
          </span>
          <CustodyMark studyUid={row.study.studyUid} />
        </>
      );
    case 'series':
      return <span className="secondary">Series {row.series.number || '?'}</span>;
    case 'instance':
      return (
        <span className="secondary">
          Image {row.instance.number || '?'}{' '}
          {row.instance.version > 1 && <span className={styles.check}>{versionWords(row.instance)}</span>}
        </span>
      );
    case 'note':
      return <span className={row.failed ? styles.noteFailed : styles.note}>{row.words}</span>;
  }
};

const plainName = (row: InboxRow, { names, senderName }: Words): string => {
  if (row.kind === 'note') return row.words;
  if (row.kind === 'study') return namePlain(row.study.patientName, { show: names });
  if (row.kind !== 'group') return '';
  const { group } = row;
  if (group.kind === 'session') return `${senderName(group.fromTitle, group.fromAddress)}, ${momentText(group.first)}`;
  const [first] = group.studies;
  return first ? namePlain(first.patientName, { show: names }) : '';
};

const bornSex = (row: InboxRow): string => {
  const study = row.kind === 'study' ? row.study : row.kind === 'group' && row.group.kind === 'patient' ? row.group.studies[0] : undefined;
  if (!study) return '';
  const age = ageInYears(study.birthDate, study.studyDate);
  return [dateText(study.birthDate), study.sex, age === null ? '' : `${String(age)} y`].filter((part) => part !== '').join(' ');
};

const describe = (row: InboxRow): ReactElement | null => {
  switch (row.kind) {
    case 'group':
      return <span className="secondary cut">{factsOf(row.group).description}</span>;
    case 'study':
      return <bdi className="cut">{row.study.description}</bdi>;
    case 'series':
      return <bdi className="cut">{row.series.description || row.series.bodyPart}</bdi>;
    case 'instance':
      return (
        <span className="cut">
          {row.instance.sopClassName} <span className="faint">{row.instance.transferSyntaxName}</span>
        </span>
      );
    case 'note':
      return null;
  }
};

const modality = (row: InboxRow): string => (row.kind === 'series' ? row.series.modality : (factsAt(row)?.modalities.join(' ') ?? ''));

const images = (row: InboxRow): string => {
  switch (row.kind) {
    case 'group':
    case 'study':
      return countsText(factsOf(row.kind === 'group' ? row.group : row.study));
    case 'series':
      return countText(row.series.instanceCount);
    case 'instance':
      return row.instance.frames > 1 ? pluralText(row.instance.frames, 'frame', 'frames') : '';
    case 'note':
      return '';
  }
};

const bytesOf = (row: InboxRow): number =>
  row.kind === 'series' ? row.series.bytes : row.kind === 'instance' ? row.instance.bytes : (factsAt(row)?.bytes ?? 0);

const From = ({ row }: { readonly row: InboxRow }): ReactElement | null => {
  const from = row.kind === 'instance' ? row.instance : factsAt(row);
  if (from === null || (from.fromTitle === '' && from.fromAddress === '')) return null;
  return (
    <span className="cut" dir="ltr" title={`${from.fromTitle} at ${from.fromAddress}`}>
      <span className="mono">{from.fromTitle || from.fromAddress}</span>
      {from.fromTitle !== '' && <span className="faint"> {from.fromAddress}</span>}
    </span>
  );
};

const arrivedCell = (row: InboxRow): ReactElement | null => {
  if (row.kind === 'study') return <ArrivedCell lastArrived={row.study.lastArrived} firstArrived={row.study.firstArrived} />;
  if (row.kind === 'group') return <ArrivedCell lastArrived={factsOf(row.group).lastArrived} firstArrived={null} />;
  if (row.kind === 'note') return null;
  const at = row.kind === 'series' ? row.series.lastArrived : row.instance.arrived;
  return <span title={relativeText(at, Date.now())}>{stampText(at)}</span>;
};

/** A column of plain text that studies have, and groups where all of theirs have the same. */
const textColumn = (id: string, label: string, width: number, read: (facts: Facts) => string): Column<InboxRow> => ({
  id,
  label,
  width,
  optional: true,
  compare: byText(read),
  cell: (row) => {
    const facts = factsAt(row);
    return facts && <bdi className="cut">{read(facts)}</bdi>;
  },
});

const isShown = (row: InboxRow): boolean => row.kind === 'study' || row.kind === 'group';

export const inboxColumns = (words: Words, custody: () => ReadonlyMap<string, StudyCustody>): readonly Column<InboxRow>[] => [
  {
    id: 'star',
    label: '★',
    title: 'Starred',
    width: 44,
    compare: byPlain(({ flagged }) => flagged),
    cell: (row) => isShown(row) && <StarCell row={row} />,
  },
  {
    id: 'name',
    label: 'Name',
    width: 214,
    tree: true,
    compare: byText(({ names }) => names),
    text: (row) => plainName(row, words),
    cell: (row) => nameCell(row, words),
  },
  {
    id: 'id',
    label: 'ID',
    width: 66,
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
    width: 88,
    compare: byPlain(({ studyDate, studyTime }) => studyDate + studyTime),
    cell: (row) => {
      const facts = factsAt(row);
      return facts && <span title={dateTimeText(facts.studyDate, facts.studyTime)}>{dateText(facts.studyDate)}</span>;
    },
  },
  {
    id: 'description',
    label: 'Description',
    width: 90,
    grow: true,
    compare: byText(({ description }) => description),
    text: (row) => factsAt(row)?.description ?? '',
    cell: describe,
  },
  { id: 'modality', label: 'Mod', width: 44, compare: byPlain(({ modalities }) => modalities.join()), text: modality, cell: modality },
  { id: 'images', label: 'Ser/Img', width: 66, align: 'end', compare: byPlain(({ instanceCount }) => instanceCount), cell: images },
  {
    id: 'from',
    label: 'From',
    width: 82,
    compare: byText((facts) => `${facts.fromTitle} ${facts.fromAddress}`),
    cell: (row) => <From row={row} />,
  },
  { id: 'arrived', label: 'Arrived', width: 126, compare: byPlain(({ lastArrived }) => lastArrived), cell: arrivedCell },
  {
    id: 'size',
    label: 'Size',
    width: 60,
    align: 'end',
    compare: byPlain(({ bytes }) => bytes),
    cell: (row) => row.kind !== 'note' && <span title={binaryBytesText(bytesOf(row))}>{bytesText(bytesOf(row))}</span>,
  },
  {
    id: 'checks',
    label: '⚠',
    title: 'Checks',
    width: 34,
    align: 'center',
    compare: byPlain(({ checks, duplicates }) => checks * 1_000_000 + duplicates),
    text: (row) => (row.kind === 'study' ? checkWords(row.study).join(' ') : ''),
    cell: (row) => <ChecksCell studies={row.kind === 'study' ? [row.study] : row.kind === 'group' ? row.group.studies : []} />,
  },
  sentToColumn(custody),
  textColumn('accession', 'Accession', 104, ({ accession }) => accession),
  textColumn('referring', 'Referring', 120, ({ referring }) => referring.replaceAll('^', ' ').trim()),
  textColumn('institution', 'Institution', 140, ({ institution }) => institution),
  textColumn('studyId', 'Study ID', 80, ({ studyId }) => studyId),
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

/** A row in one sentence. */
export const inboxSentence = (row: InboxRow, words: Words): string => {
  switch (row.kind) {
    case 'group': {
      const facts = factsOf(row.group);
      const counted = row.group.kind === 'session' ? '' : pluralText(facts.instanceCount, 'image', 'images');
      return [plainName(row, words), facts.description, counted, facts.modalities.join(' ')].filter((part) => part !== '').join(', ');
    }
    case 'study': {
      const { study } = row;
      const born = study.birthDate === '' ? '' : `born ${dateText(study.birthDate)}`;
      return [
        namePlain(study.patientName, { show: words.names }),
        born,
        dateText(study.studyDate),
        study.modalities.join(' '),
        study.description,
        study.flagged ? 'starred' : '',
        pluralText(study.instanceCount, 'image', 'images'),
        `from ${study.fromTitle}`,
        ...checkWords(study),
      ]
        .filter((part) => part !== '')
        .join(', ');
    }
    case 'series':
      return [
        `Series ${row.series.number}`,
        row.series.modality,
        row.series.description,
        pluralText(row.series.instanceCount, 'image', 'images'),
      ]
        .filter((part) => part !== '')
        .join(', ');
    case 'instance':
      return [
        `Image ${row.instance.number}`,
        ...(row.instance.version > 1 ? [versionWords(row.instance)] : []),
        row.instance.sopClassName,
        bytesText(row.instance.bytes),
      ].join(', ');
    case 'note':
      return row.words;
  }
};
