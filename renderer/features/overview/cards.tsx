// The first steps. Each card leaves when it has been used.
import { FilePlus2, FolderPlus, Network } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { perform, currentContext } from '../../commands/action.ts';
import { chooseAndImport } from '../../commands/import.ts';
import { AddressLine } from '../../parts/address-line.tsx';
import { AddressFacts } from '../../parts/address-facts.tsx';
import { attempt } from '../../commands/action.ts';
import { showAddress } from '../../shell/actions.ts';
import { Button } from '../../ui/button.tsx';
import { useGantry } from '../../use-gantry.ts';
import styles from './overview.module.css';

export function ConnectCard() {
  const [pasted, setPasted] = useState(false);
  return (
    <section className={styles.card} aria-label="Connect to a system">
      <h2>Connect to a system</h2>
      <p className="secondary">Paste or type what you were given. It is verified at once.</p>
      <AddressLine key={String(pasted)} multiline={pasted} inCard />
      <Button onClick={() => setPasted(!pasted)}>{pasted ? 'One line is enough' : 'I was given an e-mail or a form'}</Button>
    </section>
  );
}

export function ReceiveCard() {
  const gantry = useGantry();
  const listener = useStore(gantry.status, (s) => s.status?.listener ?? null);
  if (!listener) return null;
  const local = listener.scope === 'this-computer';
  return (
    <section className={styles.card} aria-label="Receive images">
      <h2>Receive images</h2>
      <p className="secondary">
        {local
          ? 'Only this computer can send to you now. The other side will need these three things.'
          : 'The other side needs these three things.'}
      </p>
      <AddressFacts listener={listener} />
      <Button tone={local ? 'primary' : 'plain'} icon={Network} onClick={() => void perform(showAddress, currentContext(gantry))}>
        {local ? 'Open to the network…' : 'Who may send…'}
      </Button>
    </section>
  );
}

export function FilesCard() {
  const gantry = useGantry();
  const add = (kind: 'files' | 'folder') => {
    void attempt(gantry, () => chooseAndImport(gantry, kind));
  };
  return (
    <section className={styles.card} aria-label="Drop files here">
      <h2>Drop files here</h2>
      <p className="secondary">
        DICOM files, folders, ZIP files and discs are imported into the inbox, where you can look at them and send them on. Dropped on a
        node in the rail, they are sent to it.
      </p>
      <div className={styles.buttons}>
        <Button icon={FilePlus2} onClick={() => add('files')}>
          Choose files…
        </Button>
        <Button icon={FolderPlus} onClick={() => add('folder')}>
          Choose a folder…
        </Button>
      </div>
    </section>
  );
}
