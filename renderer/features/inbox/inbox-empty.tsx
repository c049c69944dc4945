/** The inbox without rows: nothing has come yet, or a filter leaves nothing. */
import { FilterX, Inbox } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { ActionButton } from '../../parts/action-button.tsx';
import { openFiles, showAddress } from '../../shell/actions.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useGantry } from '../../use-gantry.ts';
import styles from './inbox.module.css';

export const InboxEmpty = ({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }): ReactElement =>
  filtered ? (
    <EmptyState icon={FilterX} title="Nothing here matches the filter" actions={<Button onClick={onClear}>Clear the filter</Button>} />
  ) : (
    <NothingReceived />
  );

/** What the other side needs to know to send here, in large type. */
const NothingReceived = (): ReactElement => {
  const { status: store } = useGantry();
  const listener = useStore(store, ({ status }) => status?.listener ?? null);
  const address = listener?.addresses[0] ?? listener?.host ?? '';
  return (
    <EmptyState
      icon={Inbox}
      title="Nothing has been received yet"
      actions={
        <>
          <ActionButton
            action={showAddress}
            tone="primary"
            label={listener?.scope === 'network' ? 'Show address card' : 'Open to the network…'}
          />
          <ActionButton action={openFiles} />
        </>
      }
    >
      {listener?.state === 'listening' && (
        <dl className={styles.address}>
          <dt>AE title</dt>
          <dd className="mono">{listener.title}</dd>
          <dt>Address</dt>
          <dd className="mono">{address}</dd>
          <dt>Port</dt>
          <dd className="mono">{listener.port}</dd>
        </dl>
      )}
      <p>
        The other side needs these three things.
        {listener?.scope === 'this-computer' && ' Now only programs on this computer can send here.'} Files, folders, ZIP files and discs
        can be dropped here.
      </p>
    </EmptyState>
  );
};
