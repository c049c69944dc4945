/** Objects that another one speaks of: those in the inbox open, the others say that they are not here. */
import { useState, type ReactElement } from 'react';
import type { ObjectReference } from '../../../../../core/contract.ts';
import { attempt } from '../../../../commands/action.ts';
import { Uid } from '../../../../format/uid-view.tsx';
import { useGantry } from '../../../../use-gantry.ts';
import { inboxWorkspace } from '../../workspace.ts';
import styles from './object.module.css';

export const References = ({ references }: { readonly references: readonly ObjectReference[] }): ReactElement => (
  <ul className={styles.references}>
    {references.map((reference, index) => (
      <li key={index}>
        <Reference reference={reference} />
      </li>
    ))}
  </ul>
);

export const Reference = ({ reference }: { readonly reference: ObjectReference }): ReactElement => {
  const gantry = useGantry();
  const [missing, setMissing] = useState(false);
  const { sopClassName, sopInstanceUid, part } = reference;
  const open = () =>
    attempt(gantry, async () => {
      const found = await gantry.api.call('objects.find', { sopInstanceUid });
      setMissing(found === null);
      if (found !== null) inboxWorkspace(gantry).view.setState({ large: found });
    });
  return (
    <span className={styles.reference}>
      <button type="button" className={styles.link} title={`Open ${sopInstanceUid}`} onClick={() => void open()}>
        {sopClassName.replace(/ Storage$/u, '') || 'Object'}
      </button>
      {part !== '' && <span>{part}</span>}
      <span className="faint">
        <Uid uid={sopInstanceUid} width={22} />
      </span>
      {missing && <span className={styles.missing}>not in the inbox</span>}
    </span>
  );
};
