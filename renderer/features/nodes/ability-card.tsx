// What a node was seen to do: proven, refused, or not known yet.
import type { NodeView } from '../../../core/contract.ts';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import { abilityNames } from './columns.tsx';
import styles from './nodes.module.css';

const long: Readonly<Record<string, string>> = {
  query: 'Search (C-FIND)',
  get: 'Retrieve (C-GET)',
  move: 'Retrieve (C-MOVE)',
  store: 'Send (C-STORE)',
  commitment: 'Storage commitment',
  worklist: 'Worklist',
};

const mark = (proven: boolean | null): Mark => {
  if (proven === null) return { shape: 'half', tone: 'idle', word: 'not known yet' };
  return proven ? { shape: 'full', tone: 'ok', word: 'accepted' } : { shape: 'triangle', tone: 'warn', word: 'refused' };
};

export function AbilityCard({ node }: { readonly node: NodeView }) {
  const known = abilityNames.some(({ key }) => node.abilities[key] !== null);
  if (!known && node.implementation === null) return null;
  return (
    <section aria-label="What it does" className={styles.card}>
      <h3>What it does</h3>
      <ul className={styles.cardList}>
        {abilityNames.map(({ key }) => (
          <li key={key}>
            <StatusMark mark={mark(node.abilities[key])} />
            {long[key]}
          </li>
        ))}
      </ul>
      {node.implementation !== null && <p className="faint">Software: {node.implementation}</p>}
    </section>
  );
}
