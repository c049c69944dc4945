// Names and values below each other, as inspectors show them. Values can be selected.
import type { ReactNode } from 'react';
import styles from './facts.module.css';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Instead of the value as text. */
  readonly shown?: ReactNode;
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value, shown }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd data-selectable="">{shown ?? <bdi>{value}</bdi>}</dd>
        </div>
      ))}
    </dl>
  );
}
