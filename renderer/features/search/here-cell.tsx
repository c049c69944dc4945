/** Whether a row is in the inbox already. Listens by itself, so that a pull that runs draws one cell and not the table. */
import { useSyncExternalStore, type ReactElement } from 'react';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import { hereCount, hereOf, hereUid, hereWords, type Here } from './here.ts';
import type { LocalCountsStore } from './local-counts.ts';
import type { Match } from './results.ts';
import styles from './search.module.css';

const markOf = (here: Here): Mark => {
  const word = hereWords(here);
  switch (here.kind) {
    case 'all':
      return { shape: 'full', tone: 'ok', word };
    case 'part':
      return { shape: 'half', tone: 'info', word };
    case 'none':
      return { shape: 'empty', tone: 'idle', word };
  }
};

export const HereCell = ({ match, local }: { readonly match: Match; readonly local: LocalCountsStore }): ReactElement => {
  const count = useSyncExternalStore(local.subscribe, () => local.of(hereUid(match)));
  const here = hereOf(match, { of: () => count });
  return (
    <span className={styles.here}>
      <StatusMark mark={markOf(here)} />
      <span className="faint">{hereCount(here)}</span>
    </span>
  );
};
