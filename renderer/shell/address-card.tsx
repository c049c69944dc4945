// What the other side needs to send to us, and who may: this computer only, or chosen interfaces of the network.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ListenerView, NetworkInterface } from '../../core/contract.ts';
import { attempt } from '../commands/action.ts';
import { AddressFacts } from '../parts/address-facts.tsx';
import { Failure } from '../parts/failure.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useChosen } from '../ui/use-chosen.ts';
import { useGantry } from '../use-gantry.ts';
import styles from './address-card.module.css';

export function AddressCard() {
  const gantry = useGantry();
  const open = useStore(gantry.shell, (s) => s.addressOpen);
  const listener = useStore(gantry.status, (s) => s.status?.listener ?? null);
  const close = () => gantry.shell.setState({ addressOpen: false });
  return (
    <Dialog title="This computer’s address" open={open} onClose={close}>
      {listener ? <Card listener={listener} /> : <p>The inbox is starting.</p>}
    </Dialog>
  );
}

function Card({ listener }: { readonly listener: ListenerView }) {
  const gantry = useGantry();
  const { failure, port, wantedPort, state } = listener;
  const again = () => void attempt(gantry, () => gantry.api.call('listener.restart', {}));
  return (
    <>
      <AddressFacts listener={listener} />
      {failure && <Failure failure={failure} subject={{ again }} />}
      {state === 'listening' && wantedPort !== 0 && port !== wantedPort && (
        <p className={styles.note}>
          Port {wantedPort} was taken by another program, so this is {port}.{' '}
          <Button tone="quiet" onClick={again}>
            Take {wantedPort} back
          </Button>
        </p>
      )}
      <Scope listener={listener} />
    </>
  );
}

const ONLY_HERE = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

function Scope({ listener }: { readonly listener: ListenerView }) {
  const gantry = useGantry();
  const host = useStore(gantry.settings, (s) => s.settings?.me.host ?? listener.host);
  const interfaces = useInterfaces();
  const [chosen, choose] = useChosen(host, (wanted) =>
    attempt(gantry, () => gantry.api.call('settings.update', { patch: { me: { host: wanted } } })),
  );
  const options = [
    { host: ONLY_HERE, label: 'Only this computer', detail: 'Nothing is open to the network.' },
    { host: EVERYWHERE, label: 'Open to the network: every interface', detail: 'Others reach it under each address of this computer.' },
    ...interfaces.map(({ name, address }) => ({ host: address, label: `Open to the network: ${name}`, detail: address })),
  ];
  return (
    <fieldset className={styles.scope}>
      <legend>Who can reach the inbox</legend>
      {options.map((option) => (
        <label key={option.host} className={styles.option}>
          <input type="radio" name="scope" checked={chosen === option.host} onChange={() => choose(option.host)} />
          <span>
            {option.label}
            <span className={styles.detail}>{option.detail}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Asked when the card opens: a cable may have been plugged in since. */
function useInterfaces(): readonly NetworkInterface[] {
  const gantry = useGantry();
  const [interfaces, setInterfaces] = useState<readonly NetworkInterface[]>([]);
  useEffect(() => {
    const asking = new AbortController();
    gantry.api.call('listener.interfaces', {}, asking.signal).then(
      (found) => setInterfaces(found.filter(({ address }) => address !== ONLY_HERE && address !== '::1')),
      () => undefined,
    );
    return () => asking.abort();
  }, [gantry]);
  return interfaces;
}
