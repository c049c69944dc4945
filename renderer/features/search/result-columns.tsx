/** The columns of the results: one row a study, its series and instances below it. */
import type { ReactElement } from 'react';
import { ageInYears, dateText, dateTimeText } from '../../format/date-time.ts';
import { collator } from '../../format/locale.ts';
import { nameSortKey, namePlain, type NameChoice } from '../../format/person-name.ts';
import { PersonName } from '../../format/person-name-view.tsx';
import { countText } from '../../format/quantity.ts';
import { Uid } from '../../format/uid-view.tsx';
import { onceEach } from '../../lib/once-each.ts';
import type { Column } from '../../ui/grid/column.ts';
import { HereCell } from './here-cell.tsx';
import { hereOf, hereWords } from './here.ts';
import type { LocalCountsStore } from './local-counts.ts';
import { countsDiffer, type Match } from './results.ts';
import type { TreeRow } from './tree.ts';
import styles from './search.module.css';

export interface ColumnContext {
  /** In the order in which they were asked. */
  readonly nodes: readonly { readonly id: string; readonly name: string }[];
  readonly names: NameChoice;
  readonly local: LocalCountsStore;
  /** Nodes that have not answered, and why not: 'failed', 'still asking'. */
  readonly silent: ReadonlyMap<string, string>;
}

type MatchRowOf = TreeRow & { readonly kind: 'match' };

const ofMatch =
  <Result,>(read: (match: Match, row: MatchRowOf) => Result, otherwise: Result) =>
  (row: TreeRow): Result =>
    row.kind === 'match' ? read(row.match, row) : otherwise;

const nameKeyOf = onceEach(({ row }: Match): string => nameSortKey(row.patientName));

const byText = (read: (match: Match) => string) => {
  const { compare } = collator();
  return (a: TreeRow, b: TreeRow): number => (a.kind === 'match' && b.kind === 'match' ? compare(read(a.match), read(b.match)) : 0);
};

/** Dates and other text of which the order of the characters is the order. */
const byPlain =
  (read: (match: Match) => string) =>
  (a: TreeRow, b: TreeRow): number => {
    if (a.kind !== 'match' || b.kind !== 'match') return 0;
    const [one, other] = [read(a.match), read(b.match)];
    return one < other ? -1 : one > other ? 1 : 0;
  };

/** The first order of a table of many: no text is made for it. */
const byDate = (a: TreeRow, b: TreeRow): number => {
  if (a.kind !== 'match' || b.kind !== 'match') return 0;
  const [one, other] = [a.match.row, b.match.row];
  if (one.studyDate !== other.studyDate) return one.studyDate < other.studyDate ? -1 : 1;
  return one.studyTime < other.studyTime ? -1 : one.studyTime > other.studyTime ? 1 : 0;
};

const byNumber =
  (read: (match: Match) => number) =>
  (a: TreeRow, b: TreeRow): number =>
    a.kind === 'match' && b.kind === 'match' ? read(a.match) - read(b.match) : 0;

const counts = ({ level, row }: Match): string => {
  const number = (count: number | null): string => (count === null ? '?' : countText(count));
  if (level === 'STUDY') return `${number(row.seriesCount)}/${number(row.instanceCount)}`;
  return level === 'SERIES' ? number(row.instanceCount) : '';
};

const nameCell = ({ match, depth }: MatchRowOf, names: NameChoice): ReactElement => {
  const { row } = match;
  if (depth === 1) {
    return (
      <span className={row.guessed ? `cut ${styles.guessed ?? ''}` : 'cut'}>
        <PersonName name={row.patientName} show={names} />
      </span>
    );
  }
  return <span className="secondary">{depth === 2 ? `Series ${row.seriesNumber || '?'}` : `Image ${row.instanceNumber || '?'}`}</span>;
};

const noteCell = (row: TreeRow & { readonly kind: 'note' }): ReactElement => {
  const what = row.depth === 2 ? 'series' : 'images';
  switch (row.state.kind) {
    case 'asking':
      return <span className={styles.note}>asking for {what}…</span>;
    case 'none':
      return <span className={styles.note}>The node lists no {what} here.</span>;
    case 'failed':
      return (
        <span className={styles.noteFailed} title={row.state.why}>
          {row.state.why}
        </span>
      );
  }
};

const BornSex = ({ row }: Pick<Match, 'row'>): ReactElement => {
  const age = ageInYears(row.birthDate, row.studyDate);
  return (
    <span title={age === null ? undefined : `${String(age)} years at the study`}>
      {[dateText(row.birthDate), row.sex].filter((part) => part !== '').join(' ')}
    </span>
  );
};

const SHOWN_SQUARES = 8;

const Squares = ({ match, nodes, silent }: Pick<ColumnContext, 'nodes' | 'silent'> & { readonly match: Match }): ReactElement => {
  const most = match.row.instanceCount;
  const title = nodes
    .map(({ id, name }) => {
      const answer = match.answers.get(id);
      return `${name}: ${answer === undefined ? (silent.get(id) ?? 'no') : answer.instanceCount === null ? 'yes' : `${countText(answer.instanceCount)} images`}`;
    })
    .join('\n');
  if (nodes.length > SHOWN_SQUARES) return <span title={title}>{`${String(match.answers.size)}/${String(nodes.length)}`}</span>;
  return (
    <span className={styles.squares} title={title}>
      {nodes.map(({ id }) => {
        const answer = match.answers.get(id);
        const hasLess = answer?.instanceCount != null && most !== null && answer.instanceCount < most;
        return (
          <span
            key={id}
            className={styles.square}
            data-has={answer === undefined ? undefined : ''}
            data-less={hasLess ? '' : undefined}
            data-silent={answer === undefined && silent.has(id) ? '' : undefined}
          />
        );
      })}
      {countsDiffer(match) && <span className="faint">≠</span>}
    </span>
  );
};

export const resultColumns = ({ nodes, names, local, silent }: ColumnContext): readonly Column<TreeRow>[] => [
  {
    id: 'here',
    label: 'Here',
    width: 80,
    compare: byNumber((match) => local.of(match.row.studyUid)),
    comparesMore: true,
    cell: ofMatch((match) => <HereCell match={match} local={local} />, null),
  },
  {
    id: 'on',
    label: 'On',
    width: Math.max(48, 22 + Math.min(nodes.length, SHOWN_SQUARES) * 12),
    compare: byNumber((match) => match.answers.size),
    cell: ofMatch((match) => <Squares match={match} nodes={nodes} silent={silent} />, null),
  },
  {
    id: 'name',
    label: 'Name',
    width: 142,
    grow: true,
    compare: byText(nameKeyOf),
    text: (row) => (row.kind === 'match' && row.depth === 1 ? namePlain(row.match.row.patientName, { show: names }) : ''),
    cell: (row) => (row.kind === 'match' ? nameCell(row, names) : noteCell(row)),
  },
  {
    id: 'born',
    label: 'Born, sex',
    width: 106,
    compare: byPlain(({ row }) => row.birthDate),
    cell: ofMatch((match, { depth }) => (depth === 1 ? <BornSex row={match.row} /> : null), null),
  },
  {
    id: 'id',
    label: 'ID',
    width: 86,
    grow: true,
    compare: byText(({ row }) => row.patientId),
    cell: ofMatch(
      ({ row }, { depth }) =>
        depth === 1 && (
          <span className="cut" title={row.issuer === '' ? row.patientId : `${row.patientId} issued by ${row.issuer}`}>
            <bdi>{row.patientId}</bdi>
          </span>
        ),
      false,
    ),
  },
  {
    id: 'date',
    label: 'Study date',
    width: 136,
    compare: byDate,
    cell: ofMatch(({ row }, { depth }) => (depth === 1 ? dateTimeText(row.studyDate, row.studyTime) : ''), ''),
  },
  {
    id: 'description',
    label: 'Description',
    width: 88,
    grow: true,
    compare: byText(({ row }) => row.description),
    text: ofMatch(({ row }) => row.description, ''),
    cell: ofMatch(
      ({ row }, { depth }) => (depth === 3 ? <Uid uid={row.sopInstanceUid} /> : <bdi className="cut">{row.description}</bdi>),
      <span />,
    ),
  },
  {
    id: 'modality',
    label: 'Mod',
    width: 56,
    compare: byPlain(({ row }) => row.modalities.join()),
    cell: ofMatch(({ row }) => row.modalities.join(' '), ''),
  },
  {
    id: 'count',
    label: 'Ser/Img',
    width: 66,
    align: 'end',
    compare: byNumber(({ row }) => row.instanceCount ?? -1),
    cell: ofMatch(counts, ''),
  },
  {
    id: 'accession',
    label: 'Accession',
    width: 80,
    grow: true,
    compare: byText(({ row }) => row.accession),
    cell: ofMatch(({ row }, { depth }) => (depth === 1 ? <bdi className="cut">{row.accession}</bdi> : null), null),
  },
  {
    id: 'referring',
    label: 'Referring',
    width: 140,
    optional: true,
    compare: byText(({ row }) => nameSortKey(row.referring)),
    cell: ofMatch(
      ({ row }, { depth }) =>
        depth === 1 && row.referring.alphabetic + row.referring.ideographic !== '' && <PersonName name={row.referring} show={names} />,
      false,
    ),
  },
  {
    id: 'institution',
    label: 'Institution',
    width: 140,
    optional: true,
    compare: byText(({ row }) => row.institution),
    cell: ofMatch(({ row }) => <bdi className="cut">{row.institution}</bdi>, <span />),
  },
  {
    id: 'bodyPart',
    label: 'Body part',
    width: 100,
    optional: true,
    compare: byText(({ row }) => row.bodyPart),
    cell: ofMatch(({ row }) => row.bodyPart, ''),
  },
  {
    id: 'studyId',
    label: 'Study ID',
    width: 90,
    optional: true,
    compare: byText(({ row }) => row.studyId),
    cell: ofMatch(({ row }, { depth }) => (depth === 1 ? row.studyId : ''), ''),
  },
  {
    id: 'uid',
    label: 'UID',
    width: 220,
    optional: true,
    compare: byText(({ row }) => row.studyUid),
    cell: ofMatch(
      ({ row, level }) => <Uid uid={level === 'STUDY' ? row.studyUid : level === 'SERIES' ? row.seriesUid : row.sopInstanceUid} />,
      <span />,
    ),
  },
];

/** A row in one sentence: 'Yamada Tarou, born 1970-01-01, CT Chest, 240 images, not here, on Main PACS'. */
export const rowSentence = (row: TreeRow, { nodes, names, local }: ColumnContext): string => {
  if (row.kind === 'note') return row.state.kind === 'asking' ? 'asking' : row.state.kind === 'none' ? 'nothing listed' : row.state.why;
  const { match, depth } = row;
  const on = nodes.filter(({ id }) => match.answers.has(id)).map(({ name }) => name);
  const head =
    depth === 1
      ? [
          namePlain(match.row.patientName, { show: names }),
          match.row.birthDate === '' ? '' : `born ${dateText(match.row.birthDate)}`,
          dateText(match.row.studyDate),
        ]
      : [depth === 2 ? `Series ${match.row.seriesNumber}` : `Image ${match.row.instanceNumber}`];
  const images = match.level === 'IMAGE' || match.row.instanceCount === null ? '' : `${countText(match.row.instanceCount)} images`;
  return [...head, match.row.modalities.join(' '), match.row.description, images, hereWords(hereOf(match, local)), `on ${on.join(' and ')}`]
    .filter((part) => part !== '')
    .join(', ');
};
