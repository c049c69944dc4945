/** What the nodes said of the selected study, series or instance, in the inspector. */
import type { ReactElement } from 'react';
import { dateText, dateTimeText, ageInYears } from '../../format/date-time.ts';
import { nameText } from '../../format/person-name.ts';
import { PersonName } from '../../format/person-name-view.tsx';
import { countText, pluralText } from '../../format/quantity.ts';
import { Uid } from '../../format/uid-view.tsx';
import { ActionButton } from '../../parts/action-button.tsx';
import { Facts, type Fact } from '../../parts/facts.tsx';
import { Inspect } from '../../parts/screen-frame.tsx';
import { sendTo } from '../../shell/actions.ts';
import { copyUid, pull, pullFrom } from './actions.ts';
import { HereCell } from './here-cell.tsx';
import type { ColumnContext } from './result-columns.tsx';
import type { Match } from './results.ts';
import styles from './search.module.css';

interface DetailsProps {
  readonly matches: readonly Match[];
  readonly context: ColumnContext;
}

export const MatchDetails = ({ matches, context }: DetailsProps): ReactElement | null => {
  const [match] = matches;
  if (match === undefined) return null;
  if (matches.length > 1) {
    return (
      <Inspect title={`${countText(matches.length)} selected`}>
        <Buttons />
      </Inspect>
    );
  }
  const title =
    match.level === 'STUDY' ? (
      <PersonName name={match.row.patientName} show={context.names} />
    ) : match.level === 'SERIES' ? (
      `Series ${match.row.seriesNumber}`
    ) : (
      `Image ${match.row.instanceNumber}`
    );
  return (
    <Inspect title={title}>
      <Buttons />
      <Facts facts={factsOf(match)} />
      <h3>On {pluralText(match.answers.size, 'node', 'nodes')}</h3>
      <ul className={styles.sources}>
        {context.nodes.map(({ id, name }) => {
          const answer = match.answers.get(id);
          return (
            <li key={id} className={styles.source} data-has={answer === undefined ? undefined : ''}>
              <span className={styles.square} data-has={answer === undefined ? undefined : ''} aria-hidden="true" />
              <bdi className="cut">{name}</bdi>
              <span className={styles.sourceWords}>
                {answer === undefined
                  ? (context.silent.get(id) ?? 'does not have it')
                  : answer.instanceCount === null
                    ? 'has it'
                    : pluralText(answer.instanceCount, 'image', 'images')}
              </span>
            </li>
          );
        })}
        <li className={styles.source}>
          <HereCell match={match} local={context.local} />
          <span className="cut">This computer</span>
        </li>
      </ul>
      {match.row.guessed && (
        <p className="secondary">The text does not fit the character set that the node declared; it was decoded by guess.</p>
      )}
    </Inspect>
  );
};

const Buttons = (): ReactElement => (
  <div className={styles.buttons}>
    <ActionButton action={pull} tone="primary" />
    <ActionButton action={pullFrom} hideShortcut />
    <ActionButton action={sendTo} hideShortcut />
    <ActionButton action={copyUid} tone="quiet" />
  </div>
);

const factsOf = ({ row, level }: Match): readonly Fact[] => {
  const age = ageInYears(row.birthDate, row.studyDate);
  const { phonetic } = nameText(row.patientName, { show: 'both' });
  const born = [dateText(row.birthDate), age === null ? '' : `${String(age)} years at the study`].filter((part) => part !== '').join(', ');
  const common: readonly Fact[] = [
    { name: 'Reading', value: phonetic },
    { name: 'Patient ID', value: row.issuer === '' ? row.patientId : `${row.patientId} (${row.issuer})` },
    { name: 'Born', value: born },
    { name: 'Sex', value: row.sex },
    { name: 'Study date', value: dateTimeText(row.studyDate, row.studyTime) },
    { name: 'Accession', value: row.accession },
    { name: 'Study ID', value: row.studyId },
    { name: 'Description', value: row.description },
    { name: 'Modality', value: row.modalities.join(' ') },
    { name: 'Series', value: level === 'STUDY' && row.seriesCount !== null ? countText(row.seriesCount) : row.seriesNumber },
    { name: 'Images', value: row.instanceCount === null ? '' : countText(row.instanceCount) },
    { name: 'Image', value: row.instanceNumber },
    { name: 'Body part', value: row.bodyPart },
    { name: 'Institution', value: row.institution },
    {
      name: 'Referring',
      value: nameText(row.referring, { show: 'both' }).unnamed ? '' : nameText(row.referring, { show: 'both' }).primary,
    },
    { name: 'Study UID', value: row.studyUid, shown: <Uid uid={row.studyUid} width={26} /> },
    { name: 'Series UID', value: row.seriesUid, shown: <Uid uid={row.seriesUid} width={26} /> },
    { name: 'SOP Instance UID', value: row.sopInstanceUid, shown: <Uid uid={row.sopInstanceUid} width={26} /> },
    { name: 'SOP Class UID', value: row.sopClassUid, shown: <Uid uid={row.sopClassUid} width={26} /> },
  ];
  return common.filter(({ value }) => value !== '');
};
