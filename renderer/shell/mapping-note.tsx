// Who became whom: where that is kept, the list itself, and how to forget it.
import { useState } from 'react';
import type { CallResult } from '../../core/contract.ts';
import { attempt } from '../commands/action.ts';
import { stampText } from '../format/date-time.ts';
import { Button } from '../ui/button.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './copy-dialogs.module.css';

type Mapping = CallResult<'copies.mapping'>;

const words: Readonly<Record<Mapping['kept'], string>> = {
  encrypted: 'Old and new identities are kept on this computer, encrypted, so that later copies of a patient get the same ID.',
  session: 'This system has no keychain: old and new identities are kept until Gantry ends and never written down.',
};

/** It opens at the end of a column that scrolls. */
const intoView = (opened: HTMLElement | null): void => opened?.scrollIntoView({ block: 'nearest' });

export function MappingNote({ kept }: { readonly kept: Mapping['kept'] | undefined }) {
  const gantry = useGantry();
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const look = () => attempt(gantry, async () => setMapping(mapping === null ? await gantry.api.call('copies.mapping', {}) : null));
  const forget = () =>
    attempt(gantry, async () => {
      await gantry.api.call('copies.forgetMapping', {});
      setMapping({ kept: kept ?? 'session', patients: [] });
    });
  if (kept === undefined) return null;
  return (
    <div className={styles.mapping}>
      <span className={styles.hint}>{words[kept]}</span>
      <Button tone="quiet" onClick={() => void look()} aria-expanded={mapping !== null}>
        {mapping === null ? 'Show identities' : 'Hide identities'}
      </Button>
      {mapping !== null && (
        <div ref={intoView} className={styles.mapping}>
          {mapping.patients.length === 0 ? (
            <p className="faint">Nobody has been renamed yet.</p>
          ) : (
            <ol className={styles.identities}>
              {mapping.patients.map(({ originalId, originalName, newId, at }) => (
                <li key={`${originalId} ${originalName} ${newId}`}>
                  <bdi>{originalId || originalName}</bdi> → <bdi>{newId}</bdi> <span className="faint">{stampText(at, true)}</span>
                </li>
              ))}
            </ol>
          )}
          {mapping.patients.length > 0 && (
            <Button tone="danger" onClick={() => void forget()}>
              Forget all
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
