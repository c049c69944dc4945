// One thing that needs a person: what it is, and what can be done about it.
import type { ReactNode } from 'react';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import styles from './overview.module.css';

interface LineProps {
  readonly mark: Mark;
  readonly text: ReactNode;
  readonly detail: string;
  readonly children: ReactNode;
}

export const Line = ({ mark, text, detail, children }: LineProps) => (
  <li className={styles.item}>
    <StatusMark mark={mark} />
    <span className={styles.words}>
      <span className={styles.text}>{text}</span>
      {detail !== '' && <span className={styles.detailLine}>{detail}</span>}
    </span>
    {children}
  </li>
);
