/** What the cells of the inbox's table say, by the kind of row; and a row in one sentence. */
import type { ReactElement } from 'react';
import { ageInYears, dateText, stampText } from '../../format/date-time.ts';
import { namePlain, type NameChoice } from '../../format/person-name.ts';
import { PersonName } from '../../format/person-name-view.tsx';
import { bytesText, countText, pluralText } from '../../format/quantity.ts';
import { relativeText } from '../../format/relative-time.ts';
import { ArrivedCell } from './arrived-cell.tsx';
import { checkWords, versionWords } from './checks.tsx';
import { countsText, factsOf, shortly, type Facts } from './facts.ts';
import type { Group } from './groups.ts';
import type { InboxRow } from './rows.ts';
import { CustodyMark } from './sent-to-cell.tsx';
import styles from './inbox.module.css';

/** How values are written, as the person has it. */
export interface Words {
  readonly names: NameChoice;
  /** The address book's name of a sender, else its title. */
  readonly senderName: (title: string, address: string) => string;
}

export const factsAt = (row: InboxRow): Facts | null =>
  row.kind === 'study' ? factsOf(row.study) : row.kind === 'group' ? factsOf(row.group) : null;

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

export const nameCell = (row: InboxRow, words: Words): ReactElement => {
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

export const plainName = (row: InboxRow, { names, senderName }: Words): string => {
  if (row.kind === 'note') return row.words;
  if (row.kind === 'study') return namePlain(row.study.patientName, { show: names });
  if (row.kind !== 'group') return '';
  const { group } = row;
  if (group.kind === 'session') return `${senderName(group.fromTitle, group.fromAddress)}, ${momentText(group.first)}`;
  const [first] = group.studies;
  return first ? namePlain(first.patientName, { show: names }) : '';
};

export const bornSex = (row: InboxRow): string => {
  const study = row.kind === 'study' ? row.study : row.kind === 'group' && row.group.kind === 'patient' ? row.group.studies[0] : undefined;
  if (!study) return '';
  const age = ageInYears(study.birthDate, study.studyDate);
  return [dateText(study.birthDate), study.sex, age === null ? '' : `${String(age)} y`].filter((part) => part !== '').join(' ');
};

export const describe = (row: InboxRow): ReactElement | null => {
  switch (row.kind) {
    case 'group':
      return <span className="secondary cut">{shortly(row.group)}</span>;
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

export const modality = (row: InboxRow): string =>
  row.kind === 'series' ? row.series.modality : (factsAt(row)?.modalities.join(' ') ?? '');

export const images = (row: InboxRow): string => {
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

export const bytesOf = (row: InboxRow): number =>
  row.kind === 'series' ? row.series.bytes : row.kind === 'instance' ? row.instance.bytes : (factsAt(row)?.bytes ?? 0);

export const From = ({ row }: { readonly row: InboxRow }): ReactElement | null => {
  const from = row.kind === 'instance' ? row.instance : factsAt(row);
  if (from === null || (from.fromTitle === '' && from.fromAddress === '')) return null;
  return (
    <span className="cut" dir="ltr" title={`${from.fromTitle} at ${from.fromAddress}`}>
      <span className="mono">{from.fromTitle || from.fromAddress}</span>
      {from.fromTitle !== '' && <span className="faint"> {from.fromAddress}</span>}
    </span>
  );
};

export const arrivedCell = (row: InboxRow): ReactElement | null => {
  if (row.kind === 'study') return <ArrivedCell {...row.study} overNetwork={row.study.fromAddress !== ''} />;
  if (row.kind === 'group') {
    const overNetwork = row.group.studies.some(({ fromAddress }) => fromAddress !== '');
    return <ArrivedCell lastArrived={factsOf(row.group).lastArrived} firstArrived={null} overNetwork={overNetwork} />;
  }
  if (row.kind === 'note') return null;
  const at = row.kind === 'series' ? row.series.lastArrived : row.instance.arrived;
  return <span title={relativeText(at, Date.now())}>{stampText(at)}</span>;
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
