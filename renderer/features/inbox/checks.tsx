/** What a person should look at in a study, as a mark in its row and as sentences beside it. */
import type { ReactElement } from 'react';
import type { InstanceRow, StudyRow } from '../../../core/contract.ts';
import { pluralText } from '../../format/quantity.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import styles from './inbox.module.css';

type StudyCheck = StudyRow['checks'][number];

const sentenceOf = (check: StudyCheck, { lacking }: StudyRow): string => {
  switch (check) {
    case 'other-patient':
      return 'Its objects name more than one patient ID. Compare the tags before you rely on it.';
    case 'other-bytes':
      return 'Two different objects came under one SOP Instance UID. Both were kept; in the tree the later one is marked.';
    case 'lacking':
      return `Some of its objects lack what the standard requires of them: ${lacking.join(', ')}. Other systems may refuse them.`;
    case 'unknown-class':
      return 'Some of its objects are of a SOP class that is no storage class of the standard. Other systems may refuse them.';
  }
};

const came = (duplicates: number): string =>
  `${pluralText(duplicates, 'object', 'objects')} came again with the same bytes and ${duplicates === 1 ? 'was' : 'were'} kept once.`;

/** Whole sentences, the weightiest first; none when there is nothing to say. */
export const checkWords = (study: StudyRow): readonly string[] => [
  ...study.checks.map((check) => sentenceOf(check, study)),
  ...(study.duplicates > 0 ? [came(study.duplicates)] : []),
];

export const versionWords = ({ version }: InstanceRow): string => `version ${String(version)}`;

/** Of a row's studies one mark, whose words are its tooltip and stand in the inspector. */
export const ChecksCell = ({ studies }: { readonly studies: readonly StudyRow[] }): ReactElement | null => {
  const checked = studies.filter(({ checks }) => checks.length > 0);
  if (checked.length === 0) return null;
  return <StatusMark mark={{ shape: 'triangle', tone: 'warn', word: [...new Set(checked.flatMap(checkWords))].join('\n') }} />;
};

export const Checks = ({ study }: { readonly study: StudyRow }): ReactElement | null => {
  const words = checkWords(study);
  if (words.length === 0) return null;
  const tone = study.checks.length > 0 ? 'warn' : 'idle';
  return (
    <ul className={styles.checks} aria-label="Checks" data-tone={tone}>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  );
};
