/** When the last object of a study came; while they still come, that it grows. Keeps its own clock, so that the table is not drawn for it. */
import { useEffect, useState, type ReactElement } from 'react';
import type { StudyRow } from '../../../core/contract.ts';
import { stampText } from '../../format/date-time.ts';
import { relativeText } from '../../format/relative-time.ts';
import { isArriving } from './rows.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import styles from './inbox.module.css';

const SECOND_MS = 1_000;

export const ArrivedCell = ({ study }: { readonly study: StudyRow }): ReactElement => {
  const [now, setNow] = useState(() => Date.now());
  const arriving = isArriving(study, now);
  useEffect(() => {
    if (!isArriving(study, Date.now())) return undefined;
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [study, arriving]);
  if (!arriving)
    return (
      <span title={`${relativeText(study.lastArrived, now)}\nfirst object ${stampText(study.firstArrived, true)}`}>
        {stampText(study.lastArrived)}
      </span>
    );
  return (
    <span className={styles.arriving} title={`last object ${stampText(study.lastArrived, true)}`}>
      <StatusMark mark={{ shape: 'busy', tone: 'running', word: 'arriving' }} />
      {relativeText(study.lastArrived, now)}
    </span>
  );
};
