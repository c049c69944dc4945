/** The columns of the inbox: a row a study, its series and instances below it. */
import type { ReactElement } from 'react';
import type { StudyRow } from '../../../core/contract.ts';
import { ageInYears, dateText, dateTimeText, stampText } from '../../format/date-time.ts';
import { collator } from '../../format/locale.ts';
import { namePlain, nameSortKey, type NameChoice } from '../../format/person-name.ts';
import { PersonName } from '../../format/person-name-view.tsx';
import { binaryBytesText, bytesText, countText, pluralText } from '../../format/quantity.ts';
import { relativeText } from '../../format/relative-time.ts';
import { Uid } from '../../format/uid-view.tsx';
import type { Column } from '../../ui/grid/column.ts';
import { ArrivedCell } from './arrived-cell.tsx';
import { CheckMark, ChecksCell, checkWords, versionWords } from './checks.tsx';
import type { InboxRow } from './rows.ts';
import styles from './inbox.module.css';

const studyOf = (row: InboxRow): StudyRow | null => (row.kind === 'study' ? row.study : null);

const byText = (read: (study: StudyRow) => string) => {
  const { compare } = collator();
  return (a: InboxRow, b: InboxRow): number => {
    const [one, other] = [studyOf(a), studyOf(b)];
    return one && other ? compare(read(one), read(other)) : 0;
  };
};

const byPlain =
  (read: (study: StudyRow) => string) =>
  (a: InboxRow, b: InboxRow): number => {
    const [one, other] = [studyOf(a), studyOf(b)];
    if (!one || !other) return 0;
    const [first, second] = [read(one), read(other)];
    return first < second ? -1 : first > second ? 1 : 0;
  };

const byNumber =
  (read: (study: StudyRow) => number) =>
  (a: InboxRow, b: InboxRow): number => {
    const [one, other] = [studyOf(a), studyOf(b)];
    return one && other ? read(one) - read(other) : 0;
  };

const nameCell = (row: InboxRow, names: NameChoice): ReactElement => {
  switch (row.kind) {
    case 'study':
      return (
        <>
          <span className="cut">
            <PersonName name={row.study.patientName} show={names} />
          </span>
          <CheckMark study={row.study} />
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

const bornSex = ({ birthDate, sex, studyDate }: StudyRow): string => {
  const age = ageInYears(birthDate, studyDate);
  return [dateText(birthDate), sex, age === null ? '' : `${String(age)} y`].filter((part) => part !== '').join(' ');
};

const describe = (row: InboxRow): ReactElement | null => {
  switch (row.kind) {
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

const modality = (row: InboxRow): string =>
  row.kind === 'study' ? row.study.modalities.join(' ') : row.kind === 'series' ? row.series.modality : '';

const images = (row: InboxRow): string => {
  switch (row.kind) {
    case 'study':
      return `${countText(row.study.seriesCount)}/${countText(row.study.instanceCount)}`;
    case 'series':
      return countText(row.series.instanceCount);
    case 'instance':
      return row.instance.frames > 1 ? pluralText(row.instance.frames, 'frame', 'frames') : '';
    case 'note':
      return '';
  }
};

const bytesOf = (row: InboxRow): number =>
  row.kind === 'study' ? row.study.bytes : row.kind === 'series' ? row.series.bytes : row.kind === 'instance' ? row.instance.bytes : 0;

const fromOf = (row: InboxRow): { readonly fromTitle: string; readonly fromAddress: string } | null =>
  row.kind === 'study' ? row.study : row.kind === 'instance' ? row.instance : null;

const From = ({ row }: { readonly row: InboxRow }): ReactElement | null => {
  const from = fromOf(row);
  if (from === null) return null;
  return (
    <span className="cut" dir="ltr" title={`${from.fromTitle} at ${from.fromAddress}`}>
      <span className="mono">{from.fromTitle || from.fromAddress}</span>
    </span>
  );
};

export const inboxColumns = (names: NameChoice): readonly Column<InboxRow>[] => [
  {
    id: 'name',
    label: 'Name',
    width: 224,
    compare: byText(({ patientName }) => nameSortKey(patientName)),
    text: (row) => (row.kind === 'study' ? namePlain(row.study.patientName, { show: names }) : row.kind === 'note' ? row.words : ''),
    cell: (row) => nameCell(row, names),
  },
  {
    id: 'id',
    label: 'ID',
    width: 66,
    compare: byText(({ patientId }) => patientId),
    cell: (row) => row.kind === 'study' && <bdi className="cut">{row.study.patientId}</bdi>,
  },
  {
    id: 'born',
    label: 'Born, sex',
    width: 150,
    optional: true,
    compare: byPlain(({ birthDate }) => birthDate),
    cell: (row) => (row.kind === 'study' ? bornSex(row.study) : ''),
  },
  {
    id: 'date',
    label: 'Study date',
    width: 88,
    compare: byPlain(({ studyDate, studyTime }) => studyDate + studyTime),
    cell: (row) =>
      row.kind === 'study' && <span title={dateTimeText(row.study.studyDate, row.study.studyTime)}>{dateText(row.study.studyDate)}</span>,
  },
  {
    id: 'description',
    label: 'Description',
    width: 90,
    grow: true,
    compare: byText(({ description }) => description),
    text: (row) => (row.kind === 'study' ? row.study.description : ''),
    cell: describe,
  },
  { id: 'modality', label: 'Mod', width: 44, compare: byPlain(({ modalities }) => modalities.join()), cell: modality },
  { id: 'images', label: 'Ser/Img', width: 62, align: 'end', compare: byNumber(({ instanceCount }) => instanceCount), cell: images },
  {
    id: 'from',
    label: 'From',
    width: 82,
    compare: byText(({ fromTitle, fromAddress }) => `${fromTitle} ${fromAddress}`),
    cell: (row) => <From row={row} />,
  },
  {
    id: 'arrived',
    label: 'Arrived',
    width: 126,
    compare: byPlain(({ lastArrived }) => lastArrived),
    cell: (row) => {
      if (row.kind === 'study') return <ArrivedCell study={row.study} />;
      if (row.kind === 'note') return null;
      const at = row.kind === 'series' ? row.series.lastArrived : row.instance.arrived;
      return <span title={relativeText(at, Date.now())}>{stampText(at)}</span>;
    },
  },
  {
    id: 'size',
    label: 'Size',
    width: 60,
    align: 'end',
    compare: byNumber(({ bytes }) => bytes),
    cell: (row) => row.kind !== 'note' && <span title={binaryBytesText(bytesOf(row))}>{bytesText(bytesOf(row))}</span>,
  },
  {
    id: 'checks',
    label: 'Checks',
    width: 104,
    optional: true,
    compare: byNumber(({ checks, duplicates }) => checks.length * 1_000_000 + duplicates),
    text: (row) => (row.kind === 'study' ? checkWords(row.study).join(' ') : ''),
    cell: (row) => row.kind === 'study' && <ChecksCell study={row.study} />,
  },
  {
    id: 'accession',
    label: 'Accession',
    width: 104,
    optional: true,
    compare: byText(({ accession }) => accession),
    cell: (row) => row.kind === 'study' && <bdi className="cut">{row.study.accession}</bdi>,
  },
  {
    id: 'uid',
    label: 'UID',
    width: 220,
    optional: true,
    compare: byText(({ studyUid }) => studyUid),
    cell: (row) =>
      row.kind !== 'note' && (
        <Uid uid={row.kind === 'study' ? row.study.studyUid : row.kind === 'series' ? row.series.seriesUid : row.instance.sopInstanceUid} />
      ),
  },
];

/** A row in one sentence. */
export const inboxSentence = (row: InboxRow, names: NameChoice): string => {
  switch (row.kind) {
    case 'study': {
      const { study } = row;
      const born = study.birthDate === '' ? '' : `born ${dateText(study.birthDate)}`;
      return [
        namePlain(study.patientName, { show: names }),
        born,
        dateText(study.studyDate),
        study.modalities.join(' '),
        study.description,
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
